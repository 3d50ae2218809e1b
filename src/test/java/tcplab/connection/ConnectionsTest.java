package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

class ConnectionsTest {
  @Test
  void connections_are_numbered_by_first_packet() {
    Connections connections =
        new Dialogue().port(4001).syn().port(4002).syn().port(4001).synAck().connections();
    assertThat(connections.count()).isEqualTo(2);
    assertThat(connections.connectionOf(2)).isZero();
    assertThat(connections.all()).extracting(c -> c.port(Side.CLIENT)).containsExactly(4001, 4002);
    assertThat(connections.sender(2)).isEqualTo(Side.SERVER);
  }

  @Test
  void no_packets_are_no_connections() {
    Connections connections = Connections.of(Packets.builder().build());
    assertThat(connections.count()).isZero();
    assertThatThrownBy(() -> connections.connection(0))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no connection 0; there are 0, numbered from 0");
  }

  @Test
  void another_isn_begins_another_connection_and_the_same_one_does_not() {
    Dialogue dialogue = new Dialogue().handshake().client().rst().again(77_777, 99_999).handshake();
    assertThat(dialogue.connections().count()).isEqualTo(2);
    assertThat(dialogue.connections().connection(1).stateNames(Side.CLIENT))
        .isEqualTo("SYN_SENT ESTABLISHED");

    assertThat(new Dialogue().syn().after(1000).repeat(0).connections().count()).isEqualTo(1);
  }

  @Test
  void a_syn_ack_begins_another_connection_when_the_capture_lacks_its_syn() {
    Dialogue dialogue = new Dialogue().handshake().client().fin().server().fin().client().ack();
    dialogue.again(77_777, 99_999).syn().unseen().synAck().ack().client().data(10);
    Connections connections = dialogue.connections();
    assertThat(connections.count()).isEqualTo(2);
    assertThat(connections.connection(1).handshakeVariant())
        .isEqualTo(Handshake.Variant.SYN_NOT_CAPTURED);
    assertThat(connections.events(connections.connection(1).row(0)))
        .satisfies(events -> assertThat(Event.PORT_REUSE.in(events)).isTrue());
  }

  @Test
  void a_server_that_answers_the_same_syn_anew_after_a_rst_begins_nothing() {
    Dialogue dialogue = new Dialogue().syn().synAck().client().rst();
    dialogue.again(1000, 99_999).syn().unseen().synAck();
    assertThat(dialogue.connections().count()).isEqualTo(1);
  }

  @Test
  void a_peer_that_acknowledges_the_syn_before_it_sends_its_own_opens_the_same_connection() {
    Dialogue split = new Dialogue().syn().server().say(Flags.ACK, 0).say(Flags.SYN, 0);
    split.client().rewind(1).say(Flags.SYN | Flags.ACK, 0).server().say(Flags.ACK, 0).data(10);
    assertThat(split.connections().count()).isEqualTo(1);
  }

  @Test
  void a_syn_captured_behind_its_data_stays_with_it() {
    assertThat(new Dialogue().syn().ack().swapped().connections().count()).isEqualTo(1);
  }

  @Test
  void counts_hold_for_each_side() {
    Connection connection =
        new Dialogue()
            .handshake()
            .client()
            .data(100)
            .lost()
            .after(300)
            .repeat(0)
            .server()
            .ack()
            .data(7)
            .client()
            .ack()
            .connection();
    assertThat(connection.packets(Side.CLIENT)).isEqualTo(5);
    assertThat(connection.bytes(Side.CLIENT)).isEqualTo(200);
    assertThat(connection.uniqueBytes(Side.CLIENT)).isEqualTo(100);
    assertThat(connection.retransmissions(Side.CLIENT)).isEqualTo(1);
    assertThat(connection.bytes(Side.SERVER)).isEqualTo(7);
    assertThat(connection.mss(Side.SERVER)).hasValue(1460);
    assertThat(connection.maxInFlightBytes(Side.CLIENT)).hasValue(100);
    assertThat(connection.firstPacket()).isEqualTo(1);
    assertThat(connection.lastPacket()).isEqualTo(8);
    assertThat(connection.address(Side.SERVER)).isEqualTo(Dialogue.SERVER);
  }

  @Test
  void a_repeated_segment_gives_no_round_trip() {
    Dialogue dialogue = new Dialogue().syn().after(20).synAck().after(1).ack();
    dialogue.client().data(10).lost().after(5000).repeat(0).after(25).server().ack();
    Connection connection = dialogue.connection();
    assertThat(connection.rttMaxNs(Side.CLIENT)).hasValue(20_000_000);
    assertThat(connection.rttMinNs(Side.SERVER)).hasValue(1_000_000);
    assertThat(connection.rttAverageNs(Side.CLIENT)).hasValue(20_000_000);
  }

