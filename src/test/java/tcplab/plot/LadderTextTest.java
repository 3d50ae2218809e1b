package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.connection.Connections;
import tcplab.plot.Ladder.Diagram;
import tcplab.plot.Ladder.Entry;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;
import tcplab.tcp.State;

class LadderTextTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static List<String> lines(String file, int most, int width) throws CaptureException {
    Connections connections = Connections.of(CaptureFile.read(DATA.resolve(file)));
    return Ladder.text(connections, 0, most, width).lines().toList();
  }

  private static String lineOf(List<String> lines, int packet) {
    return lines.stream()
        .filter(line -> line.strip().startsWith(packet + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_segment_is_a_line_with_both_ends_states_at_its_sides() throws CaptureException {
    List<String> lines = lines("handshake_close.client.pcap", 60, 120);

    assertThat(lines.get(0)).isEqualTo("Connection 0: 172.18.0.5:58510 → 172.18.0.3:3306");
    assertThat(lineOf(lines, 1)).containsPattern("0\\.000000 +SYN_SENT +── \\[S] seq 0 .*▶$");
    assertThat(lineOf(lines, 2))
        .containsPattern("0\\.025473 +ESTABLISHED +◀─+ \\[S\\.] seq 0 ack 1 .* ── +SYN_RECEIVED$");
    assertThat(lineOf(lines, 10)).contains("TIME_WAIT").endsWith("LAST_ACK");
    assertThat(lineOf(lines, 11)).endsWith("CLOSED?");
    assertThat(lines).contains("? presumed: no packet shows that the end went there");
  }

  @ParameterizedTest
  @ValueSource(ints = {71, 80, 100, 132, 200})
  void lines_fit_the_terminal(int width) throws CaptureException {
    for (String file : List.of("losses.client.pcap", "syn_lost.server.pcap", "ipv6.client.pcap")) {
      assertThat(lines(file, 60, width)).allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void what_is_repeated_says_so_on_a_line_of_its_own() throws CaptureException {
    List<String> lines = lines("last_ack_lost.client.pcap", 60, 120);

    assertThat(lines.get(lines.indexOf(lineOf(lines, 12)) + 1).strip())
        .isEqualTo("spurious retransmission");
  }

  @Test
  void an_icmp_error_comes_from_the_way_and_says_from_whom() throws CaptureException {
    List<String> lines = lines("prohibited.client.pcap", 60, 120);

    assertThat(lineOf(lines, 2))
        .containsPattern("CLOSED\\? +◀─+ ICMP: communication prohibited ─◇$");
    assertThat(lines.get(lines.indexOf(lineOf(lines, 2)) + 1).strip())
        .isEqualTo("from 172.18.0.254, about seq 0");
    assertThat(lineOf(lines("path_mtu.client.pcap", 60, 120), 18)).contains("too long (MTU 1200)");
  }

  @Test
  void of_a_long_connection_what_is_left_out_is_counted() throws CaptureException {
    List<String> lines = lines("losses.client.pcap", 20, 120);

    long shown = lines.stream().filter(line -> line.matches(" *[0-9]+ .*")).count();
    long left =
        lines.stream()
            .filter(line -> line.contains("not shown"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum();
    assertThat(shown).isEqualTo(20);
    assertThat(shown + left).isEqualTo(577);
  }

  @Test
  void a_lost_segment_ends_in_a_cross_and_two_states_at_once_stand_below_each_other() {
    Step lost =
        new Step(
            OptionalLong.of(1_000), OptionalLong.empty(), true, "[S] seq 0", "", Set.of(Mark.LOST));
    Entry first = new Entry(1_000, true, State.SYN_SENT, OptionalInt.of(0), false);
    Entry second = new Entry(1_000, true, State.CLOSED, OptionalInt.of(0), true);
    Diagram diagram =
        new Diagram("t", "a:1", "b:2", List.of(lost), List.of(first, second), List.of(), 3, true);

    List<String> lines = LadderText.of(diagram, 100).lines().toList();

    assertThat(lines).anyMatch(line -> line.contains("SYN_SENT") && line.endsWith("╌─✗"));
    assertThat(lines).anyMatch(line -> line.contains("CLOSED?") && line.endsWith("lost"));
    assertThat(lines).anyMatch(line -> line.endsWith("3 segments not shown"));
  }

  @Test
  void names_cannot_act_on_the_terminal() {
    Diagram diagram =
        new Diagram("\u001b[2J\u202ename", "a", "b", List.of(), List.of(), List.of(), 0, false);

    assertThat(LadderText.of(diagram, 80)).doesNotContain("\u001b", "\u202e").contains("name");
  }
}
