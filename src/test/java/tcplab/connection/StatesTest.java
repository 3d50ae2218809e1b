package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.tcp.Flags;
import tcplab.tcp.State;

class StatesTest {
  private static List<Basis> bases(Connection connection, Side side) {
    return connection.states(side).stream().map(StateEntry::basis).toList();
  }

  /** A capture on the client: its own answers take microseconds. */
  private static Dialogue atClient() {
    return new Dialogue().syn().after(30).synAck().after(0.05).ack();
  }

  @Test
  void what_the_near_end_receives_is_seen_and_what_the_far_end_receives_is_not() {
    Dialogue dialogue = atClient().client().data(10).after(30).server().ack();
    dialogue.client().fin().after(30).server().fin().after(0.05).client().ack();
    Connection connection = dialogue.connection();

    assertThat(connection.capturePoint()).isEqualTo(CapturePoint.CLIENT);
    assertThat(connection.stateNames(Side.CLIENT))
        .isEqualTo("SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT");
    assertThat(bases(connection, Side.CLIENT)).containsOnly(Basis.SEEN);
    assertThat(connection.stateNames(Side.SERVER))
        .isEqualTo("SYN_RECEIVED ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED");
    assertThat(bases(connection, Side.SERVER))
        .containsExactly(Basis.SEEN, Basis.INFERRED, Basis.INFERRED, Basis.SEEN, Basis.PRESUMED);
  }

  @Test
  void fins_that_cross_on_the_way_take_both_ends_through_closing() {
    Dialogue dialogue = atClient().client().after(50).fin();
    dialogue.server().received(-1).after(25).fin();
    dialogue.client().after(0.05).ack().server().received(1).after(30).ack();
    Connection connection = dialogue.connection();

    assertThat(connection.stateNames(Side.CLIENT))
        .isEqualTo("SYN_SENT ESTABLISHED FIN_WAIT_1 CLOSING TIME_WAIT");
    assertThat(connection.stateNames(Side.SERVER))
        .isEqualTo("SYN_RECEIVED ESTABLISHED FIN_WAIT_1 CLOSING TIME_WAIT");
    assertThat(bases(connection, Side.SERVER))
        .containsExactly(Basis.SEEN, Basis.INFERRED, Basis.SEEN, Basis.INFERRED, Basis.PRESUMED);
  }

  @Test
  void where_the_first_fin_may_have_been_lost_nothing_proves_that_the_fins_crossed() {
    Dialogue dialogue = atClient().client().after(50).fin().lost();
    dialogue.server().after(25).fin().client().after(0.05).ack().repeat(2);
    Connection connection = dialogue.server().received(1).after(30).ack().connection();

    assertThat(connection.stateNames(Side.SERVER))
        .startsWith("SYN_RECEIVED ESTABLISHED FIN_WAIT_1");
    assertThat(bases(connection, Side.SERVER).subList(0, 3))
        .containsExactly(Basis.SEEN, Basis.INFERRED, Basis.SEEN);
    assertThat(bases(connection, Side.SERVER).subList(3, 5)).containsOnly(Basis.PRESUMED);
  }

  @Test
  void a_state_has_its_packet_its_reason_and_its_duration() {
    List<StateEntry> states = atClient().client().after(70).fin().connection().states(Side.CLIENT);
    StateEntry established = states.get(1);
    assertThat(established.state()).isEqualTo(State.ESTABLISHED);
    assertThat(established.packet()).isEqualTo(2);
    assertThat(established.why()).contains("SYN was acknowledged").contains("RFC 9293");
    assertThat(established.durationNs()).hasValue(70_050_000);
    assertThat(states.get(2).durationNs()).isEmpty();
  }

  @Test
  void a_fin_that_overtook_data_counts_only_when_the_hole_is_filled() {
    Dialogue dialogue = new Dialogue().handshake().client().data(100).fin().swapped();
    assertThat(dialogue.connection().states(Side.SERVER))
        .last()
        .satisfies(
            last -> {
              assertThat(last.state()).isEqualTo(State.CLOSE_WAIT);
              assertThat(last.packet()).isEqualTo(5);
            });
  }

