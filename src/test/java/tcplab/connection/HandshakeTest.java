package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureException;
import tcplab.capture.Packets;
import tcplab.capture.TcpdumpText;
import tcplab.connection.Handshake.Variant;
import tcplab.tcp.Flags;

class HandshakeTest {
  @Test
  void three_packets_are_a_complete_handshake_with_its_round_trips_split() {
    Handshake handshake =
        new Dialogue()
            .options(1460, 7, true)
            .syn()
            .after(30)
            .options(1400, 9, false)
            .synAck()
            .after(2)
            .ack()
            .connection()
            .handshake();

    assertThat(handshake.variant()).isEqualTo(Variant.COMPLETE);
    assertThat(handshake.synPackets()).containsExactly(1);
    assertThat(handshake.synAckPackets()).containsExactly(2);
    assertThat(handshake.ackPacket()).hasValue(3);
    assertThat(handshake.clientIsn()).hasValue(1000);
    assertThat(handshake.serverIsn()).hasValue(5000);
    assertThat(handshake.serverRttNs()).hasValue(30_000_000);
    assertThat(handshake.clientRttNs()).hasValue(2_000_000);
    assertThat(handshake.rttNs()).hasValue(32_000_000);
    assertThat(handshake.mss(Side.CLIENT)).hasValue(1460);
    assertThat(handshake.mss(Side.SERVER)).hasValue(1400);
    assertThat(handshake.windowScale(Side.SERVER)).hasValue(9);
    assertThat(handshake.sack()).isFalse();
    assertThat(handshake.timestamps()).isFalse();
    assertThat(handshake.evidence()).containsExactly(1, 2, 3);
  }

  @Test
  void a_repeated_syn_leaves_no_round_trip_unless_a_timestamp_tells_which_was_answered() {
    Dialogue plain = new Dialogue().syn().lost().after(1000).repeat(0).after(20).synAck().ack();
    assertThat(plain.connection().handshake().variant()).isEqualTo(Variant.SYN_REPEATED);
    assertThat(plain.connection().handshake().serverRttNs()).isEmpty();
    assertThat(plain.connection().handshake().synRetransmissions()).isEqualTo(1);

    Dialogue stamped =
        new Dialogue().withTimestamps().syn().lost().after(1000).repeat(0).after(20).synAck().ack();
    assertThat(stamped.connection().handshake().serverRttNs()).hasValue(20_000_000);
  }

  @Test
  void of_two_syn_acks_with_other_numbers_the_acknowledged_one_opens_the_connection()
      throws CaptureException {
    Handshake handshake =
        Connections.of(
                TcpdumpText.parse(
                    """
                    12:00:00.000000 IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [S], seq 1000, win 9, length 0
                    12:00:00.050000 IP 10.0.0.2.80 > 10.0.0.1.4000: Flags [S.], seq 5000, ack 1001, win 9, length 0
                    12:00:01.000000 IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [S], seq 1000, win 9, length 0
                    12:00:01.050000 IP 10.0.0.2.80 > 10.0.0.1.4000: Flags [S.], seq 900000, ack 1001, win 9, length 0
                    12:00:01.060000 IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [.], ack 900001, win 9, length 0
                    """))
            .connection(0)
            .handshake();
    assertThat(handshake.serverIsn()).hasValue(900_000);
    assertThat(handshake.clientRttNs()).hasValue(10_000_000);
    assertThat(handshake.serverRttNs()).isEmpty();
  }

  @Test
  void a_syn_ack_that_comes_again_before_the_ack_was_repeated() {
    Handshake handshake =
        new Dialogue().syn().synAck().lost().after(1000).repeat(0).ack().connection().handshake();
    assertThat(handshake.variant()).isEqualTo(Variant.SYN_ACK_REPEATED);
    assertThat(handshake.synAckRetransmissions()).isEqualTo(1);
  }

