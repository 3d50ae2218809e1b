package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.tcp.State;

/** Reading recorded /proc trees: what the kernel prints, and what damage leaves of it. */
class ProcTcpTest {
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  private static final String LISTENER =
      "   0: 0100007F:A593 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 262949 1 0 100 0 0 10 0\n";
  private static final String REPEATING =
      "  13: 0100007F:B218 0100007F:A593 04 002D9001:00000000 01:00000243 00000002     0        0 262957 2 0 20 0 0 12 -1\n";
  private static final String TIME_WAIT =
      "  17: 0100007F:B238 0100007F:A593 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0000000000000000\n";
  private static final String V6 =
      "   2: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000100007F:EA84 01 00000000:00000000 00:00000000 00000000     0        0 277137 1 0 20 0 0 10 -1\n";

  @TempDir Path root;

  private Snapshot snapshot(String tcp, String tcp6) throws IOException {
    Files.createDirectories(root.resolve("net"));
    Files.writeString(root.resolve("net/tcp"), tcp);
    Files.writeString(root.resolve("net/tcp6"), tcp6);
    return LiveSockets.under(root).snapshot();
  }

  @Test
  void a_recorded_proc_gives_typed_rows() throws IOException {
    Snapshot read = snapshot(HEADER + LISTENER + REPEATING + TIME_WAIT, HEADER + V6);
    assertThat(read.size()).isEqualTo(4);
    assertThat(read.source()).isEqualTo(Source.PROC);
    assertThat(read.timeNs()).isPresent();
    assertThat(read.state(0)).contains(State.LISTEN);
    assertThat(read.local(0)).contains("127.0.0.1");
    assertThat(read.number(0, Field.LOCAL_PORT)).hasValue(42387);
    assertThat(read.number(0, Field.REMOTE_PORT)).isEmpty();
    assertThat(read.number(0, Field.ACCEPT_QUEUE)).hasValue(3);
    assertThat(read.number(0, Field.RECV_QUEUE)).isEmpty();
    assertThat(read.number(0, Field.UID)).hasValue(1000);
    assertThat(read.number(0, Field.INODE)).hasValue(262949);
    assertThat(read.timer(0)).contains("off");
    assertThat(read.number(0, Field.TIMER_MS)).isEmpty();
    assertThat(read.number(1, Field.SEND_QUEUE)).hasValue(0x2d9001);
    assertThat(read.timer(1)).contains("on");
    assertThat(read.number(1, Field.TIMER_MS)).hasValue(0x243 * 10);
    assertThat(read.number(1, Field.RETRANSMITS)).hasValue(2);
    assertThat(read.local(3)).contains("::ffff:127.0.0.1");
    assertThat(read.family(3)).contains("ipv6");
  }

  @Test
  void time_wait_has_neither_inode_nor_user() throws IOException {
    Snapshot read = snapshot(HEADER + TIME_WAIT, HEADER);
    assertThat(read.number(0, Field.INODE)).isEmpty();
    assertThat(read.number(0, Field.UID)).isEmpty();
    assertThat(read.timer(0)).contains("timewait");
    assertThat(read.number(0, Field.TIMER_MS)).hasValue(60_000);
  }

  @Test
  void rows_given_twice_stand_once_and_are_counted() throws IOException {
    Snapshot read = snapshot(HEADER + LISTENER + REPEATING + LISTENER + LISTENER, HEADER + V6 + V6);
    assertThat(read.size()).isEqualTo(3);
    assertThat(read.duplicates()).isEqualTo(3);
  }

  @Test
  void the_same_tuple_with_another_inode_is_another_socket() throws IOException {
    Snapshot read = snapshot(HEADER + LISTENER + LISTENER.replace("262949", "262950"), HEADER);
    assertThat(read.size()).isEqualTo(2);
  }

  @Test
  void a_machine_without_ipv6_has_no_tcp6() throws IOException {
    Files.createDirectories(root.resolve("net"));
    Files.writeString(root.resolve("net/tcp"), HEADER + LISTENER);
    assertThat(LiveSockets.under(root).snapshot().size()).isEqualTo(1);
  }

