package tcplab.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tcplab.tcp.Outcome.Notice;

class StateMachineTest {
  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Segment text(StateMachine machine, int beyond, String text) {
    Segment bare = Dialogue.peers(machine, Flags.ACK);
    return Segment.of(bare.seq() + beyond, bare.ack(), bare.flags(), bare.window())
        .withText(octets(text));
  }

  private static Segment only(Outcome outcome) {
    assertThat(outcome.sent()).hasSize(1);
    return outcome.sent().get(0);
  }

  @Test
  void a_closed_end_answers_everything_but_a_rst_with_a_rst() {
    StateMachine machine = Dialogue.closed();
    Segment reset = only(machine.arrive(Segment.of(7, 99, Flags.ACK, 0)));
    assertThat(Flags.text(reset.flags())).isEqualTo("R");
    assertThat(reset.seq()).isEqualTo(99);
    Segment answer = only(machine.arrive(Segment.of(7, 0, Flags.SYN, 0)));
    assertThat(Flags.text(answer.flags())).isEqualTo("R.");
    assertThat(answer.ack()).isEqualTo(8);
    assertThat(machine.arrive(Segment.of(7, 0, Flags.RST, 0)).sent()).isEmpty();
  }

  @Test
  void a_listener_resets_an_ack_and_ignores_a_rst() {
    StateMachine machine = Dialogue.in(State.LISTEN);
    assertThat(only(machine.arrive(Segment.of(7, 99, Flags.ACK, 0))).seq()).isEqualTo(99);
    assertThat(machine.arrive(Segment.of(7, 0, Flags.RST, 0)).sent()).isEmpty();
    assertThat(machine.state()).isEqualTo(State.LISTEN);
  }

  @Test
  void an_old_duplicate_syn_is_reset_as_in_figure_8_of_the_rfc() {
    StateMachine client = Dialogue.in(State.SYN_SENT);
    StateMachine server = Dialogue.in(State.LISTEN);
    Outcome fooled = server.arrive(Segment.of(90, 0, Flags.SYN, 100));
    Outcome reset = client.arrive(only(fooled));
    assertThat(Flags.text(only(reset).flags())).isEqualTo("R");
    server.arrive(only(reset));
    assertThat(server.state()).isEqualTo(State.LISTEN);
    assertThat(client.state()).isEqualTo(State.SYN_SENT);
  }

  @Test
  void a_wrong_ack_of_the_syn_is_reset_and_leaves_syn_sent_as_it_is() {
    StateMachine machine = Dialogue.in(State.SYN_SENT);
    Segment wrong = Segment.of(Dialogue.IRS, 77, Flags.SYN | Flags.ACK, 100);
    assertThat(only(machine.arrive(wrong)).seq()).isEqualTo(77);
    assertThat(machine.state()).isEqualTo(State.SYN_SENT);
    Outcome refused = machine.arrive(Segment.of(0, Dialogue.ISS + 1, Flags.RST | Flags.ACK, 0));
    assertThat(refused.says(Notice.REFUSED)).isTrue();
  }

