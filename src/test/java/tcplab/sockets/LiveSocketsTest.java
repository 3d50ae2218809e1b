package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcplab.Requirement;
import tcplab.tcp.State;

/** Sockets that this test opens on loopback are found on this machine in their states. */
class LiveSocketsTest {
  @BeforeEach
  void a_linux_machine() {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp (Linux)");
  }

  static Stream<LiveSockets> sources() {
    return Stream.of(LiveSockets.ofThisMachine(), LiveSockets.under(Path.of("/proc")));
  }

  private static State state(Snapshot snapshot, int localPort, int remotePort) {
    Snapshot found = snapshot.localPort(localPort).remotePort(remotePort);
    assertThat(found.size()).as("sockets %d to %d", localPort, remotePort).isEqualTo(1);
    return found.state(0).orElseThrow();
  }

  /**
   * The peer may delay its ACK of a FIN by 40 ms (RFC 9293 §3.8.6.3), so states take their time.
   */
  private static void reaches(LiveSockets source, State wanted, int localPort, int remotePort)
      throws Exception {
    State seen = state(source.snapshot(), localPort, remotePort);
    for (int attempt = 0; seen != wanted && attempt < 100; attempt++) {
      Thread.sleep(20);
      seen = state(source.snapshot(), localPort, remotePort);
    }
    assertThat(seen).isEqualTo(wanted);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void states_on_loopback_are_those_that_the_test_made(LiveSockets source) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept();
        Socket waiting = new Socket("127.0.0.1", server.getLocalPort());
        Socket closing = new Socket("127.0.0.1", server.getLocalPort())) {
      int port = server.getLocalPort();
      Snapshot before = source.snapshot();
      Snapshot listener = before.localPort(port).listening();
      assertThat(listener.size()).isEqualTo(1);
      assertThat(listener.number(0, Field.ACCEPT_QUEUE)).as("not yet accepted").hasValue(2);
      assertThat(state(before, port, client.getLocalPort())).isEqualTo(State.ESTABLISHED);
      assertThat(state(before, waiting.getLocalPort(), port)).isEqualTo(State.ESTABLISHED);
      accepted.shutdownOutput();
      reaches(source, State.FIN_WAIT_2, port, client.getLocalPort());
      reaches(source, State.CLOSE_WAIT, client.getLocalPort(), port);
      client.shutdownOutput();
      reaches(source, State.TIME_WAIT, port, client.getLocalPort());
      closing.close();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void queues_and_the_process_are_this_ones(LiveSockets source) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(new byte[1234]);
      client.getOutputStream().flush();
      Snapshot now = source.withProcesses().snapshot();
      Snapshot receiver = now.localPort(server.getLocalPort()).remotePort(client.getLocalPort());
      assertThat(receiver.number(0, Field.RECV_QUEUE)).hasValue(1234);
      assertThat(receiver.number(0, Field.PID)).hasValue(ProcessHandle.current().pid());
      assertThat(receiver.process(0)).isPresent();
      assertThat(receiver.has(0, Field.FD)).isTrue();
      assertThat(now.owners())
          .hasValueSatisfying(owners -> assertThat(owners.owned()).isPositive());
      assertThat(now.netns()).isPresent();
      accepted.close();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void ss_sees_the_same_sockets(LiveSockets source) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept()) {
      List<String> before = ss();
      List<String> ours = SharedSocketTextTest.tuples(source.snapshot());
      List<String> after = ss();
      // Other tests on this machine open and close sockets too: what both listings of ss have
      // stood still between them, and must be here; what neither has must not.
      List<String> steady = new ArrayList<>(before);
      steady.retainAll(after);
      assertThat(steady).isNotEmpty();
      List<String> missing = new ArrayList<>(steady);
      missing.removeAll(ours);
      assertThat(missing).isEmpty();
      List<String> ports = new ArrayList<>();
      for (String tuple : steady) {
        if (tuple.contains(" " + server.getLocalPort() + " ")) {
          ports.add(tuple);
          assertThat(Collections.frequency(ours, tuple)).isEqualTo(1);
        }
      }
      assertThat(ports).hasSize(3);
      assertThat(accepted.isConnected() && client.isConnected()).isTrue();
    }
  }

  @Test
  void netlink_tells_tcp_info_of_a_connection_that_has_carried_data() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 7, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(new byte[1234]);
      assertThat(accepted.getInputStream().readNBytes(1234)).hasSize(1234);
      Snapshot now = LiveSockets.ofThisMachine().withInfo().snapshot();
      Requirement.requires(now.source() == Source.NETLINK, "netlink sock_diag: " + now.notes());
      Snapshot sender = now.localPort(client.getLocalPort()).remotePort(server.getLocalPort());
      assertThat(sender.number(0, Field.BYTES_ACKED)).as("the SYN counts").hasValue(1235);
      assertThat(sender.number(0, Field.RTT_US)).isPresent();
      assertThat(sender.number(0, Field.MSS, 0)).isBetween(500L, 65_535L);
      assertThat(sender.number(0, Field.CWND, 0)).isPositive();
      assertThat(sender.number(0, Field.SSTHRESH)).as("still infinite").isEmpty();
      assertThat(sender.number(0, Field.COOKIE)).isPresent();
      assertThat(sender.congestion(0)).isPresent();
      Snapshot receiver = now.localPort(server.getLocalPort()).remotePort(client.getLocalPort());
      assertThat(receiver.number(0, Field.BYTES_RECEIVED)).hasValue(1234);
      Snapshot listener = now.localPort(server.getLocalPort()).listening();
      assertThat(listener.number(0, Field.BACKLOG)).hasValue(7);
      assertThat(listener.has(0, Field.CWND)).isFalse();
    }
  }

  @Test
  void netlink_and_proc_agree_on_what_both_tell() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 7, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept()) {
      Snapshot netlink = LiveSockets.ofThisMachine().snapshot().port(server.getLocalPort());
      Requirement.requires(netlink.source() == Source.NETLINK, "netlink sock_diag");
      Snapshot proc = LiveSockets.under(Path.of("/proc")).snapshot().port(server.getLocalPort());
      assertThat(facts(netlink)).hasSize(3 * 7).isEqualTo(facts(proc));
      assertThat(client.isConnected() && accepted.isConnected()).isTrue();
    }
  }

  private static List<String> facts(Snapshot snapshot) {
    List<String> facts = new ArrayList<>(SharedSocketTextTest.tuples(snapshot));
    for (int row = 0; row < snapshot.size(); row++) {
      for (Field field :
          List.of(Field.INODE, Field.UID, Field.RECV_QUEUE, Field.SEND_QUEUE, Field.ACCEPT_QUEUE)) {
        facts.add(
            snapshot.state(row)
                + " "
                + snapshot.number(row, Field.LOCAL_PORT)
                + " "
                + field
                + " "
                + snapshot.number(row, field));
      }
      facts.add(snapshot.number(row, Field.LOCAL_PORT) + " timer " + snapshot.timer(row));
    }
    Collections.sort(facts);
    return facts;
  }

  private static List<String> ss() throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("ss", "-tanH").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      Requirement.requires(false, "the program ss");
      throw e;
    }
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return SharedSocketTextTest.tuples(
        SocketText.parse(new String(output, StandardCharsets.UTF_8)));
  }
}
