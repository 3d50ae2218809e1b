package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each sign, just above its threshold and just below. */
class WarningsTest {
  private static final String LISTENER = "LISTEN 0 128 0.0.0.0:80 0.0.0.0:*\n";

  private static List<Warning> warnings(String rows) {
    return warnings(rows, PortRange.DEFAULT);
  }

  private static List<Warning> warnings(String rows, PortRange range) {
    try {
      return Warnings.of(SocketText.parse(LISTENER + rows), range);
    } catch (SocketTextException e) {
      throw new AssertionError(e);
    }
  }

  private static String rows(int count, String row) {
    return IntStream.range(0, count)
        .mapToObj(i -> row.formatted(20_000 + i))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static void isOnly(List<Warning> warnings, Warning.Sign sign, int rows) {
    assertThat(warnings).extracting(Warning::sign).containsExactly(sign);
    assertThat(warnings.get(0).rows().size()).isEqualTo(rows);
    assertThat(warnings.get(0).sign().explanation()).isNotBlank();
  }

  @Test
  void a_healthy_machine_shows_no_sign() {
    assertThat(warnings(rows(500, "ESTAB 0 0 10.0.0.1:80 10.0.0.2:%d"))).isEmpty();
  }

  @Test
  void many_close_wait_of_one_process_are_a_leak() {
    String row = "CLOSE-WAIT 1 0 10.0.0.1:80 10.0.0.2:%d users:((\"app\",pid=7,fd=3))";
    List<Warning> found = warnings(rows(Warnings.CLOSE_WAITS, row));
    isOnly(found, Warning.Sign.CLOSE_WAIT_LEAK, Warnings.CLOSE_WAITS);
    assertThat(found.get(0).subject()).isEqualTo("app (pid 7)");
    assertThat(warnings(rows(Warnings.CLOSE_WAITS - 1, row))).isEmpty();
  }

  @Test
  void half_open_connections_pile_up() {
    String row = "SYN-RECV 0 0 10.0.0.1:80 10.0.0.2:%d";
    isOnly(
        warnings(rows(Warnings.HALF_OPEN, row)),
        Warning.Sign.SYN_RECEIVED_PILING_UP,
        Warnings.HALF_OPEN);
    assertThat(warnings(rows(Warnings.HALF_OPEN - 1, row))).isEmpty();
  }

  @Test
  void an_accept_queue_is_full() {
    isOnly(warnings("LISTEN 129 128 0.0.0.0:81 0.0.0.0:*"), Warning.Sign.ACCEPT_QUEUE_FULL, 1);
    assertThat(warnings("LISTEN 129 128 0.0.0.0:81 0.0.0.0:*").get(0).finding()).endsWith("full");
    assertThat(warnings("LISTEN 90 128 0.0.0.0:81 0.0.0.0:*")).isEmpty();
  }

  @Test
  void a_segment_is_repeated() {
    isOnly(
        warnings("ESTAB 0 9 10.0.0.1:80 10.0.0.2:1 timer:(on,3sec,4)"),
        Warning.Sign.RETRANSMITTING,
        1);
    assertThat(warnings("ESTAB 0 9 10.0.0.1:80 10.0.0.2:1 timer:(on,200ms,0)")).isEmpty();
  }

  @Test
  void a_closed_window_is_the_peers_fault() {
    isOnly(
        warnings("ESTAB 0 9000 10.0.0.1:80 10.0.0.2:1 timer:(persist,3sec,2)"),
        Warning.Sign.ZERO_WINDOW,
        1);
  }

  @Test
  void unread_data_is_this_ends_fault() {
    isOnly(warnings("ESTAB 70000 0 10.0.0.1:80 10.0.0.2:1"), Warning.Sign.NOT_READING, 1);
    assertThat(warnings("ESTAB 6000 0 10.0.0.1:80 10.0.0.2:1")).isEmpty();
  }

  @Test
  void syns_stay_without_answer() {
    isOnly(
        warnings(rows(Warnings.UNANSWERED, "SYN-SENT 0 1 10.0.0.1:%d 10.9.9.9:443")),
        Warning.Sign.NO_ANSWER,
        Warnings.UNANSWERED);
    assertThat(warnings("SYN-SENT 0 1 10.0.0.1:5 10.9.9.9:443")).isEmpty();
  }

  @Test
  void local_ports_run_out_for_one_destination() {
    PortRange range = new PortRange(20_000, 20_099, true);
    String row = "TIME-WAIT 0 0 10.0.0.1:%d 10.9.9.9:443";
    List<Warning> found = warnings(rows(75, row), range);
    isOnly(found, Warning.Sign.PORTS_RUNNING_OUT, 75);
    assertThat(found.get(0).finding()).contains("75 of 100").contains("TIME_WAIT");
    assertThat(warnings(rows(74, row), range)).isEmpty();
  }

  @Test
  void lossy_connections_are_found_by_tcp_info() {
    Rows rows = new Rows();
    int row = rows.add();
    rows.state(row, tcplab.tcp.State.ESTABLISHED);
    rows.set(row, TextField.REMOTE, "10.0.0.2");
    rows.set(row, Field.SEGMENTS_OUT, 200);
    rows.set(row, Field.RETRANSMITS_TOTAL, 11);
    Snapshot sockets =
        new Snapshot(
            rows,
            Snapshot.Origin.of(
                Source.NETLINK,
                java.util.OptionalLong.empty(),
                java.util.Optional.empty(),
                List.of()));
    isOnly(Warnings.of(sockets, PortRange.DEFAULT), Warning.Sign.LOSSY, 1);
  }
}