  @Test
  void text_beyond_a_hole_is_kept_and_delivered_in_order() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    Segment first = text(machine, 0, "abc");
    Segment third = text(machine, 6, "ghi");
    Segment second = text(machine, 3, "def");
    assertThat(only(machine.arrive(third)).ack()).isEqualTo(first.seq());
    assertThat(machine.available()).isZero();
    machine.arrive(first);
    assertThat(only(machine.arrive(second)).ack()).isEqualTo(third.end());
    assertThat(machine.receive(100)).isEqualTo(octets("abcdefghi"));
  }

  @Test
  void in_whatever_pieces_and_order_text_comes_it_is_delivered_once() {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 300; run++) {
      int start = random.nextInt();
      byte[] all = new byte[random.nextInt(1, 400)];
      random.nextBytes(all);
      ReceiveQueue queue = new ReceiveQueue(true);
      int next = start;
      while (next != start + all.length) {
        int from = random.nextInt(all.length);
        int to = random.nextInt(from, Math.min(all.length, from + 60)) + 1;
        next = queue.take(next, start + from, java.util.Arrays.copyOfRange(all, from, to));
      }
      assertThat(queue.receive(1000)).isEqualTo(all);
      assertThat(queue.hasHole()).isFalse();
    }
  }

  @Test
  void a_fin_beyond_a_hole_waits_for_the_text_before_it() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    Segment text = text(machine, 0, "abc");
    Segment fin = Segment.of(text.end(), text.ack(), Flags.FIN | Flags.ACK, 100);
    machine.arrive(fin);
    assertThat(machine.state()).isEqualTo(State.ESTABLISHED);
    Outcome outcome = machine.arrive(text);
    assertThat(machine.state()).isEqualTo(State.CLOSE_WAIT);
    assertThat(outcome.place()).isEqualTo("RFC 9293 §3.10.7.4 eighth, check the FIN bit");
    assertThat(only(outcome).ack()).isEqualTo(fin.end());
  }

  @Test
  void a_segment_outside_the_window_is_answered_with_an_ack_and_dropped() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    Outcome outcome = machine.arrive(text(machine, 100_000, "late"));
    assertThat(outcome.place()).isEqualTo("RFC 9293 §3.10.7.4 first, check the sequence number");
    assertThat(Flags.text(only(outcome).flags())).isEqualTo(".");
  }

  @Test
  void a_rst_counts_only_at_rcv_nxt_and_is_challenged_elsewhere_in_the_window() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    int next = machine.status().rcvNxt();
    Outcome challenged = machine.arrive(Segment.of(next + 10, 0, Flags.RST, 0));
    assertThat(Flags.text(only(challenged).flags())).isEqualTo(".");
    assertThat(machine.arrive(Segment.of(next + 100_000, 0, Flags.RST, 0)).sent()).isEmpty();
    assertThat(machine.state()).isEqualTo(State.ESTABLISHED);
    assertThat(machine.arrive(Segment.of(next, 0, Flags.RST, 0)).says(Notice.RESET)).isTrue();
    assertThat(machine.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_syn_within_the_window_is_challenged() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    Outcome outcome = machine.arrive(Dialogue.peers(machine, Flags.SYN));
    assertThat(Flags.text(only(outcome).flags())).isEqualTo(".");
    assertThat(machine.state()).isEqualTo(State.ESTABLISHED);
  }

  @Test
  void an_ack_of_what_was_never_sent_or_is_long_gone_is_challenged() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    StateMachine.Status status = machine.status();
    Segment ahead = Segment.of(status.rcvNxt(), status.sndNxt() + 1, Flags.ACK, 100);
    assertThat(only(machine.arrive(ahead)).ack()).isEqualTo(status.rcvNxt());
    Segment behind = Segment.of(status.rcvNxt(), status.sndNxt() - 100_000, Flags.ACK, 100);
    assertThat(machine.arrive(behind).sent()).hasSize(1);
    assertThat(machine.status().sndWnd()).isEqualTo(status.sndWnd());
  }

  @Test
  void time_wait_answers_a_repeated_fin_and_starts_its_timer_again() {
    StateMachine machine = Dialogue.in(State.TIME_WAIT);
    StateMachine.Status status = machine.status();
    Segment again = Segment.of(status.rcvNxt() - 1, status.sndNxt(), Flags.FIN | Flags.ACK, 100);
    Outcome outcome = machine.arrive(again);
    assertThat(outcome.says(Notice.TIME_WAIT)).isTrue();
    assertThat(only(outcome).ack()).isEqualTo(status.rcvNxt());
    assertThat(outcome.transitions()).isEmpty();
  }

  @Test
  void time_wait_ignores_a_rst_only_where_rfc_1337_is_followed() {
    Conduct careful = new Conduct(65535, 1460, -1, false, false, true, true, true);
    StateMachine machine = new StateMachine(careful, () -> Dialogue.ISS);
    machine.openActive();
    machine.arrive(Dialogue.synAck());
    machine.close();
    machine.arrive(Dialogue.peers(machine, Flags.ACK));
    machine.arrive(Dialogue.peers(machine, Flags.FIN | Flags.ACK));
    machine.arrive(Dialogue.peers(machine, Flags.RST));
    assertThat(machine.state()).isEqualTo(State.TIME_WAIT);
    StateMachine plain = Dialogue.in(State.TIME_WAIT);
    plain.arrive(Dialogue.peers(plain, Flags.RST));
    assertThat(plain.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void one_segment_can_take_fin_wait_1_through_fin_wait_2_to_time_wait() {
    StateMachine machine = Dialogue.in(State.FIN_WAIT_1);
    Outcome outcome = machine.arrive(Dialogue.peers(machine, Flags.FIN | Flags.ACK));
    assertThat(outcome.transitions())
        .extracting(Transition::to)
        .containsExactly(State.FIN_WAIT_2, State.TIME_WAIT);
  }

  @Test
  void the_retransmission_queue_holds_what_is_not_acknowledged() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    machine.send(octets("one"), false);
    machine.send(octets("two"), true);
    assertThat(only(machine.retransmissionTimeout()).text()).isEqualTo(octets("one"));
    StateMachine.Status status = machine.status();
    machine.arrive(Segment.of(status.rcvNxt(), status.sndUna() + 3, Flags.ACK, 50));
    assertThat(machine.unacknowledged()).extracting(Segment::text).containsExactly(octets("two"));
    assertThat(machine.status().sndWnd()).isEqualTo(50);
    assertThat(only(machine.retransmissionTimeout()).text()).isEqualTo(octets("two"));
  }

  @Test
  void window_scale_and_sack_are_used_only_when_both_offer_them() {
    Conduct able = new Conduct(1 << 20, 1460, 5, true, false, true, true, false);
    for (boolean both : List.of(true, false)) {
      StateMachine machine = new StateMachine(able, () -> Dialogue.ISS);
      Segment syn = only(machine.openActive());
      assertThat(syn.options().windowScale()).isEqualTo(5);
      assertThat(syn.window()).isEqualTo(65535);
      SegmentOptions offer = both ? SegmentOptions.offer(1000, 3, true) : SegmentOptions.NONE;
      Segment ack = only(machine.arrive(Dialogue.synAck().withOptions(offer)));
      assertThat(ack.window()).isEqualTo(both ? (1 << 20) >> 5 : 65535);
      assertThat(machine.status().sack()).isEqualTo(both);
      assertThat(machine.status().sndMss()).isEqualTo(both ? 1000 : 536);
      machine.arrive(Segment.of(Dialogue.IRS + 1, Dialogue.ISS + 1, Flags.ACK, 100));
      assertThat(machine.status().sndWnd()).isEqualTo(both ? 800 : 100);
    }
  }

  @Test
  void sack_reports_what_lies_beyond_the_hole_the_latest_first_and_repeats_before_all() {
    Conduct able = new Conduct(65535, 1460, -1, true, false, true, true, false);
    StateMachine machine = new StateMachine(able, () -> Dialogue.ISS);
    machine.openActive();
    machine.arrive(Dialogue.synAck().withOptions(SegmentOptions.offer(1460, -1, true)));
    int next = machine.status().rcvNxt();
    machine.arrive(text(machine, 10, "abcde"));
    Segment ack = only(machine.arrive(text(machine, 20, "fghij")));
    assertThat(ack.options().sack())
        .containsExactly(
            new SegmentOptions.Block(next + 20, next + 25),
            new SegmentOptions.Block(next + 10, next + 15));
    Segment again = only(machine.arrive(text(machine, 10, "abcde")));
    assertThat(again.options().sack().get(0))
        .isEqualTo(new SegmentOptions.Block(next + 10, next + 15));
    assertThat(again.options().sack()).hasSize(3);
  }

  @Test
  void urgent_data_is_announced_with_its_end() {
    StateMachine machine = Dialogue.in(State.ESTABLISHED);
    Segment plain = Dialogue.peers(machine, Flags.ACK | Flags.URG);
    Segment urgent =
        new Segment(
            plain.seq(), plain.ack(), plain.flags(), 100, 3, SegmentOptions.NONE, octets("now!"));
    assertThat(machine.arrive(urgent).says(Notice.URGENT)).isTrue();
    assertThat(machine.status().rcvUp()).isEqualTo(plain.seq() + 3);
    assertThat(machine.available()).isEqualTo(4);
  }

  @Test
  void user_calls_that_make_no_sense_are_refused_in_the_rfcs_words() {
    assertThatThrownBy(() -> Dialogue.closed().close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("error: connection does not exist (RFC 9293 §3.10.4)");
    assertThatThrownBy(() -> Dialogue.in(State.ESTABLISHED).openActive())
        .hasMessage("error: connection already exists (RFC 9293 §3.10.1)");
    assertThatThrownBy(() -> Dialogue.in(State.FIN_WAIT_1).send(octets("x"), true))
        .hasMessage("error: connection closing (RFC 9293 §3.10.2)");
    assertThatThrownBy(() -> Dialogue.in(State.CLOSE_WAIT).receive(1))
        .hasMessage("error: connection closing (RFC 9293 §3.10.3)");
  }

  @Test
  void no_segment_whatever_breaks_the_machine() {
    SplittableRandom random = new SplittableRandom(11);
    for (int run = 0; run < 400; run++) {
      StateMachine machine = Dialogue.in(State.values()[run % State.values().length]);
      for (int i = 0; i < 40; i++) {
        StateMachine.Status status = machine.status();
        int seq = status.rcvNxt() + random.nextInt(-20, 200);
        int ack = status.sndUna() + random.nextInt(-20, 200);
        Segment segment = Segment.of(seq, ack, random.nextInt(512), random.nextInt(65536));
        Outcome outcome = machine.arrive(segment.withText(new byte[random.nextInt(50)]));
        assertThat(Transition.TABLE).containsAll(outcome.transitions());
        StateMachine.Status now = machine.status();
        if (machine.history().isEmpty() || outcome.transitions().isEmpty()) {
          assertThat(SequenceNumber.atOrBefore(status.sndUna(), now.sndUna())).isTrue();
          assertThat(SequenceNumber.atOrBefore(status.rcvNxt(), now.rcvNxt())).isTrue();
        }
        assertThat(SequenceNumber.atOrBefore(now.sndUna(), now.sndNxt())).isTrue();
      }
    }
  }
}
