package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.connection.Finding.Kind;
import tcplab.connection.Finding.Severity;
import tcplab.tcp.Flags;

class FindingsTest {
  private static List<Kind> kinds(Connections connections) {
    return Findings.of(connections, 3).all().stream().map(Finding::kind).toList();
  }

  private static Dialogue closed(Dialogue dialogue) {
    return dialogue.client().fin().server().ack().fin().client().ack();
  }

  @Test
  void an_orderly_connection_gives_none() {
    Dialogue orderly = new Dialogue().handshake().client().data(100).server().ack();
    assertThat(kinds(closed(orderly).connections())).isEmpty();
  }

  @Test
  void a_syn_without_an_answer_is_told_with_its_repeats() {
    Findings findings =
        Findings.of(
            new Dialogue().syn().after(1000).repeat(0).after(2000).repeat(0).connections(), 3);

    assertThat(findings.all()).extracting(Finding::kind).containsExactly(Kind.UNANSWERED);
    Finding.Example example = findings.all().get(0).examples().get(0);
    assertThat(example.text()).contains("10.0.0.1:40000 → 10.0.0.2:80", "3 SYNs in 3.00 s");
    assertThat(example.packets()).containsExactly(1, 2, 3);
    assertThat(findings.worst()).containsExactly(0);
  }

  @Test
  void a_rst_for_a_syn_is_a_refusal_and_a_rst_later_an_abort() {
    assertThat(kinds(new Dialogue().syn().server().say(Flags.RST | Flags.ACK, 0).connections()))
        .containsExactly(Kind.REFUSED);
    assertThat(kinds(new Dialogue().handshake().client().data(10).server().rst().connections()))
        .containsExactly(Kind.ABORTED);
  }

  @Test
  void a_receiver_without_room_and_an_end_that_does_not_close_are_told() {
    Dialogue full = new Dialogue().handshake().client().data(100).server().window(0).ack();
    assertThat(kinds(closed(full.window(1000).ack()).connections()))
        .containsExactly(Kind.ZERO_WINDOW);

    Dialogue waiting = new Dialogue().handshake().client().fin().server().ack();
    assertThat(kinds(waiting.connections())).containsExactly(Kind.HALF_CLOSED);
  }

  @Test
  void a_thousand_of_a_kind_are_one_finding_with_a_count_and_the_worst_as_examples() {
    Dialogue many = new Dialogue();
    for (int i = 0; i < 1000; i++) {
      many.port(10_000 + i).again(i * 1000 + 7, i * 1000 + 9).client().syn();
      if (i == 500) {
        many.after(1000).repeat(0).after(10);
      }
    }
    Findings findings = Findings.of(many.connections(), 20);

    assertThat(findings.all()).hasSize(1);
    assertThat(findings.all().get(0).connections()).isEqualTo(1000);
    assertThat(findings.all().get(0).examples()).hasSize(Findings.EXAMPLES);
    assertThat(findings.all().get(0).examples().get(0).connection()).isEqualTo(500);
    assertThat(findings.worst()).hasSize(20).startsWith(500);
  }

  @Test
  void failures_stand_before_delays_and_what_concerns_the_capture_comes_last() {
    Dialogue mixed =
        new Dialogue().handshake().client().data(100).server().window(0).ack().window(9).ack();
    closed(mixed).port(40001).again(77_000, 99_000).client().syn();
    mixed.port(40002).again(177_000, 199_000).client().data(10).server().ack();

    assertThat(Findings.of(mixed.connections(), 3).all())
        .extracting(finding -> finding.kind().severity())
        .containsExactly(Severity.FAILURE, Severity.DELAY, Severity.CAPTURE);
  }
}
