package tcplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** What a reader types. */
class SocketsTest {
  private static final String TEXT =
      """
      LISTEN 0 128 0.0.0.0:3306 0.0.0.0:* users:(("mysqld",pid=812,fd=20))
      ESTAB 0 0 10.8.152.162:3306 10.8.2.30:52814 users:(("mysqld",pid=812,fd=31))
      ESTAB 0 0 10.8.152.162:33060 10.8.2.30:13306
      TIME-WAIT 0 0 10.8.152.162:3306 10.8.2.31:40000
      """;

  private static Sockets sockets() throws Exception {
    return Sockets.parse(TEXT);
  }

  @Test
  void grep_finds_what_port_does_not() throws Exception {
    assertThat(sockets().grep("3306").size()).isEqualTo(4);
    assertThat(sockets().port(3306).size()).isEqualTo(3);
    assertThat(sockets().grep(":3306 .*ESTABLISHED").size()).isEqualTo(1);
    assertThat(sockets().grep("812/mysqld").size()).isEqualTo(2);
    assertThat(sockets().filter("state established dport = :13306").size()).isEqualTo(1);
  }

  @Test
  void groups_and_listeners_are_tables() throws Exception {
    Table remote = sockets().byRemote();
    assertThat(remote.columnNames())
        .containsExactly("remote", "sockets", "established", "time_wait");
    assertThat(remote.stringColumn("remote").get(0)).isEqualTo("10.8.2.30");
    Table process = sockets().byProcess();
    assertThat(process.rowCount()).isEqualTo(2);
    Table listeners = sockets().listeners();
    assertThat(listeners.rowCount()).isEqualTo(1);
    assertThat(listeners.intColumn("backlog").get(0)).isEqualTo(128);
    assertThat(listeners.intColumn("connections").get(0)).isEqualTo(2);
    assertThat(sockets().warnings().size()).isZero();
    assertThat(sockets().warnings().toString()).isEqualTo("no warning signs");
  }

  @Test
  void two_snapshots_have_a_difference() throws Exception {
    Sockets later =
        Sockets.parse(
            TEXT.replace("ESTAB 0 0 10.8.152.162:3306 ", "CLOSE-WAIT 1 0 10.8.152.162:3306 "));
    SocketChanges changes = Sockets.diff(sockets(), later);
    assertThat(changes.table().rowCount()).isEqualTo(1);
    assertThat(changes.table().stringColumn("state_after").get(0)).isEqualTo("CLOSE_WAIT");
    assertThat(changes.toString()).contains("1 in another state");
  }

  @Test
  void watching_for_a_while_gives_a_history() throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp (Linux)");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      SocketHistory history = Sockets.watch("20ms", "3s");
      assertThat(history.table().rowCount()).isGreaterThan(1);
      assertThat(history.timelines().intColumn("local_port").asList())
          .contains(server.getLocalPort());
      assertThat(history.dwellTimes().rowCount()).isEqualTo(11);
      assertThat(history.picture().svg()).contains("LISTEN");
      assertThat(history.notes()).isEmpty();
    }
  }

  @Test
  void a_history_can_be_recorded_to_a_file(@TempDir Path folder) throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp (Linux)");
    String file = folder.resolve("sockets.tsv").toString();
    int readings = SocketHistory.record(file, "20ms", "1s").table().rowCount();
    assertThat(SocketHistory.read(file).table().rowCount()).isEqualTo(readings);
  }

  @Test
  void captured_connections_are_joined_with_sockets() throws Exception {
    Capture capture =
        Capture.parse(
            """
            1700000000.000001 IP 10.8.2.30.52814 > 10.8.152.162.3306: Flags [S], seq 1, win 64240, options [mss 1460], length 0
            1700000000.000101 IP 10.8.152.162.3306 > 10.8.2.30.52814: Flags [S.], seq 100, ack 2, win 64240, options [mss 1460], length 0
            1700000000.000201 IP 10.8.2.30.52814 > 10.8.152.162.3306: Flags [.], ack 101, win 502, length 0
            1700000000.000301 IP 10.8.2.31.40000 > 10.8.152.162.3306: Flags [S], seq 1, win 64240, options [mss 1460], length 0
            1700000000.000401 IP 10.8.2.99.40000 > 10.8.152.162.3306: Flags [S], seq 1, win 64240, options [mss 1460], length 0
            """);
    Table joined = Lab.join(sockets(), capture);
    assertThat(joined.rowCount()).isEqualTo(3);
    assertThat(joined.stringColumn("process").get(0)).isEqualTo("mysqld");
    assertThat(joined.stringColumn("side").get(0)).isEqualTo("server");
    assertThat(joined.stringColumn("state_kernel").get(0)).isEqualTo("ESTABLISHED");
    assertThat(joined.booleanColumn("differ").get(0)).isFalse();
    assertThat(joined.stringColumn("why").isMissing(0)).isTrue();
    assertThat(joined.booleanColumn("differ").get(1)).isTrue();
    assertThat(joined.stringColumn("why").get(1)).isNotBlank();
    assertThat(joined.stringColumn("why").get(2)).contains("no socket here");
  }

  @Test
  void counters_are_a_table_and_their_difference_too() throws Exception {
    KernelCounters before = KernelCounters.parse("Tcp: ActiveOpens InSegs\nTcp: 5 7\n");
    KernelCounters after = KernelCounters.parse("Tcp: ActiveOpens InSegs\nTcp: 6 7\n");
    assertThat(before.table().rowCount()).isEqualTo(2);
    Table since = before.to(after);
    assertThat(since.rowCount()).isEqualTo(1);
    assertThat(since.longColumn("delta").get(0)).isEqualTo(1);
    assertThat(since.stringColumn("meaning").get(0)).contains("SYN");
  }

  @Test
  void details_are_asked_for() throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp (Linux)");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort())) {
      Sockets all = Sockets.everything().port(server.getLocalPort());
      assertThat(all.table().columnNames()).contains("command", "cwnd");
      assertThat(all.pid((int) ProcessHandle.current().pid()).size()).isPositive();
      assertThat(Sockets.snapshot(Detail.VERIFY).port(client.getLocalPort()).size()).isEqualTo(2);
      assertThat(Sockets.udp().columnNames()).contains("drops");
      assertThat(Sockets.unix().columnNames()).contains("path");
      assertThat(Sockets.namespaces().rowCount()).isPositive();
      assertThat(Sockets.ofProcess(ProcessHandle.current().pid()).size()).isPositive();
    }
  }

  @Test
  void time_spans_are_read_as_people_write_them() {
    assertThat(TimeSpan.parse("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(TimeSpan.parse("0.5s")).isEqualTo(Duration.ofMillis(500));
    assertThat(TimeSpan.parse("2")).isEqualTo(Duration.ofSeconds(2));
    assertThat(TimeSpan.parse("PT1M")).isEqualTo(Duration.ofMinutes(1));
    assertThatThrownBy(() -> TimeSpan.parse("soon")).hasMessageContaining("soon");
  }
}