  @Test
  void a_syn_ack_that_comes_again_after_the_ack_shows_that_the_ack_was_lost() {
    Handshake handshake =
        new Dialogue().handshake().after(1000).repeat(1).client().ack().connection().handshake();
    assertThat(handshake.variant()).isEqualTo(Variant.LAST_ACK_LOST);
    assertThat(handshake.evidence()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void data_completes_the_handshake_when_the_ack_was_lost_or_joined_with_it() {
    Dialogue lost = new Dialogue().syn().synAck().ack().unseen().client().data(100).server().ack();
    assertThat(lost.connection().handshakeVariant()).isEqualTo(Variant.LAST_ACK_LOST);

    Dialogue joined = new Dialogue().syn().synAck().client().data(100).server().ack();
    assertThat(joined.connection().handshakeVariant()).isEqualTo(Variant.COMPLETE);
  }

  @Test
  void a_rst_refuses_and_silence_answers_nothing() {
    assertThat(new Dialogue().syn().server().rst().connection().handshakeVariant())
        .isEqualTo(Variant.REFUSED);
    assertThat(new Dialogue().syn().after(1000).repeat(0).connection().handshakeVariant())
        .isEqualTo(Variant.UNANSWERED);
  }

  @Test
  void a_syn_ack_without_ack_is_embryonic_and_with_a_rst_aborted() {
    assertThat(new Dialogue().syn().synAck().after(1000).repeat(0).connection().handshakeVariant())
        .isEqualTo(Variant.EMBRYONIC);
    assertThat(new Dialogue().syn().synAck().client().rst().connection().handshakeVariant())
        .isEqualTo(Variant.ABORTED);
  }

  @Test
  void two_syns_that_cross_are_a_simultaneous_open_and_no_retransmission() {
    Connection connection = simultaneousOpen().connection();
    assertThat(connection.handshakeVariant()).isEqualTo(Variant.SIMULTANEOUS_OPEN);
    assertThat(connection.retransmissions(Side.CLIENT)).isZero();
    assertThat(connection.retransmissions(Side.SERVER)).isZero();
    assertThat(connection.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT SYN_RECEIVED ESTABLISHED");
    assertThat(connection.stateNames(Side.SERVER)).isEqualTo("SYN_SENT SYN_RECEIVED ESTABLISHED");
  }

  /** RFC 9293 figure 7: both send SYN, then each answers with SYN-ACK of the same ISN. */
  static Dialogue simultaneousOpen() {
    return new Dialogue()
        .syn()
        .server()
        .say(Flags.SYN, 0)
        .client()
        .rewind(1)
        .say(Flags.SYN | Flags.ACK, 0)
        .server()
        .rewind(1)
        .say(Flags.SYN | Flags.ACK, 0)
        .server()
        .data(5)
        .client()
        .data(5);
  }

  @Test
  void data_in_the_syn_that_is_acknowledged_is_fast_open() {
    Connection connection =
        new Dialogue().client().say(Flags.SYN, 80).synAck().ack().server().data(2).connection();
    assertThat(connection.handshakeVariant()).isEqualTo(Variant.FAST_OPEN);
    assertThat(connection.uniqueBytes(Side.CLIENT)).isEqualTo(80);
  }

  @Test
  void a_capture_in_another_order_is_told_from_a_capture_that_misses_packets() {
    assertThat(new Dialogue().syn().synAck().swapped().ack().connection().handshakeVariant())
        .isEqualTo(Variant.REORDERED);
    assertThat(new Dialogue().syn().synAck().ack().swapped().connection().handshakeVariant())
        .isEqualTo(Variant.REORDERED);
    assertThat(new Dialogue().syn().unseen().synAck().ack().connection().handshakeVariant())
        .isEqualTo(Variant.SYN_NOT_CAPTURED);
    assertThat(
            new Dialogue().syn().synAck().unseen().client().ack().connection().handshakeVariant())
        .isEqualTo(Variant.SYN_ACK_NOT_CAPTURED);
    assertThat(new Dialogue().data(5).server().data(7).connection().handshakeVariant())
        .isEqualTo(Variant.MIDDLE_OF_STREAM);
  }

  @Test
  void the_tutorials_handshake_is_read_from_tcpdumps_text() throws CaptureException {
    Packets packets =
        TcpdumpText.parse(
            """
            11:38:15.679863 IP 172.18.0.5.38822 > 172.18.0.3.3306: Flags [S], seq 4065722321, \
            win 29200, options [mss 1460,sackOK,TS val 2997352 ecr 0,nop,wscale 7], length 0
            11:38:15.679923 IP 172.18.0.3.3306 > 172.18.0.5.38822: Flags [S.], seq 780487619, \
            ack 4065722322, win 28960, options [mss 1460,sackOK,TS val 2997352 ecr 2997352,nop,\
            wscale 7], length 0
            11:38:15.679936 IP 172.18.0.5.38822 > 172.18.0.3.3306: Flags [.], ack 1, win 229, \
            options [nop,nop,TS val 2997352 ecr 2997352], length 0
            """);
    Connection connection = Connections.of(packets).connection(0);
    Handshake handshake = connection.handshake();

    assertThat(handshake.variant()).isEqualTo(Variant.COMPLETE);
    assertThat(handshake.clientIsn()).hasValue(4_065_722_321L);
    assertThat(handshake.serverRttNs()).hasValue(60_000);
    assertThat(handshake.clientRttNs()).hasValue(13_000);
    assertThat(handshake.sack()).isTrue();
    assertThat(handshake.timestamps()).isTrue();
    assertThat(connection.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT ESTABLISHED");
    assertThat(connection.stateNames(Side.SERVER)).isEqualTo("SYN_RECEIVED ESTABLISHED");
  }
}
