package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;

/** Duplicates, VLANs, ports used again, directions that are missing: on recorded packets. */
class TrackingTest {
  private static final int FILE_HEADER = 24;
  private static final int ADDRESSES = 12;
  private static final int IP_SOURCE_LAST_OCTET = 29;
  private static final int TAG = 4;

  @TempDir private Path folder;

  private static Connections read(String name) throws CaptureException {
    return Connections.of(CaptureFile.read(SharedCaptures.folder().resolve(name)));
  }

  private static Map<Event, Integer> counts(Connections connections) {
    Map<Event, Integer> counts = new TreeMap<>();
    for (int row = 0; row < connections.packets().size(); row++) {
      Event.of(connections.events(row)).forEach(event -> counts.merge(event, 1, Integer::sum));
    }
    return counts;
  }

  @Test
  void a_mirror_port_that_copies_every_packet_twice_adds_no_retransmission()
      throws CaptureException {
    for (String name : new String[] {"span_duplicates", "span_duplicates_routed"}) {
      Connections connections = read("derived/" + name + ".pcap");
      Map<Event, Integer> counts = counts(connections);
      assertThat(counts.get(Event.CAPTURE_DUPLICATE))
          .as(name)
          .isEqualTo(connections.packets().size() / 2);
      assertThat(counts).doesNotContainKey(Event.NETWORK_DUPLICATE);
      // The transfer had one, and still has.
      assertThat(counts).containsEntry(Event.RETRANSMISSION, 1);
      assertThat(connections.connection(0).retransmissions(Side.CLIENT)).isEqualTo(1);
    }
  }

  @Test
  void a_network_that_delivers_twice_is_told_by_the_dsacks_it_provokes() throws CaptureException {
    Connections atServer = read("gt/duplicate_packets.server.pcap");
    assertThat(counts(atServer)).containsEntry(Event.NETWORK_DUPLICATE, 6);
    assertThat(counts(atServer)).doesNotContainKeys(Event.CAPTURE_DUPLICATE, Event.RETRANSMISSION);
    assertThat(counts(read("gt/duplicate_packets.client.pcap")))
        .doesNotContainKeys(Event.NETWORK_DUPLICATE, Event.CAPTURE_DUPLICATE, Event.RETRANSMISSION);
  }

  @Test
  void ports_used_again_after_a_rst_and_out_of_time_wait_are_new_connections()
      throws CaptureException {
    for (String end : new String[] {"client", "server"}) {
      Connections afterReset = read("gt/port_reuse_rst." + end + ".pcap");
      assertThat(afterReset.count()).isEqualTo(3);
      assertThat(counts(afterReset)).containsEntry(Event.PORT_REUSE, 2);
      Connections afterTimeWait = read("gt/timewait_reuse." + end + ".pcap");
      assertThat(afterTimeWait.count()).isEqualTo(2);
      Connection second = afterTimeWait.connection(1);
      assertThat(second.explain(second.firstPacket()))
          .extracting(Explanation::event)
          .contains(Event.PORT_REUSE);
    }
  }

  @Test
  void of_a_direction_that_is_missing_nothing_is_claimed() throws CaptureException {
    Connection connection = read("derived/one_direction_only.pcap").connection(0);
    assertThat(connection.packets(Side.SERVER)).isZero();
    assertThat(connection.orientation()).isEqualTo(Orientation.SYN);
    assertThat(connection.rtt()).isEmpty();
    assertThat(connection.cwnd()).isEmpty();
    assertThat(connection.capturePoint()).isNull();
  }

  /** A recording with an 802.1Q tag put into each frame: one for each direction. */
  private Path tagged(int clientVlan, int serverVlan) throws IOException {
    Path source = SharedCaptures.folder().resolve("gt/close_server_first.client.pcap");
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(source)).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(2 * in.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(in.array(), 0, FILE_HEADER);
    in.position(FILE_HEADER);
    while (in.hasRemaining()) {
      out.putInt(in.getInt()).putInt(in.getInt());
      int captured = in.getInt();
      out.putInt(captured + TAG).putInt(in.getInt() + TAG);
      byte[] frame = new byte[captured];
      in.get(frame);
      boolean fromClient = frame[IP_SOURCE_LAST_OCTET] == 1;
      out.put(frame, 0, ADDRESSES).put((byte) 0x81).put((byte) 0).put((byte) 0);
      out.put((byte) (fromClient ? clientVlan : serverVlan));
      out.put(frame, ADDRESSES, captured - ADDRESSES);
    }
    Path file = folder.resolve(clientVlan + "-" + serverVlan + ".pcap");
    return Files.write(file, Arrays.copyOf(out.array(), out.position()));
  }

  @Test
  void vlans_are_kept_apart_only_on_request() throws IOException {
    Packets asymmetric = CaptureFile.read(tagged(10, 20));
    assertThat(Connections.of(asymmetric).count()).isEqualTo(1);
    Connections apart = Connections.apartByVlan(asymmetric);
    assertThat(apart.count()).isEqualTo(2);
    assertThat(apart.connection(0).packets(Side.SERVER)).isZero();
    assertThat(apart.connection(1).packets(Side.CLIENT)).isZero();
    assertThat(Connections.apartByVlan(CaptureFile.read(tagged(10, 10))).count()).isEqualTo(1);
  }

  @Test
  void a_stream_keeps_vlans_apart_too() throws IOException {
    Packets asymmetric = CaptureFile.read(tagged(10, 20));
    List<Connections> over = new ArrayList<>();
    ConnectionStream stream = ConnectionStream.apartByVlan(100, over::add);
    stream.accept(asymmetric);
    stream.finish();
    Connections apart = Connections.apartByVlan(asymmetric);
    assertThat(over).hasSize(1);
    for (int i = 0; i < 2; i++) {
      assertThat(over.get(0).connection(i).history()).isEqualTo(apart.connection(i).history());
      assertThat(over.get(0).connection(i).packets(Side.CLIENT))
          .isEqualTo(apart.connection(i).packets(Side.CLIENT));
    }
  }

  @Test
  void a_tagged_capture_is_one_connection_either_way() throws CaptureException {
    Packets packets = CaptureFile.read(SharedCaptures.folder().resolve("derived/qinq.pcap"));
    assertThat(Connections.of(packets).count()).isEqualTo(1);
    assertThat(Connections.apartByVlan(packets).count()).isEqualTo(1);
  }
}
