package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tcplab.tcp.State;

/** Netlink messages as the kernel lays them out, whole and damaged. */
class DiagReaderTest {
  private static final int ESTABLISHED = 1;
  private static final int LISTEN = 10;
  private static final int TIME_WAIT = 6;
  private static final int INFO_LENGTH = 168;

  /** One message: an IPv4 socket with tcp_info of so many octets. */
  static ByteBuffer message(int state, long cookie, int infoLength) {
    int length = 16 + 72 + 4 + infoLength + 4 + 8;
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    out.putInt(length).putShort((short) 20).putShort((short) 2).putInt(1).putInt(0);
    out.put((byte) 2).put((byte) state).put((byte) 1).put((byte) 3);
    out.put(new byte[] {0x0c, (byte) 0xea, 0x1f, (byte) 0x90});
    out.put(new byte[] {10, 0, 0, 1})
        .put(new byte[12])
        .put(new byte[] {10, 0, 0, 2})
        .put(new byte[12]);
    out.putInt(0).putLong(cookie).putInt(220).putInt(5).putInt(6).putInt(1000).putInt(4711);
    out.putShort((short) (4 + infoLength)).putShort((short) 2);
    int info = out.position();
    out.put(new byte[infoLength]);
    if (infoLength >= INFO_LENGTH) {
      out.put(info + 2, (byte) 2)
          .putInt(info + 8, 204_000)
          .putInt(info + 68, 37)
          .putInt(info + 72, 18);
      out.putInt(info + 76, 0x7fffffff).putInt(info + 80, 10).putLong(info + 104, -1);
      out.putLong(info + 120, 1235)
          .putLong(info + 128, 77)
          .putInt(info + 148, -1)
          .putLong(info + 160, 8_198_148);
    }
    out.putShort((short) 10)
        .putShort((short) 4)
        .put("cubic\0\0\0".getBytes(StandardCharsets.US_ASCII));
    return out.flip();
  }

  private static Rows read(ByteBuffer... messages) throws IOException {
    Rows rows = new Rows();
    DiagReader reader = new DiagReader(rows);
    for (ByteBuffer message : messages) {
      assertThat(reader.read(message)).isFalse();
    }
    return rows;
  }

  @Test
  void a_connection_with_tcp_info_is_read() throws IOException {
    Rows rows = read(message(ESTABLISHED, 9, INFO_LENGTH));
    assertThat(rows.state(0)).isEqualTo(State.ESTABLISHED);
    assertThat(rows.get(0, TextField.LOCAL)).isEqualTo("10.0.0.1");
    assertThat(rows.get(0, TextField.REMOTE)).isEqualTo("10.0.0.2");
    assertThat(rows.get(0, Field.LOCAL_PORT)).isEqualTo(3306);
    assertThat(rows.get(0, Field.REMOTE_PORT)).isEqualTo(8080);
    assertThat(rows.get(0, Field.COOKIE)).isEqualTo(9);
    assertThat(rows.get(0, Field.RECV_QUEUE)).isEqualTo(5);
    assertThat(rows.get(0, Field.SEND_QUEUE)).isEqualTo(6);
    assertThat(rows.get(0, Field.UID)).isEqualTo(1000);
    assertThat(rows.get(0, Field.INODE)).isEqualTo(4711);
    assertThat(rows.get(0, TextField.TIMER)).isEqualTo("on");
    assertThat(rows.get(0, Field.TIMER_MS)).isEqualTo(220);
    assertThat(rows.get(0, Field.RTO_US)).isEqualTo(204_000);
    assertThat(rows.get(0, Field.RTT_US)).isEqualTo(37);
    assertThat(rows.get(0, Field.BYTES_ACKED)).isEqualTo(1235);
    assertThat(rows.get(0, Field.DELIVERY_RATE)).isEqualTo(8_198_148);
    assertThat(rows.get(0, TextField.CONGESTION)).isEqualTo("cubic");
    assertThat(rows.has(0, Field.SSTHRESH)).as("infinite").isFalse();
    assertThat(rows.has(0, Field.PACING_RATE)).as("unlimited").isFalse();
    assertThat(rows.has(0, Field.MIN_RTT_US)).as("no sample").isFalse();
  }

  @Test
  void a_listeners_queues_are_connections() throws IOException {
    Rows rows = read(message(LISTEN, 9, INFO_LENGTH));
    assertThat(rows.get(0, Field.ACCEPT_QUEUE)).isEqualTo(5);
    assertThat(rows.get(0, Field.BACKLOG)).isEqualTo(6);
    assertThat(rows.has(0, Field.RECV_QUEUE)).isFalse();
    assertThat(rows.has(0, Field.CWND)).isFalse();
  }

  @Test
  void an_older_kernels_shorter_tcp_info_gives_what_it_has() throws IOException {
    Rows rows = read(message(ESTABLISHED, 9, 104));
    assertThat(rows.has(0, Field.RETRANSMITS_TOTAL)).isTrue();
    assertThat(rows.has(0, Field.BYTES_ACKED)).isFalse();
    assertThat(rows.get(0, TextField.CONGESTION)).isEqualTo("cubic");
  }

