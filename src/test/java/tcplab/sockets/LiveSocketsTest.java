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
      Snapshot halfClosed = source.snapshot();
      assertThat(state(halfClosed, port, client.getLocalPort())).isEqualTo(State.FIN_WAIT_2);
      assertThat(state(halfClosed, client.getLocalPort(), port)).isEqualTo(State.CLOSE_WAIT);
      client.shutdownOutput();
      assertThat(state(source.snapshot(), port, client.getLocalPort())).isEqualTo(State.TIME_WAIT);
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
