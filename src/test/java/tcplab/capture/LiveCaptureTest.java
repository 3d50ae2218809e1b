package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplab.Requirement;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;

/** Captures this process' own traffic on the loopback interface. */
@Timeout(60)
class LiveCaptureTest {
  private static final int OCTETS = 50_000;

  @TempDir Path folder;

  @BeforeEach
  void one_may_capture_here() {
    Requirement.requires(Machine.hasLibpcap(), "libpcap (Debian: apt install libpcap0.8)");
    Requirement.requires(Machine.isRoot(), "the right to capture (run as root)");
  }

  @Test
  void what_was_sent_is_captured_and_nothing_else() throws Exception {
    Path file = folder.resolve("live.pcap");
    long before = System.currentTimeMillis() * 1_000_000L;
    try (ServerSocket server = listen();
        LiveCapture live = open("tcp port " + server.getLocalPort())) {
      exchange(server);
      CaptureSummary summary =
          live.write(file, CaptureLimits.NONE.withTime(Duration.ofMillis(300)));
      Packets packets = CaptureFile.read(file);
      assertThat(summary.packets()).isEqualTo(packets.size()).isEqualTo(packets.frames());
      assertThat(summary.dropped()).isZero();
      assertThat(summary.files()).containsExactly(file);
      for (int row = 0; row < packets.size(); row++) {
        assertThat(packets.timeNs(row))
            .isBetween(before - 1_000_000_000L, System.currentTimeMillis() * 1_000_000L);
      }
      Connection exchanged = Connections.of(packets).connection(0);
      long once = exchanged.uniqueBytes(Side.CLIENT) + exchanged.uniqueBytes(Side.SERVER);
      assertThat(once).as("a busy machine repeats segments").isEqualTo(OCTETS);
    }
    assertThat(Files.readAllBytes(file)).startsWith(0x4d, 0x3c, 0xb2, 0xa1);
  }

  @Test
  void it_ends_at_a_number_of_packets() throws Exception {
    try (ServerSocket server = listen();
        LiveCapture live = open("tcp port " + server.getLocalPort())) {
      exchange(server);
      Path file = folder.resolve("three.pcap");
      live.write(file, CaptureLimits.NONE.withPackets(3));
      assertThat(CaptureFile.read(file).size()).isEqualTo(3);
    }
  }

  @Test
  void it_ends_at_a_size_with_whole_packets() throws Exception {
    try (ServerSocket server = listen();
        LiveCapture live = open("tcp port " + server.getLocalPort())) {
      exchange(server);
      Path file = folder.resolve("small.pcap");
      live.write(file, CaptureLimits.NONE.withOctets(500));
      assertThat(Files.size(file)).isBetween(200L, 500L);
      assertThat(CaptureFile.read(file).faults()).isEmpty();
    }
  }

  @Test
  void a_ring_keeps_the_newest_files() throws Exception {
    try (ServerSocket server = listen();
        LiveCapture live = open("tcp port " + server.getLocalPort())) {
      exchange(server);
      CaptureLimits limits =
          CaptureLimits.NONE.withTime(Duration.ofMillis(300)).withOctets(200).withRing(2);
      CaptureSummary summary = live.write(folder.resolve("ring.pcap"), limits);
      assertThat(summary.files()).hasSize(2).allMatch(Files::exists);
      try (var left = Files.list(folder)) {
        assertThat(left).containsExactlyInAnyOrderElementsOf(summary.files());
      }
      assertThat(summary.files().get(1).getFileName().toString())
          .isNotEqualTo("ring.0002.pcap")
          .matches("ring\\.\\d{4}\\.pcap");
    }
  }

  @Test
  void a_quiet_interface_does_not_keep_stop_waiting() throws Exception {
    try (LiveCapture live = open("tcp port 1 and tcp port 2")) {
      Path file = folder.resolve("quiet.pcap");
      CompletableFuture<CaptureSummary> writing =
          CompletableFuture.supplyAsync(() -> written(live, file));
      Thread.sleep(200);
      assertThat(writing).isNotDone();
      live.stop();
      assertThat(writing.get(2, TimeUnit.SECONDS).packets()).isZero();
      assertThat(CaptureFile.read(file).frames()).isZero();
    }
  }

  private static CaptureSummary written(LiveCapture live, Path file) {
    try {
      return live.write(file, CaptureLimits.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_wrong_filter_and_an_unknown_interface_are_told_apart() {
    assertThatThrownBy(() -> open("porrt 1"))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("'porrt 1'")
        .hasMessageContaining("syntax error");
    assertThatThrownBy(() -> LiveCapture.open("none0", PacketFilter.ALL))
        .isInstanceOf(LibpcapException.class)
        .hasMessageContaining("none0: there is no such interface");
  }

  @Test
  void the_loopback_interface_is_listed() throws Exception {
    assertThat(LiveCapture.interfaces())
        .anyMatch(one -> one.name().equals("lo") && one.loopback() && one.up());
  }

  private static LiveCapture open(String filter) throws IOException {
    return LiveCapture.open("lo", PacketFilter.of(filter));
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** A connection with {@link #OCTETS} from the client, closed by both. */
  private static void exchange(ServerSocket server) throws IOException {
    try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(new byte[OCTETS]);
      client.shutdownOutput();
      assertThat(accepted.getInputStream().readAllBytes()).hasSize(OCTETS);
    }
  }
}
