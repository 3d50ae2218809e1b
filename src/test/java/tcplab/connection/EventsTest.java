package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tcplab.connection.Event.CAPTURE_DUPLICATE;
import static tcplab.connection.Event.DUPLICATE_ACK;
import static tcplab.connection.Event.FAST_RETRANSMISSION;
import static tcplab.connection.Event.KEEP_ALIVE;
import static tcplab.connection.Event.KEEP_ALIVE_ACK;
import static tcplab.connection.Event.LOST_SEGMENT;
import static tcplab.connection.Event.NETWORK_DUPLICATE;
import static tcplab.connection.Event.OUT_OF_ORDER;
import static tcplab.connection.Event.PORT_REUSE;
import static tcplab.connection.Event.RETRANSMISSION;
import static tcplab.connection.Event.RTO_RETRANSMISSION;
import static tcplab.connection.Event.SPURIOUS_RETRANSMISSION;
import static tcplab.connection.Event.SYN_RETRANSMISSION;
import static tcplab.connection.Event.TAIL_LOSS_PROBE;
import static tcplab.connection.Event.WINDOW_FULL;
import static tcplab.connection.Event.WINDOW_UPDATE;
import static tcplab.connection.Event.ZERO_WINDOW;
import static tcplab.connection.Event.ZERO_WINDOW_PROBE;
import static tcplab.connection.Event.ZERO_WINDOW_PROBE_ACK;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventsTest {
  /** The events of the last packet. */
  private static Set<Event> last(Dialogue dialogue) {
    return of(dialogue, dialogue.size() - 1);
  }

  private static Set<Event> of(Dialogue dialogue, int row) {
    return Event.of(dialogue.connections().events(row));
  }

  private static Dialogue established() {
    return new Dialogue().handshake();
  }

  @Test
  void an_ordinary_exchange_has_no_events() {
    Dialogue dialogue = established().client().data(10).server().ack().data(20).client().ack();
    for (int row = 0; row < dialogue.size(); row++) {
      assertThat(of(dialogue, row)).as("row %d", row).isEmpty();
    }
  }

  @Test
  void a_syn_again_is_a_syn_retransmission() {
    assertThat(last(new Dialogue().syn().lost().after(1000).repeat(0)))
        .containsExactly(RETRANSMISSION, SYN_RETRANSMISSION);
  }

  @Test
  void silence_makes_the_timer_run_out() {
    Dialogue dialogue = established().client().data(10).lost().data(10).lost();
    assertThat(last(dialogue.after(300).repeat(1)))
        .containsExactly(RETRANSMISSION, RTO_RETRANSMISSION);
  }

  @Test
  void no_timer_probes_the_tail_at_once() {
    Dialogue dialogue = established().client().data(10).lost().after(0).repeat(0);
    assertThat(last(dialogue)).containsExactly(RETRANSMISSION);
    dialogue = established().client().data(10).lost().after(2).repeat(0);
    assertThat(last(dialogue)).containsExactly(RETRANSMISSION, TAIL_LOSS_PROBE);
  }

  @Test
  void the_tail_is_probed_first_and_then_the_timer_runs_out() {
    Dialogue dialogue = established().client().data(10).lost().after(250).repeat(0).lost();
    assertThat(last(dialogue)).containsExactly(RETRANSMISSION, TAIL_LOSS_PROBE);
    assertThat(last(dialogue.after(500).repeat(0)))
        .containsExactly(RETRANSMISSION, RTO_RETRANSMISSION);
  }

  @Test
  void two_duplicate_acks_make_a_fast_retransmission() {
    Dialogue dialogue = established().client().data(10).lost().data(10).data(10).data(10);
    dialogue.server().received(-40).ack().ack().ack();
    assertThat(last(dialogue)).containsExactly(DUPLICATE_ACK);
    assertThat(last(dialogue.after(1).repeat(6)))
        .containsExactly(RETRANSMISSION, FAST_RETRANSMISSION);
  }

  @Test
  void a_sack_within_the_initial_round_trip_makes_a_retransmission_and_no_reordering() {
    Dialogue dialogue = established().client().data(10).lost().after(1).data(10);
    dialogue.server().received(-20).after(1).sack(11, 21).ack();
    assertThat(last(dialogue.after(1).repeat(2)))
        .containsExactly(RETRANSMISSION, FAST_RETRANSMISSION);
  }

  @Test
  void a_repeat_of_what_was_acknowledged_is_spurious() {
    Dialogue dialogue = established().client().data(10).server().ack();
    assertThat(last(dialogue.after(300).repeat(1)))
        .containsExactly(RETRANSMISSION, SPURIOUS_RETRANSMISSION);
  }

  @Test
  void a_dsack_makes_an_earlier_repeat_spurious() {
    Dialogue dialogue = established().client().data(10).data(10).after(300).repeat(1);
    dialogue.server().sack(1, 11).ack();
    assertThat(of(dialogue, 5)).contains(RETRANSMISSION, SPURIOUS_RETRANSMISSION);
  }

  @Test
  void a_segment_that_was_overtaken_is_out_of_order_and_not_lost() {
    Dialogue dialogue = established().client().data(10).after(0.1).data(10).swapped();
    assertThat(of(dialogue, 3)).containsExactly(LOST_SEGMENT);
    assertThat(of(dialogue, 4)).containsExactly(OUT_OF_ORDER);
    assertThat(dialogue.connection().retransmissions(Side.CLIENT)).isZero();
    assertThat(dialogue.connection().outOfOrder(Side.CLIENT)).isEqualTo(1);
  }

  @Test
  void timestamps_tell_a_late_original_from_a_late_repeat() {
    Dialogue late =
        new Dialogue().withTimestamps().handshake().client().data(10).after(200).data(9);
    assertThat(last(late.swapped())).containsExactly(OUT_OF_ORDER);

    Dialogue repeated = new Dialogue().withTimestamps().handshake().client();
    repeated.data(10).unseen().lost().after(2).data(9).after(2).rewind(19).data(10);
    assertThat(last(repeated)).contains(RETRANSMISSION).doesNotContain(OUT_OF_ORDER);
  }

  @Test
  void the_same_packet_captured_twice_is_no_retransmission() {
    Dialogue dialogue = established().client().data(10).duplicate().server().ack();
    assertThat(of(dialogue, 4)).containsExactly(CAPTURE_DUPLICATE);
    Connection connection = dialogue.connection();
    assertThat(connection.retransmissions(Side.CLIENT)).isZero();
    assertThat(connection.bytes(Side.CLIENT)).isEqualTo(20);
    assertThat(connection.uniqueBytes(Side.CLIENT)).isEqualTo(10);
  }

  @Test
  void a_syn_ack_captured_twice_is_known_though_linux_gives_it_no_identification() {
    Dialogue dialogue = new Dialogue().syn().fromIpIdZero().synAck().duplicate().ack();
    assertThat(of(dialogue, 2)).containsExactly(CAPTURE_DUPLICATE);
    assertThat(dialogue.connection().handshakeVariant()).isEqualTo(Handshake.Variant.COMPLETE);
    assertThat(dialogue.connection().handshakeRttNs()).isPresent();
  }

  @Test
  void a_syn_ack_that_answers_another_syn_is_a_repeat_however_soon_it_comes() {
    // Linux: the timer repeats the SYN-ACK, and within a millisecond so does a repeated SYN.
    Dialogue dialogue = new Dialogue().withoutIpIds().syn().synAck().after(1000).repeat(0);
    dialogue.after(0.6).repeat(2).after(0.02).repeat(1).ack();
    assertThat(of(dialogue, 4)).contains(RETRANSMISSION).doesNotContain(CAPTURE_DUPLICATE);
    assertThat(dialogue.connection().retransmissions(Side.SERVER)).isEqualTo(2);
    assertThat(dialogue.connection().retransmissions(Side.CLIENT)).isEqualTo(1);
  }

  @Test
  void data_without_an_identification_captured_twice_at_once_are_no_retransmission() {
    Dialogue dialogue = new Dialogue().withoutIpIds().handshake().client().data(10);
    dialogue.after(0.001).copy(0).server().ack().after(0.001).copy(0).client().fin();
    dialogue.after(0.001).copy(0);
    assertThat(of(dialogue, 4)).containsExactly(CAPTURE_DUPLICATE);
    assertThat(of(dialogue, 6)).containsExactly(CAPTURE_DUPLICATE); // the capture copies, then
    assertThat(of(dialogue, 8)).containsExactly(CAPTURE_DUPLICATE);

    Dialogue later = new Dialogue().withoutIpIds().handshake().client().data(10);
    assertThat(of(later.after(1).copy(0), 4)).contains(RETRANSMISSION);
  }

  @Test
  void what_a_sender_may_repeat_at_once_is_no_copy_unless_the_capture_is_known_to_copy() {
    Dialogue dialogue = new Dialogue().withoutIpIds().handshake().client().data(10).server().ack();
    dialogue.after(0.001).copy(0).fin().after(0.001).copy(0);
    assertThat(of(dialogue, 5)).containsExactly(Event.DUPLICATE_ACK);
    assertThat(of(dialogue, 7)).contains(RETRANSMISSION);
  }

  @Test
  void a_syn_delivered_twice_is_told_by_the_second_answer() {
    Dialogue dialogue = new Dialogue().syn().fromIpIdZero().after(0.05).synAck();
    // The network's copy of the SYN comes after the answer, and is answered, too.
    dialogue.after(0.01).copy(1).after(0.01).copy(1).ack();
    assertThat(of(dialogue, 2)).containsExactly(NETWORK_DUPLICATE);
    assertThat(of(dialogue, 3)).contains(RETRANSMISSION).doesNotContain(CAPTURE_DUPLICATE);
    assertThat(dialogue.connection().explain(3).get(0).evidence()).containsExactly(4);
    assertThat(dialogue.connection().retransmissions(Side.CLIENT)).isZero();
    assertThat(dialogue.connection().retransmissions(Side.SERVER)).isEqualTo(1);
  }

  @Test
  void the_same_packet_delivered_twice_is_proved_by_a_dsack() {
    Dialogue dialogue = established().client().data(10).duplicate();
    dialogue.server().ack().sack(1, 11).ack();
    assertThat(of(dialogue, 4)).containsExactly(NETWORK_DUPLICATE);
    assertThat(dialogue.connection().explain(5).get(0).evidence()).containsExactly(7);
  }

  @Test
  void a_window_that_closes_is_no_update() {
    Dialogue dialogue = established().client().data(10).server().ack();
    assertThat(last(dialogue.window(0).ack())).containsExactly(ZERO_WINDOW);
  }

  @Test
  void a_closed_window_is_probed_and_opened() {
    Dialogue dialogue = established().client().data(10).server().window(0).ack();
    assertThat(last(dialogue)).containsExactly(ZERO_WINDOW);
    assertThat(last(dialogue.client().after(200).keepAlive())).containsExactly(ZERO_WINDOW_PROBE);
    assertThat(last(dialogue.server().ack())).containsExactly(ZERO_WINDOW, ZERO_WINDOW_PROBE_ACK);
    assertThat(last(dialogue.window(500).ack())).containsExactly(WINDOW_UPDATE);
    assertThat(dialogue.connection().zeroWindows(Side.SERVER)).isEqualTo(2);
    assertThat(dialogue.connection().retransmissions(Side.CLIENT)).isZero();
  }

  @Test
  void a_segment_that_uses_up_the_window_fills_it() {
    Dialogue dialogue = new Dialogue().syn().server().window(100).synAck().ack();
    assertThat(last(dialogue.client().data(99))).isEmpty();
    assertThat(last(dialogue.data(1))).containsExactly(WINDOW_FULL);
  }

  @Test
  void a_keep_alive_and_its_answer_are_no_retransmission() {
    Dialogue dialogue = established().client().data(10).server().ack();
    assertThat(last(dialogue.client().after(7_200_000).keepAlive())).containsExactly(KEEP_ALIVE);
    assertThat(last(dialogue.server().ack())).containsExactly(KEEP_ALIVE_ACK);
  }

  @Test
  void one_octet_again_that_was_not_acknowledged_is_no_keep_alive() {
    Dialogue dialogue = established().client().data(1).lost().after(300).repeat(0);
    assertThat(last(dialogue)).contains(RETRANSMISSION).doesNotContain(KEEP_ALIVE);
  }

  @Test
  void an_acknowledgement_of_what_nobody_saw_is_told_once_and_counted_as_capture_loss() {
    Dialogue dialogue = established().client().data(10).unseen().server().ack().client().data(5);
    assertThat(of(dialogue, 3)).containsExactly(Event.ACKED_UNSEEN);
    assertThat(last(dialogue.server().ack())).isEmpty();
    assertThat(dialogue.connection().captureLossBytes()).isEqualTo(10);
  }

  @Test
  void ports_used_again_are_an_event_of_the_new_connection() {
    Dialogue dialogue = established().client().rst().again(900_000, 700_000).syn();
    assertThat(last(dialogue)).containsExactly(PORT_REUSE);
    Connections connections = dialogue.connections();
    assertThat(connections.connection(1).explain(5))
        .extracting(Explanation::event, Explanation::evidence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(PORT_REUSE, List.of(4)));
  }

  @Test
  void every_event_can_be_explained_with_rule_reference_and_packets() {
    Dialogue dialogue = established().client().data(10).lost().after(300).repeat(0);
    Connection connection = dialogue.connection();

    List<Explanation> explanations = connection.explain(5);
    assertThat(explanations)
        .extracting(Explanation::event)
        .containsExactly(RETRANSMISSION, TAIL_LOSS_PROBE);
    Explanation probe = explanations.get(1);
    assertThat(probe.reference()).contains("RFC 8985");
    assertThat(probe.evidence()).contains(4);
    assertThat(probe.text()).startsWith("Packet 5 is a tail_loss_probe: ").contains("[2, 4]");
    assertThat(connection.explain(1)).isEmpty();
    assertThatThrownBy(() -> connection.explain(99))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("connection 0 has no packet 99; it runs from 1 to 5");
  }

  @Test
  void a_long_frame_counts_as_the_segments_it_stands_for() {
    Dialogue dialogue = established().client().data(4380).lost().after(300).repeat(0);
    assertThat(dialogue.connection().retransmissions(Side.CLIENT)).isEqualTo(3);
  }
}