  @Test
  void what_the_packets_do_not_tell_is_missing() {
    Connection connection = new Dialogue().client().data(5).connection();
    assertThat(connection.mss(Side.CLIENT)).isEmpty();
    assertThat(connection.windowScale(Side.CLIENT)).isEmpty();
    assertThat(connection.rttMinNs(Side.CLIENT)).isEmpty();
    assertThat(connection.rttAverageNs(Side.CLIENT)).isEmpty();
    assertThat(connection.maxInFlightBytes(Side.CLIENT)).isEmpty();
    assertThat(connection.handshakeRttNs()).isEmpty();
    assertThat(connection.capturePoint()).isNull();
  }

  @Test
  void client_and_server_are_found_without_a_syn() {
    Connection byPorts = new Dialogue().server().data(5).connection();
    assertThat(byPorts.port(Side.SERVER)).isEqualTo(Dialogue.SERVER_PORT);
    assertThat(byPorts.orientation()).isEqualTo(Orientation.PORTS);

    Connection bySynAck = new Dialogue().port(20).syn().unseen().synAck().connection();
    assertThat(bySynAck.port(Side.CLIENT)).isEqualTo(20);
    assertThat(bySynAck.orientation()).isEqualTo(Orientation.SYN_ACK);

    Connection guess = new Dialogue().port(90).server().data(5).connection();
    assertThat(guess.port(Side.CLIENT)).isEqualTo(Dialogue.SERVER_PORT);
    assertThat(guess.orientation()).isEqualTo(Orientation.FIRST_PACKET);
  }

  @Test
  void the_capture_point_is_where_answers_come_at_once() {
    assertThat(new Dialogue().syn().after(30).synAck().after(0.1).ack().connection().capturePoint())
        .isEqualTo(CapturePoint.CLIENT);
    assertThat(new Dialogue().syn().after(0.1).synAck().after(30).ack().connection().capturePoint())
        .isEqualTo(CapturePoint.SERVER);
    assertThat(new Dialogue().syn().after(20).synAck().after(10).ack().connection().capturePoint())
        .isEqualTo(CapturePoint.MIDDLE);
  }

  @Test
  void zeek_codes_follow_the_manual() {
    Dialogue normal = new Dialogue().handshake().client().data(5).server().ack().data(9);
    normal.client().ack().fin().server().fin().client().ack();
    assertThat(normal.connection().connState()).isEqualTo("SF");
    assertThat(normal.connection().history()).isEqualTo("ShADadFf");
    Dialogue late = new Dialogue().handshake().client().fin().server().fin();
    assertThat(late.rst().connection().connState()).isEqualTo("SF");
    Dialogue early = new Dialogue().handshake().client().fin().server();
    assertThat(early.rst().connection().connState()).isEqualTo("RSTR");
    assertThat(new Dialogue().syn().connection().connState()).isEqualTo("S0");
    assertThat(new Dialogue().handshake().connection().connState()).isEqualTo("S1");
    assertThat(new Dialogue().syn().server().rst().connection().connState()).isEqualTo("REJ");
    Connection flipped = new Dialogue().server().data(5).client().data(5).connection();
    assertThat(flipped.history()).isEqualTo("^dD");
    assertThat(flipped.connState()).isEqualTo("OTH");
  }

  @Test
  void zeek_takes_a_connection_for_established_with_the_second_syn() {
    assertThat(new Dialogue().syn().synAck().connection().connState()).isEqualTo("S1");
    Connection lacking = new Dialogue().syn().unseen().synAck().ack().data(5).connection();
    assertThat(lacking.history()).isEqualTo("^hAD");
    assertThat(lacking.connState()).isEqualTo("S1");
    Dialogue refused = new Dialogue().syn().synAck().rst();
    assertThat(refused.connection().connState()).isEqualTo("RSTR");
  }

  @Test
  void zeek_takes_a_fin_and_a_reset_for_a_close_once_the_peers_fin_comes() {
    Dialogue closed = new Dialogue().handshake().client().fin().rst().server().fin();
    assertThat(closed.connection().connState()).isEqualTo("SF");
    Dialogue reset = new Dialogue().handshake().client().rst().fin().server().fin();
    assertThat(reset.connection().connState()).isEqualTo("RSTO");
  }

  @Test
  void measures_of_each_packet_are_scaled_and_missing_where_unknown() {
    Dialogue dialogue = new Dialogue().handshake().client().data(100).data(50).server().ack();
    Measures measures = dialogue.connections().measures();
    assertThat(measures.windowBytes(0)).isEqualTo(64000);
    assertThat(measures.windowBytes(3)).isEqualTo(64000 << 7);
    assertThat(measures.bytesInFlight(4)).isEqualTo(150);
    assertThat(measures.bytesInFlight(5)).isEqualTo(-1);
    assertThat(measures.rttNs(5)).isEqualTo(10_000_000);
    assertThat(new Dialogue().client().data(5).connections().measures().windowBytes(0))
        .isEqualTo(-1);
  }

  @Test
  void a_rst_far_away_moves_nothing() {
    Dialogue dialogue = new Dialogue().handshake().client();
    dialogue.rewind(-1_000_000).say(Flags.RST, 0).rewind(1_000_000).data(10);
    assertThat(dialogue.connections().events(4)).isZero();
  }
}
