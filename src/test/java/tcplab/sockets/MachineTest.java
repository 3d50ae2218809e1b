package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tcplab.Requirement;
import tcplab.tcp.State;

/** What else the machine tells: counters, UDP, Unix, all eleven states, the system's netstat. */
class MachineTest {
  @Test
  void all_eleven_states_are_held_at_once() throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp (Linux)");
    try (Demonstration demonstration = Demonstration.start()) {
      assertThat(demonstration.states())
          .extracting(Demonstration.Held::state)
          .containsExactly(State.values());
      for (Demonstration.Held held : demonstration.states()) {
        if (held.state() != State.CLOSED) {
          assertThat(held.problem()).as(held.toString()).isEmpty();
          assertThat(demonstration.snapshot().state(held.state()).size()).isEqualTo(1);
        }
      }
      demonstration
          .states()
          .get(State.CLOSED.ordinal())
          .problem()
          .ifPresent(problem -> assertThat(problem).contains("6.8"));
    }
  }

  @Test
  void letting_go_ends_the_states() throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp (Linux)");
    int port;
    try (Demonstration demonstration = Demonstration.start()) {
      port = demonstration.states().get(State.LISTEN.ordinal()).localPort();
    }
    assertThat(LiveSockets.ofThisMachine().snapshot().localPort(port).listening().size()).isZero();
  }

  @Test
  void counters_are_read_from_their_three_shapes() throws SocketTextException {
    Counters counters =
        Counters.parse(
            """
            Tcp: RtoAlgorithm MaxConn ActiveOpens
            Tcp: 1 -1 77
            TcpExt: ListenOverflows
            TcpExt: 5
            Ip6InReceives                   	36
            TCP: inuse 4 orphan 0 tw 2
            """);
    assertThat(counters.value("TcpActiveOpens")).hasValue(77);
    assertThat(counters.value("TcpMaxConn")).hasValue(-1);
    assertThat(counters.value("TcpExtListenOverflows")).hasValue(5);
    assertThat(counters.value("Ip6InReceives")).hasValue(36);
    assertThat(counters.value("TCP.tw")).hasValue(2);
    assertThat(counters.value("TcpExtNone")).isEmpty();
    assertThat(Counters.meaning("TcpExtListenOverflows")).contains("accept");
    assertThatThrownBy(() -> Counters.parse("hello\nworld\n"))
        .isInstanceOf(SocketTextException.class);
  }

  @Test
  void this_machines_tcp_counters_have_words() throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/snmp")), "/proc/net/snmp (Linux)");
    Counters counters = Counters.ofThisMachine();
    List<String> tcp = counters.names().stream().filter(name -> name.startsWith("Tcp")).toList();
    long described = tcp.stream().filter(name -> !Counters.meaning(name).isEmpty()).count();
    assertThat(described * 100 / tcp.size()).as("percent of %d", tcp.size()).isGreaterThan(90);
    assertThat(counters.timeNs()).isPresent();
  }

  @Test
  void a_udp_socket_is_found_over_netlink_and_in_proc() throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/udp")), "/proc/net/udp (Linux)");
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      Snapshot all = UdpSockets.snapshot(true).localPort(socket.getLocalPort());
      assertThat(all.size()).isEqualTo(1);
      assertThat(all.state(0)).hasValue(State.CLOSED);
      assertThat(all.number(0, Field.PID)).hasValue(ProcessHandle.current().pid());
      Rows proc = UdpSockets.fromProc(Path.of("/proc"));
      boolean found = false;
      for (int row = 0; row < proc.size(); row++) {
        found |= proc.get(row, Field.LOCAL_PORT) == socket.getLocalPort();
      }
      assertThat(found).isTrue();
    }
  }

  @Test
  void a_unix_socket_is_found_with_its_path_and_process(@TempDir Path folder) throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/unix")), "/proc/net/unix (Linux)");
    Path path = folder.resolve("a b");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      UnixSocket mine =
          UnixSocket.all().stream()
              .filter(socket -> socket.path().filter(path.toString()::equals).isPresent())
              .findFirst()
              .orElseThrow();
      assertThat(mine.type()).isEqualTo("stream");
      assertThat(mine.state()).isEqualTo("listening");
      assertThat(mine.pid()).hasValue((int) ProcessHandle.current().pid());
    }
  }

  @Test
  void lines_that_are_no_unix_sockets_are_passed_over() {
    assertThat(
            UnixSocket.parse(
                "Num RefCount\n\nzz: 0 0 0 0 0 0\n0000: FFFFFFFF 00000000 00010000 0001 01 12 @x y\n"))
        .singleElement()
        .satisfies(socket -> assertThat(socket.path()).hasValue("@x y"));
  }

  @Test
  void a_stand_in_for_netstat_is_read_as_the_system_prints_it(@TempDir Path folder)
      throws Exception {
    Path script =
        script(folder, "printf '  TCP    127.0.0.1:135    0.0.0.0:0    ABH\\231REN    4\\n'");
    Snapshot read = SystemNetstat.through(script.toString()).snapshot(true, 7);
    assertThat(read.source()).isEqualTo(Source.TEXT);
    assertThat(read.timeNs()).hasValue(7);
    assertThat(read.state(0)).hasValue(State.LISTEN);
    assertThat(read.notes()).anyMatch(note -> note.contains("netstat"));
  }

  @Test
  void a_netstat_that_prints_no_table_or_is_absent_is_an_error(@TempDir Path folder)
      throws Exception {
    Path silent = script(folder, "exit 3");
    assertThatThrownBy(() -> SystemNetstat.through(silent.toString()).snapshot(false, 0))
        .isInstanceOf(SocketReadException.class)
        .hasMessageContaining("no table");
    assertThatThrownBy(() -> SystemNetstat.through("/no/such/netstat").snapshot(false, 0))
        .isInstanceOf(SocketReadException.class)
        .hasMessageContaining("cannot run");
  }

  private static Path script(Path folder, String body) throws Exception {
    Requirement.requires(Files.isExecutable(Path.of("/bin/sh")), "/bin/sh");
    Path script = folder.resolve("netstat");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @Test
  void containers_are_told_from_their_cgroups(@TempDir Path process) throws Exception {
    String id = "4f1c0de8a2b7".repeat(6).substring(0, 64);
    String[][] cases = {
      {"0::/system.slice/docker-" + id + ".scope\n", "docker " + id.substring(0, 12)},
      {"12:pids:/docker/" + id + "\n0::/\n", "docker " + id.substring(0, 12)},
      {
        "0::/kubepods.slice/pod1-abc.slice/cri-containerd-" + id + ".scope\n",
        "containerd " + id.substring(0, 12)
      },
      {"0::/machine.slice/libpod-" + id + ".scope/container\n", "libpod " + id.substring(0, 12)},
      {"0::/kubepods/besteffort/pod-abcdef/" + id + "\n", "container " + id.substring(0, 12)},
      {"0::/lxc.payload.web/init.scope\n", "lxc web"},
    };
    for (String[] one : cases) {
      Files.writeString(process.resolve("cgroup"), one[0]);
      assertThat(ProcessFacts.of(process).container()).as(one[0]).isEqualTo(one[1]);
    }
    Files.writeString(process.resolve("cgroup"), "0::/user.slice/user-1000.slice\n");
    assertThat(ProcessFacts.of(process).container()).isNull();
    assertThat(ProcessFacts.of(process.resolve("gone")).name()).isEmpty();
  }

  @Test
  void the_port_range_is_the_kernels_or_the_default(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("range");
    Files.writeString(file, "1024\t65535\n");
    assertThat(PortRange.read(file)).isEqualTo(new PortRange(1024, 65535, true));
    Files.writeString(file, "nonsense");
    assertThat(PortRange.read(file)).isEqualTo(PortRange.DEFAULT);
    assertThat(PortRange.read(folder.resolve("absent")).known()).isFalse();
  }

  @Test
  @EnabledIf("tellsItsPortRange")
  void this_machines_port_range_is_read_as_a_whole() {
    assertThat(PortRange.ofThisMachine().known()).isTrue();
  }

  static boolean tellsItsPortRange() {
    return Files.isReadable(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
  }
}
