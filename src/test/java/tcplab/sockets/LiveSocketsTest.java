package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void the_bound_closed_state_is_seen_over_netlink() throws Exception {
    try (SocketChannel bound = SocketChannel.open()) {
      bound.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      int port = ((InetSocketAddress) bound.getLocalAddress()).getPort();
      Snapshot now = LiveSockets.ofThisMachine().snapshot();
      Requirement.requires(now.source() == Source.NETLINK, "netlink sock_diag");
      Requirement.requires(
          now.state(State.CLOSED).size() > 0, "a kernel that shows bound sockets (Linux 6.8)");
      assertThat(now.localPort(port).state(0)).hasValue(State.CLOSED);
    }
  }

  @Test
  void memory_and_drops_come_when_asked_for() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Snapshot now = LiveSockets.ofThisMachine().withMemory().snapshot();
      Requirement.requires(now.source() == Source.NETLINK, "netlink sock_diag");
      Snapshot listener = now.localPort(server.getLocalPort());
      assertThat(listener.number(0, Field.RECV_BUFFER, 0)).isPositive();
      assertThat(listener.number(0, Field.DROPS)).hasValue(0);
      assertThat(LiveSockets.ofThisMachine().snapshot().has(0, Field.RECV_BUFFER)).isFalse();
    }
  }

  @Test
  void forbidden_netlink_falls_back_to_proc_and_says_why() throws Exception {
    LiveSockets.Netlink forbidden =
        (reader, extensions) -> {
          throw new IOException("netlink: [1] Operation not permitted\u001b[2J");
        };
    Snapshot now = LiveSockets.over(Path.of("/proc"), Optional.of(forbidden)).withInfo().snapshot();
    assertThat(now.source()).isEqualTo(Source.PROC);
    assertThat(now.size()).isPositive();
    assertThat(now.fallback()).hasValueSatisfying(why -> assertThat(why).contains("not permitted"));
    assertThat(now.notes()).anyMatch(note -> note.contains("only netlink"));
    assertThat(String.join("", now.notes())).doesNotContain("\u001b");
  }

  @Test
  void a_netlink_answer_that_breaks_off_gives_the_rows_of_proc() throws Exception {
    LiveSockets.Netlink broken =
        (reader, extensions) ->
            !reader.read(
                ByteBuffer.wrap(new byte[] {9, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
    Snapshot now = LiveSockets.over(Path.of("/proc"), Optional.of(broken)).snapshot();
    assertThat(now.source()).isEqualTo(Source.PROC);
  }

  @Test
  void a_proc_without_sockets_is_an_error_that_says_what_to_do(@TempDir Path empty) {
    assertThatThrownBy(() -> LiveSockets.under(empty).snapshot())
        .isInstanceOf(SocketReadException.class)
        .hasMessageContaining("net/tcp")
        .hasMessageContaining("mount /proc");
  }

  @Test
  void an_unreadable_proc_is_an_error_that_names_the_file(@TempDir Path root) throws Exception {
    Files.createDirectories(root.resolve("net/tcp"));
    assertThatThrownBy(() -> LiveSockets.under(root).snapshot())
        .isInstanceOf(SocketReadException.class)
        .hasMessageContaining("tcp");
  }

  @Test
  void an_unreadable_file_of_one_family_leaves_the_rows_of_the_other(@TempDir Path root)
      throws Exception {
    Files.createDirectories(root.resolve("net/tcp6"));
    Files.writeString(
        root.resolve("net/tcp"),
        "0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711\n");
    Snapshot now = LiveSockets.under(root).verified().snapshot();
    assertThat(now.size()).isEqualTo(1);
    assertThat(now.notes()).singleElement().asString().contains("rows are missing", "tcp6");
  }

  @Test
  void processes_that_cannot_be_listed_leave_the_rows(@TempDir Path empty) throws Exception {
    LiveSockets.Netlink one = (reader, extensions) -> !reader.read(DiagReaderTest.message(1, 9, 0));
    Snapshot now =
        LiveSockets.over(empty.resolve("gone"), Optional.of(one)).withProcesses().snapshot();
    assertThat(now.size()).isEqualTo(1);
    assertThat(now.owners()).isEmpty();
    assertThat(now.notes()).singleElement().asString().contains("processes are missing", "gone");
  }

  @Test
  void the_namespace_of_this_process_has_this_machines_sockets() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Snapshot mine =
          LiveSockets.ofProcess(ProcessHandle.current().pid()).withProcesses().snapshot();
      assertThat(mine.localPort(server.getLocalPort()).size()).isEqualTo(1);
      assertThat(mine.netns()).isEqualTo(LiveSockets.ofThisMachine().snapshot().netns());
      assertThat(NetworkNamespace.all())
          .anyMatch(namespace -> Optional.of(namespace.number()).equals(mine.netns()));
    }
  }

  @Test
  void libc_and_java_find_the_same_descriptors() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Path self = Path.of("/proc", Long.toString(ProcessHandle.current().pid()));
      Requirement.requires(NativeDescriptors.work(), "libc with getdents64");
      List<String> throughJava = new ArrayList<>();
      Descriptors.throughFiles(self, (fd, inode) -> throughJava.add(fd + " " + inode));
      List<String> throughLibc = new ArrayList<>();
      new NativeDescriptors().list(self, (fd, inode) -> throughLibc.add(fd + " " + inode));
      assertThat(throughLibc).isNotEmpty().containsExactlyInAnyOrderElementsOf(throughJava);
      assertThat(server.isBound()).isTrue();
    }
  }

  @Test
  void a_process_that_has_ended_is_an_io_exception_and_not_hidden() {
    assertThatThrownBy(
            () ->
                Descriptors.of(Path.of("/proc"))
                    .list(Path.of("/proc/999999999"), (fd, inode) -> {}))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(AccessDeniedException.class);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void listeners_alone_can_be_asked_for(LiveSockets source) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort())) {
      Snapshot listeners = source.onlyListening().snapshot();
      assertThat(listeners.size()).isEqualTo(listeners.listening().size());
      assertThat(listeners.port(server.getLocalPort()).size()).isEqualTo(1);
      Snapshot all = source.snapshot(); // where an older connection may have had the port
      Snapshot both = all.port(client.getLocalPort()).port(server.getLocalPort());
      assertThat(both.size()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void processes_may_end_while_their_descriptors_are_read(LiveSockets source) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger ended = new AtomicInteger();
    int ours = 0;
    int read = 0;
    Thread processes =
        new Thread(
            () -> {
              while (!over.get()) {
                ended.incrementAndGet();
                runToItsEnd();
              }
            });
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      processes.start();
      for (int i = 0; i < 50 || ended.get() < 50; i++) {
        Snapshot mine = source.withProcesses().snapshot().localPort(server.getLocalPort());
        long holder = mine.number(0, Field.PID).orElseThrow();
        ours += holder == ProcessHandle.current().pid() ? 1 : 0;
        read++;
      }
      // Until it becomes another program, a child holds its parent's sockets as well.
      assertThat(ours).isGreaterThan(read / 2);
    } finally {
      over.set(true);
      processes.join();
    }
  }

  private static void runToItsEnd() {
    try {
      new ProcessBuilder("/bin/sh", "-c", ":").start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
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
