package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.capture.CaptureLimits;
import tcplab.capture.Machine;
import tcplab.connection.Connection;
import tcplab.connection.Handshake;
import tcplab.connection.Side;
import tcplab.connection.Teardown;
import tech.tablesaw.api.Table;

/** What a reader types: several files as one, and the wire itself. */
class CaptureTest {
  private static final int OCTETS = 3000;
  private static final int PCAP_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  @TempDir Path folder;

  /** Deals the frames of a capture out to three files in turn, as a capture on three links does. */
  private List<String> dealt(Path capture) throws Exception {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream[] files = new ByteArrayOutputStream[3];
    for (int i = 0; i < files.length; i++) {
      files[i] = new ByteArrayOutputStream();
      files[i].write(in.array(), 0, PCAP_HEADER);
    }
    int frame = 0;
    for (int at = PCAP_HEADER; at < in.capacity(); frame++) {
      int length = RECORD_HEADER + in.getInt(at + 8);
      files[frame % files.length].write(in.array(), at, length);
      at += length;
    }
    for (int i = 0; i < files.length; i++) {
      Files.write(folder.resolve(i + ".pcap"), files[i].toByteArray());
    }
    return List.of(path("2.pcap"), path("0.pcap"), path("1.pcap"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void several_files_merged_by_time_tell_what_the_whole_tells() throws Exception {
    Path whole = DATA.resolve("handshake_close.client.pcap");
    Capture merged = Capture.merge(dealt(whole).toArray(String[]::new));
    assertThat(merged.connections().printAll())
        .isEqualTo(Capture.open(whole).connections().printAll());
    assertThat(merged.packets().printAll()).isEqualTo(Capture.open(whole).packets().printAll());
    assertThat(Capture.open(path("0.pcap")).size()).isLessThan(merged.size());
  }

  @Test
  void the_states_of_all_connections_are_those_of_each() throws Exception {
    Capture merged =
        Capture.merge(
            DATA.resolve("reset.client.pcap").toString(),
            DATA.resolve("half_close.client.pcap").toString());
    Table each = merged.states(0).append(merged.states(1));
    assertThat(merged.states().printAll()).isEqualTo(each.printAll());
    assertThat(merged.states().intColumn("connection").unique().size()).isEqualTo(2);
  }

  @Test
  void a_connection_over_the_loopback_interface_is_captured_from_syn_to_last_ack()
      throws Exception {
    Requirement.requires(Machine.hasLibpcap(), "libpcap (Debian: apt install libpcap0.8)");
    Requirement.requires(Machine.isRoot(), "the right to capture (run as root)");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> exchanges = CompletableFuture.runAsync(() -> exchange(server, over));
      Capture capture =
          Capture.live(
              "lo",
              "tcp port " + server.getLocalPort(),
              CaptureLimits.NONE.withTime(Duration.ofSeconds(10)).withPackets(60));
      over.set(true);
      exchanges.join();
      assertThat(capture.size()).isEqualTo(60);
      Connection whole = capture.connection(1); // the first one may have begun before the capture
      assertThat(whole.port(Side.SERVER)).isEqualTo(server.getLocalPort());
      assertThat(whole.handshakeVariant()).isEqualTo(Handshake.Variant.COMPLETE);
      assertThat(whole.bytes(Side.CLIENT)).isEqualTo(OCTETS);
      assertThat(whole.closedFirst()).isEqualTo(Teardown.ClosedFirst.CLIENT);
    }
  }

  /** One connection after the other, until it is over. */
  private static void exchange(ServerSocket server, AtomicBoolean over) {
    while (!over.get()) {
      try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
          Socket accepted = server.accept()) {
        client.getOutputStream().write(new byte[OCTETS]);
        client.shutdownOutput();
        assertThat(accepted.getInputStream().readAllBytes()).hasSize(OCTETS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