  @Test
  void the_same_cookie_twice_is_one_socket() throws IOException {
    Rows rows = new Rows();
    DiagReader reader = new DiagReader(rows);
    reader.read(message(ESTABLISHED, 9, 0));
    reader.read(message(ESTABLISHED, 9, 0));
    reader.read(message(ESTABLISHED, 10, 0));
    assertThat(rows.size()).isEqualTo(2);
    assertThat(reader.duplicates().count()).isEqualTo(1);
  }

  @Test
  void a_second_walk_repeats_rows_that_are_no_duplicates_of_the_kernel() throws IOException {
    Rows rows = new Rows();
    DiagReader reader = new DiagReader(rows);
    reader.read(message(ESTABLISHED, 9, 0));
    reader.duplicates().repeating(true);
    reader.read(message(ESTABLISHED, 9, 0));
    reader.read(message(ESTABLISHED, 10, 0));
    assertThat(rows.size()).isEqualTo(2);
    assertThat(reader.duplicates().count()).isZero();
  }

  @Test
  void a_connection_that_went_over_to_time_wait_between_two_walks_is_one_socket()
      throws IOException {
    Rows rows = new Rows();
    DiagReader reader = new DiagReader(rows);
    reader.read(message(ESTABLISHED, 9, 0));
    reader.duplicates().beStrict();
    reader.duplicates().repeating(true);
    reader.read(message(TIME_WAIT, 10, 0));
    assertThat(rows.size()).isEqualTo(1);
    assertThat(rows.state(0)).isEqualTo(State.ESTABLISHED);
  }

  @Test
  void the_older_request_is_answered_with_its_own_message_type() throws IOException {
    ByteBuffer message = message(ESTABLISHED, 9, 0);
    message.putShort(4, (short) 18);
    assertThat(read(message).size()).isEqualTo(1);
  }

  @Test
  void the_end_and_a_refusal_and_a_disturbance_are_told() throws IOException {
    DiagReader reader = new DiagReader(new Rows());
    assertThat(reader.read(control(3, 0x10, 0))).isTrue();
    assertThat(reader.wasInterrupted()).isTrue();
    assertThat(reader.wasInterrupted()).isFalse();
    assertThatThrownBy(() -> reader.read(control(2, 0, -13))).hasMessageContaining("13");
  }

  private static ByteBuffer control(int type, int flags, int error) {
    return ByteBuffer.allocate(20)
        .order(ByteOrder.nativeOrder())
        .putInt(20)
        .putShort((short) type)
        .putShort((short) flags)
        .putLong(0)
        .putInt(error)
        .flip();
  }

  @Test
  void a_length_that_leads_outside_is_refused() {
    ByteBuffer message = message(ESTABLISHED, 9, 0);
    message.putInt(0, 0x7fffffff);
    assertThatThrownBy(() -> read(message)).isInstanceOf(IOException.class);
    message.putInt(0, 3);
    assertThatThrownBy(() -> read(message)).isInstanceOf(IOException.class);
  }

  @Test
  void a_datagram_that_is_cut_anywhere_is_refused_but_between_two_messages() throws IOException {
    ByteBuffer first = message(ESTABLISHED, 9, INFO_LENGTH);
    ByteBuffer second = message(ESTABLISHED, 10, INFO_LENGTH);
    int length = first.limit();
    byte[] both = new byte[2 * length];
    first.get(both, 0, length);
    second.get(both, length, length);
    for (int cut = 0; cut <= both.length; cut++) {
      Rows rows = new Rows();
      DiagReader reader = new DiagReader(rows);
      ByteBuffer datagram = ByteBuffer.wrap(both, 0, cut).slice();
      if (cut % length < DiagReader.HEADER) {
        assertThat(reader.read(datagram)).isFalse();
      } else {
        assertThatThrownBy(() -> reader.read(datagram)).hasMessageContaining("octets");
      }
      assertThat(rows.size()).isEqualTo(cut / length);
    }
  }

  @Test
  void states_that_are_not_wanted_are_not_asked_for() {
    Rows rows = new Rows();
    int states = DiagReader.LISTENING;
    ByteBuffer request =
        ByteBuffer.wrap(new DiagReader(rows, states).request(SockDiag.TCP, true, 0, 1))
            .order(ByteOrder.nativeOrder());
    assertThat(request.getInt(DiagReader.HEADER + 4)).isEqualTo(1 << LISTEN);
    ByteBuffer older =
        ByteBuffer.wrap(new DiagReader(rows, states).requestOfBothFamilies(0, 1))
            .order(ByteOrder.nativeOrder());
    assertThat(older.getInt(older.capacity() - 8)).isEqualTo(1 << LISTEN);
  }

  @FuzzTest(maxDuration = "1m")
  void any_datagram_is_read_or_refused(byte[] octets) {
    Rows rows = new Rows();
    try {
      new DiagReader(rows).read(ByteBuffer.wrap(octets));
    } catch (IOException e) {
      assertThat(e.getMessage()).containsPattern("octets|refused");
      return;
    }
    for (int row = 0; row < rows.size(); row++) {
      for (Field field : Field.values()) {
        assertThat(rows.has(row, field) ? rows.get(row, field) : 0).isNotNegative();
      }
    }
  }
}