  @Test
  void damaged_lines_are_left_out_and_noted() throws IOException {
    Snapshot read =
        snapshot(
            HEADER + LISTENER + "  14: 0100007F:B2 garbage\n" + REPEATING.substring(0, 60) + "\n",
            HEADER);
    assertThat(read.size()).isEqualTo(1);
    assertThat(read.notes()).anyMatch(note -> note.contains("2 lines"));
  }

  @Test
  void no_proc_at_all_is_an_error_that_says_what_to_do() {
    assertThatThrownBy(() -> LiveSockets.under(root.resolve("nowhere")).snapshot())
        .isInstanceOfSatisfying(
            SocketReadException.class, e -> assertThat(e.advice()).contains("ss -tan"));
  }

  @Test
  void an_unreadable_proc_is_an_error_that_names_the_file() throws IOException {
    Files.createDirectories(root.resolve("net/tcp"));
    assertThatThrownBy(() -> LiveSockets.under(root).snapshot())
        .isInstanceOf(SocketReadException.class)
        .hasMessageContaining("net/tcp");
  }

  @Test
  void processes_are_found_through_their_descriptors() throws IOException {
    Path fd = Files.createDirectories(root.resolve("812/fd"));
    Files.createSymbolicLink(fd.resolve("7"), Path.of("socket:[262949]"));
    Files.createSymbolicLink(fd.resolve("8"), Path.of("pipe:[262957]"));
    Files.writeString(root.resolve("812/comm"), "mysqld\n");
    Path worker = Files.createDirectories(root.resolve("900/fd"));
    Files.createSymbolicLink(worker.resolve("3"), Path.of("socket:[262949]"));
    Files.writeString(root.resolve("900/comm"), "worker\n");
    snapshot(HEADER + LISTENER + REPEATING + TIME_WAIT, HEADER);
    Snapshot read = LiveSockets.under(root).withProcesses().snapshot();
    assertThat(read.number(0, Field.PID)).as("the lowest of both").hasValue(812);
    assertThat(read.process(0)).contains("mysqld");
    assertThat(read.number(0, Field.FD)).hasValue(7);
    assertThat(read.owners()).contains(new Owners(1, 1, 1, 0));
    assertThat(read.notes())
        .anyMatch(note -> note.contains("2 of 3") && note.contains("TIME_WAIT"));
  }

  @Test
  void lines_are_read_whole_however_the_file_is_delivered() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 3000; i++) {
      text.append(
          String.format(
              "%4d: 0100007F:%04X 0100007F:%04X 01 00000000:00000000 00:00000000 00000000 0 0 %d 1\n",
              i, 1 + i, 5000 + i, 1000 + i));
    }
    byte[] octets = text.toString().getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(3);
    Rows rows = new Rows();
    InputStream slow =
        new ByteArrayInputStream(octets) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, 1 + random.nextInt(700)));
          }
        };
    new ProcTcp(rows, false).read(slow);
    assertThat(rows.size()).isEqualTo(3000);
    assertThat(rows.get(2999, Field.INODE)).isEqualTo(3999);
  }

  @Test
  void addresses_of_a_big_endian_machine_are_not_turned_round() {
    Rows rows = new Rows();
    byte[] line =
        "0: 7F000001:0050 0A000001:0051 01 0:0 0:0 0 0 0 1".getBytes(StandardCharsets.US_ASCII);
    assertThat(new ProcTcp(rows, true).row(line, 0, line.length)).isTrue();
    assertThat(rows.get(0, TextField.LOCAL)).isEqualTo("127.0.0.1");
    assertThat(rows.get(0, TextField.REMOTE)).isEqualTo("10.0.0.1");
  }

  @Test
  void an_endless_line_does_not_fill_the_memory() throws IOException {
    Rows rows = new Rows();
    ProcTcp reader = new ProcTcp(rows, false);
    reader.read(new ByteArrayInputStream(new byte[1 << 20]));
    assertThat(rows.size()).isZero();
    assertThat(reader.damaged()).isPositive();
  }
}