  @Test
  void a_fin_in_a_capture_with_holes_counts_when_the_receiver_acknowledges_it() {
    Dialogue dialogue = new Dialogue().handshake().client().data(100).unseen().fin().server().ack();
    Connection connection = dialogue.connection();
    assertThat(connection.stateNames(Side.SERVER)).isEqualTo("SYN_RECEIVED ESTABLISHED CLOSE_WAIT");
    assertThat(connection.captureLossBytes()).isEqualTo(100);
  }

  @Test
  void a_connection_from_the_middle_begins_established_as_far_as_packets_tell() {
    Connection connection =
        new Dialogue().client().data(5).server().data(7).client().fin().connection();
    assertThat(connection.stateNames(Side.CLIENT)).isEqualTo("ESTABLISHED FIN_WAIT_1");
    assertThat(bases(connection, Side.CLIENT)).first().isEqualTo(Basis.INFERRED);
  }

  @Test
  void a_fin_that_acknowledges_the_peers_fin_leaves_close_wait_even_where_data_is_missing() {
    Dialogue dialogue = new Dialogue().handshake().client().data(100).unseen().fin();
    Connection connection = dialogue.server().fin().client().ack().connection();
    assertThat(connection.stateNames(Side.SERVER))
        .isEqualTo("SYN_RECEIVED ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED");
  }

  @Test
  void a_side_that_speaks_later_was_established_in_the_middle_too() {
    Connection connection = new Dialogue().client().data(5).server().ack().fin().connection();
    assertThat(connection.stateNames(Side.SERVER)).isEqualTo("ESTABLISHED FIN_WAIT_1");
    assertThat(bases(connection, Side.SERVER)).containsExactly(Basis.INFERRED, Basis.SEEN);
  }

  @Test
  void the_silent_side_of_a_one_way_capture_is_not_claimed() {
    Connection connection = new Dialogue().client().data(5).data(7).connection();
    assertThat(connection.stateNames(Side.SERVER)).isEmpty();
    assertThat(bases(connection, Side.SERVER)).containsOnly(Basis.UNKNOWN);
  }

  @Test
  void a_syn_ack_that_was_not_captured_is_inferred_from_what_the_client_acknowledges() {
    Connection connection =
        new Dialogue().syn().synAck().unseen().client().ack().data(10).server().ack().connection();
    assertThat(connection.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT ESTABLISHED");
    assertThat(connection.stateNames(Side.SERVER)).isEqualTo("SYN_RECEIVED ESTABLISHED");
    assertThat(bases(connection, Side.SERVER)).first().isEqualTo(Basis.INFERRED);
  }

  @Test
  void a_refused_syn_that_is_tried_again_is_one_connection_that_waits_on() {
    Dialogue dialogue = new Dialogue().syn().server().rst().client().after(500);
    Connection connection = dialogue.repeat(1).server().synAck().ack().connection();
    assertThat(connection.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT ESTABLISHED");
  }

  @Test
  void a_reset_from_the_peer_closes_and_an_answer_to_a_syn_says_that_nobody_listens() {
    assertThat(new Dialogue().handshake().server().rst().connection().stateNames(Side.CLIENT))
        .isEqualTo("SYN_SENT ESTABLISHED CLOSED");
    Connection refused = new Dialogue().syn().server().rst().connection();
    assertThat(refused.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT CLOSED");
    assertThat(refused.states(Side.SERVER)).hasSize(1);
    assertThat(refused.states(Side.SERVER).get(0).why()).contains("nobody listens");
  }

  @Test
  void a_rst_with_which_a_waiting_client_rejects_an_old_answer_does_not_close_it() {
    Dialogue dialogue = new Dialogue().syn().server().received(500).say(Flags.ACK, 0);
    dialogue.received(-500).client().rewind(-500).say(Flags.RST, 0).rewind(500);
    assertThat(dialogue.connection().stateNames(Side.CLIENT)).isEqualTo("SYN_SENT");
    assertThat(dialogue.after(1000).repeat(2).synAck().ack().connection().stateNames(Side.CLIENT))
        .isEqualTo("SYN_SENT ESTABLISHED");
  }
}
