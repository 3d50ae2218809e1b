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
    assertThat(kinds(waiting.connections())).as("the capture ended at once").isEmpty();
    waiting.after(2000).port(40001).again(77_000, 99_000).handshake();
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

  private static Finding.Example only(Kind kind, Dialogue dialogue) {
    List<Finding> all = Findings.of(dialogue.connections(), 3).all();
    assertThat(all).extracting(Finding::kind).containsExactly(kind);
    return all.get(0).examples().get(0);
  }

  @Test
  void one_syn_has_no_duration_and_many_refusals_are_counted() {
    assertThat(only(Kind.UNANSWERED, new Dialogue().syn()).text()).endsWith(": 1 SYN, no answer");
    Dialogue refused = new Dialogue().syn().server().say(Flags.RST | Flags.ACK, 0);
    assertThat(only(Kind.REFUSED, refused).text()).endsWith(": refused after 10.0 ms");
  }

  @Test
  void many_ports_tried_in_vain_are_one_scan_and_stand_first() {
    Dialogue scan = new Dialogue();
    for (int i = 0; i < Scans.MANY; i++) {
      scan.serverPort(1000 + i).again(i * 1000 + 7, i * 1000 + 9).syn();
    }
    List<Finding> all = Findings.of(scan.connections(), 3).all();
    assertThat(all).extracting(Finding::kind).containsExactly(Kind.SCAN, Kind.UNANSWERED);
    assertThat(all.get(0).connections()).isEqualTo(Scans.MANY);
    assertThat(all.get(0).examples()).hasSize(1);
    assertThat(all.get(0).examples().get(0).text())
        .isEqualTo("10.0.0.1 tried 20 ports of 10.0.0.2, in 20 attempts; none of them opened");

    Dialogue few = new Dialogue();
    for (int i = 0; i < 2 * Scans.MANY; i++) {
      few.serverPort(1000 + i % (Scans.MANY - 1)).again(i * 1000 + 7, i * 1000 + 9).syn();
      few.port(40_001 + i);
    }
    assertThat(kinds(few.connections())).as("fewer ports").containsExactly(Kind.UNANSWERED);
  }

  @Test
  void an_answer_that_the_server_owes_is_told_and_one_that_the_network_delays_is_not() {
    Dialogue slow = new Dialogue().handshake().client().data(100).server().ack();
    Finding.Example example =
        only(Kind.SLOW_ANSWER, closed(slow.after(700).data(50).client().ack()));
    assertThat(example.text())
        .endsWith("the server had the request, and began to answer 700.0 ms later");
    assertThat(example.packets()).containsExactly(4, 5, 6);

    Dialogue soon = new Dialogue().handshake().client().data(100).server().ack();
    assertThat(kinds(closed(soon.after(400).data(50).client().ack()).connections())).isEmpty();
    Dialogue late = new Dialogue().handshake().client().data(100).server();
    assertThat(kinds(closed(late.after(700).ack().data(50).client().ack()).connections()))
        .doesNotContain(Kind.SLOW_ANSWER);
  }

  @Test
  void a_way_on_which_even_the_quickest_answer_is_slow_is_told() {
    Dialogue far = new Dialogue().syn().server().after(600).options(1460, 7, true).synAck().ack();
    Dialogue talk = far.client().data(100).server().after(650).data(50).client().ack();
    assertThat(only(Kind.SLOW_WAY, talk).text())
        .endsWith("answers to the client took 600.0 ms to 650.0 ms");
  }

  @Test
  void an_acknowledgement_that_a_receiver_keeps_back_is_no_queue() {
    Dialogue delayed = new Dialogue().syn().synAck().ack().client().data(100);
    assertThat(kinds(closed(delayed.server().after(200).ack()).connections())).isEmpty();

    Dialogue queued = new Dialogue().syn().synAck().ack().client().data(100);
    Finding.Example example = only(Kind.QUEUEING, closed(queued.server().after(450).ack()));
    assertThat(example.text()).contains("10.0 ms to 450.0 ms");
    assertThat(example.packets()).containsExactly(4, 5);
  }

  @Test
  void duplicate_acks_without_a_repeat_report_a_gap_unless_there_was_nothing_to_miss() {
    Dialogue gap = new Dialogue().handshake().server().data(100).client().ack();
    gap.server().data(100).unseen();
    for (int later = 1; later <= 3; later++) {
      gap.server().data(100).client().received(-100 * (later + 1)).ack();
    }
    assertThat(kinds(gap.connections())).containsExactly(Kind.GAPS);

    Dialogue probes = new Dialogue().handshake().client();
    for (int i = 0; i < 4; i++) {
      probes.ack();
    }
    assertThat(kinds(probes.connections())).isEmpty();
  }

  @Test
  void repeats_that_another_finding_tells_of_are_not_told_again() {
    Dialogue silent = new Dialogue().handshake().client().data(100);
    for (int i = 0; i < 5; i++) {
      silent.after(1000 << i).repeat(0);
    }
    Findings findings = Findings.of(silent.connections(), 3);
    assertThat(findings.all())
        .extracting(Finding::kind)
        .containsExactly(Kind.PEER_GONE, Kind.TIMEOUTS);
    assertThat(findings.all().get(0).examples().get(0).text())
        .contains("the server did not answer the last 7 segments, in 31.0");
    assertThat(findings.all().get(1).examples().get(0).text())
        .contains("repeats by the timer, after");
  }

  @Test
  void durations_are_written_in_the_unit_that_a_reader_takes_in() {
    assertThat(Findings.duration(999_000)).isEqualTo("999 µs");
    assertThat(Findings.duration(12_340_000)).isEqualTo("12.3 ms");
    assertThat(Findings.duration(61_234_000_000L)).isEqualTo("61.23 s");
    assertThat(Findings.duration(1_800_000_000_000L)).isEqualTo("30.0 min");
    assertThat(Findings.duration(36_000_000_000_000L)).isEqualTo("10.0 h");
    assertThat(Findings.duration(864_000_000_000_000L)).isEqualTo("10.0 days");
  }
}
