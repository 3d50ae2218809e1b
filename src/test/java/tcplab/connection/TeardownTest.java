package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tcplab.connection.Teardown.ClosedFirst;
import tcplab.connection.Teardown.Variant;
import tcplab.tcp.Flags;

class TeardownTest {
  @Test
  void fin_ack_fin_ack_are_four_segments() {
    Teardown teardown =
        new Dialogue()
            .handshake()
            .client()
            .fin()
            .server()
            .ack()
            .fin()
            .client()
            .ack()
            .connection()
            .teardown();

    assertThat(teardown.variant()).isEqualTo(Variant.FOUR_SEGMENTS);
    assertThat(teardown.closedFirst()).isEqualTo(ClosedFirst.CLIENT);
    assertThat(teardown.evidence()).containsExactly(4, 5, 6, 7);
    assertThat(teardown.lastAckNs().getAsLong() - teardown.firstFinNs().getAsLong())
        .isEqualTo(30_000_000);
  }

  @Test
  void the_second_fin_may_acknowledge_the_first() {
    Connection connection =
        new Dialogue().handshake().server().fin().client().fin().server().ack().connection();
    assertThat(connection.teardownVariant()).isEqualTo(Variant.THREE_SEGMENTS);
    assertThat(connection.closedFirst()).isEqualTo(ClosedFirst.SERVER);
    assertThat(connection.stateNames(Side.SERVER))
        .isEqualTo("SYN_RECEIVED ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT");
    assertThat(connection.stateNames(Side.CLIENT))
        .isEqualTo("SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED");
  }

  @Test
  void fins_that_cross_lead_both_ends_through_closing() {
    Connection connection =
        new Dialogue()
            .handshake()
            .client()
            .fin()
            .lost()
            .server()
            .fin()
            .client()
            .ack()
            .server()
            .received(1)
            .ack()
            .connection();
    assertThat(connection.teardownVariant()).isEqualTo(Variant.SIMULTANEOUS_CLOSE);
    assertThat(connection.closedFirst()).isEqualTo(ClosedFirst.BOTH);
    assertThat(connection.stateNames(Side.CLIENT))
        .isEqualTo("SYN_SENT ESTABLISHED FIN_WAIT_1 CLOSING TIME_WAIT");
  }

  @Test
  void data_after_the_acknowledged_fin_is_a_half_close() {
    Connection connection =
        new Dialogue()
            .handshake()
            .client()
            .fin()
            .server()
            .ack()
            .data(500)
            .client()
            .ack()
            .server()
            .fin()
            .client()
            .ack()
            .connection();
    assertThat(connection.teardownVariant()).isEqualTo(Variant.HALF_CLOSE);
    assertThat(connection.stateNames(Side.CLIENT)).endsWith("FIN_WAIT_2 TIME_WAIT");
  }

  @Test
  void a_repeated_fin_is_a_retransmission_and_changes_no_state() {
    Connection connection =
        new Dialogue()
            .handshake()
            .client()
            .fin()
            .server()
            .fin()
            .after(200)
            .repeat(0)
            .client()
            .ack()
            .connection();
    assertThat(connection.teardownVariant()).isEqualTo(Variant.FIN_REPEATED);
    assertThat(connection.retransmissions(Side.SERVER)).isEqualTo(1);
    assertThat(connection.stateNames(Side.SERVER)).endsWith("CLOSE_WAIT LAST_ACK CLOSED");
  }

  @Test
  void a_rst_is_an_abort_by_its_sender_and_after_a_fin_something_else() {
    assertThat(new Dialogue().handshake().client().rst().connection().teardownVariant())
        .isEqualTo(Variant.ABORTED_BY_CLIENT);
    assertThat(new Dialogue().handshake().server().rst().connection().teardownVariant())
        .isEqualTo(Variant.ABORTED_BY_SERVER);
    assertThat(
            new Dialogue().handshake().client().fin().server().rst().connection().teardownVariant())
        .isEqualTo(Variant.RST_AFTER_FIN);
    assertThat(new Dialogue().syn().server().rst().connection().teardownVariant())
        .isEqualTo(Variant.REFUSED);
  }

  @Test
  void what_is_still_open_is_told_from_what_went_silent() {
    assertThat(new Dialogue().handshake().connection().teardownVariant())
        .isEqualTo(Variant.STILL_OPEN);
    assertThat(new Dialogue().handshake().client().fin().connection().teardownVariant())
        .isEqualTo(Variant.HALF_CLOSED);
    Dialogue silent = new Dialogue().handshake().client().data(10).lost();
    silent.after(300).repeat(0).after(600).repeat(0).after(1200).repeat(0);
    assertThat(silent.connection().teardownVariant()).isEqualTo(Variant.UNANSWERED);
  }

  @Test
  void a_rst_after_unanswered_keep_alives_leaves_the_far_end_unknown() {
    Dialogue dialogue = new Dialogue().after(10).options(1460, 7, true).syn();
    dialogue.after(30).options(1460, 7, true).synAck().after(0.05).ack();
    for (int i = 0; i < 3; i++) {
      dialogue.client().after(1000).keepAlive();
    }
    Connection connection = dialogue.client().after(1000).rst().connection();

    assertThat(connection.teardownVariant()).isEqualTo(Variant.KEEP_ALIVE_TIMEOUT);
    assertThat(connection.capturePoint()).isEqualTo(CapturePoint.CLIENT);
    assertThat(connection.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT ESTABLISHED CLOSED");
    assertThat(connection.stateNames(Side.SERVER)).isEqualTo("SYN_RECEIVED ESTABLISHED");
    assertThat(connection.states(Side.SERVER))
        .last()
        .extracting(StateEntry::basis)
        .isEqualTo(Basis.UNKNOWN);
  }

  @Test
  void a_rst_outside_the_sequence_is_not_accepted() {
    Connection connection =
        new Dialogue()
            .handshake()
            .client()
            .rewind(-5000)
            .say(Flags.RST, 0)
            .rewind(5000)
            .server()
            .received(1)
            .ack()
            .data(10)
            .connection();
    assertThat(connection.stateNames(Side.SERVER)).isEqualTo("SYN_RECEIVED ESTABLISHED");
  }
}
