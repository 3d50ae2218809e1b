package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.capture.TcpdumpText;
import tcplab.connection.RttSample.Method;
import tcplab.tcp.Flags;

class RoundTripTest {
  private static final long MS = 1_000_000;

  private static List<RttSample> ofClient(Dialogue dialogue) {
    return dialogue.connection().rtt().stream().filter(s -> s.side() == Side.CLIENT).toList();
  }

  private static RttSample last(Dialogue dialogue) {
    List<RttSample> samples = ofClient(dialogue);
    return samples.get(samples.size() - 1);
  }

  private static Dialogue handshake() {
    return new Dialogue()
        .options(1460, 7, true)
        .syn()
        .after(20)
        .options(1460, 7, true)
        .synAck()
        .after(0.1)
        .ack();
  }

  @Test
  void the_first_sample_sets_the_timer_as_rfc_6298_says_and_linux_adds_200_ms_at_least() {
    RttSample sample = last(handshake());
    assertThat(sample.packet()).isEqualTo(2);
    assertThat(sample.answers()).isEqualTo(1);
    assertThat(sample.rttNs()).hasValue(20 * MS);
    assertThat(sample.srttNs()).isEqualTo(20 * MS);
    assertThat(sample.rttvarNs()).isEqualTo(10 * MS);
    assertThat(sample.rtoNs()).isEqualTo(1000 * MS);
    assertThat(sample.linuxSrttNs()).isEqualTo(20 * MS);
    assertThat(sample.linuxRttvarNs()).isEqualTo(10 * MS);
    assertThat(sample.linuxRtoNs()).isEqualTo(220 * MS);
  }

  @Test
  void later_samples_are_smoothed_by_an_eighth_and_a_quarter() {
    RttSample sample = last(handshake().client().data(100).server().after(60).ack());
    assertThat(sample.rttNs()).hasValue(60 * MS);
    assertThat(sample.srttNs()).isEqualTo(25 * MS);
    assertThat(sample.rttvarNs()).isEqualTo((3 * 10 + 40) * MS / 4);
    assertThat(sample.linuxSrttNs()).isEqualTo(25 * MS);
  }

  @Test
  void a_far_round_trip_waits_four_deviations() {
    Dialogue dialogue = new Dialogue().syn().after(800).synAck().after(1).ack();
    assertThat(last(dialogue).rtoNs()).isEqualTo(2400 * MS);
    assertThat(last(dialogue).linuxRtoNs()).isEqualTo(2400 * MS);
  }

  @Test
  void a_delayed_acknowledgement_is_in_the_timers_sample_and_not_in_the_paths() {
    Dialogue dialogue = handshake().client().data(100).after(30).data(100);
    RttSample sample = last(dialogue.server().after(20).ack());
    assertThat(sample.rttNs()).hasValue(20 * MS);
    assertThat(sample.timerRttNs()).isEqualTo(50 * MS);
  }

  @Test
  void karn_takes_no_sample_of_a_repeated_segment_but_a_timestamp_tells_which_was_answered() {
    Dialogue plain = handshake().client().data(100).lost().after(300).repeat(0);
    assertThat(ofClient(plain.server().after(20).ack())).hasSize(1);

    Dialogue stamped = new Dialogue().withTimestamps().handshake();
    stamped.client().data(100).lost().after(300).repeat(0).server().after(20).ack();
    RttSample sample = last(stamped);
    assertThat(sample.method()).isEqualTo(Method.TIMESTAMP);
    assertThat(sample.rttNs()).isEmpty();
    assertThat(sample.timestampRttNs()).hasValue(20 * MS);
    assertThat(sample.timerRttNs()).isEqualTo(20 * MS);
    assertThat(sample.answers()).isEqualTo(5);
  }

  @Test
  void a_sack_block_gives_a_sample_when_the_acknowledgement_gives_none() {
    Dialogue dialogue = handshake().client().data(10).lost().after(1).data(10);
    RttSample sample = last(dialogue.server().received(-20).after(30).sack(11, 21).ack());
    assertThat(sample.method()).isEqualTo(Method.SACK);
    assertThat(sample.timerRttNs()).isEqualTo(30 * MS);
    assertThat(sample.rttNs()).isEmpty();
    assertThat(sample.answers()).isEqualTo(5);
  }

  @Test
  void a_timer_that_ran_out_doubles_until_the_next_sample() {
    Dialogue dialogue = handshake().client().data(10).lost();
    dialogue.after(250).repeat(0).after(250).repeat(0).after(500).repeat(0).after(1000).repeat(0);
    List<Repeat> repeats = dialogue.connection().repeats();
    assertThat(repeats)
        .extracting(Repeat::kind)
        .containsExactly(
            Event.TAIL_LOSS_PROBE,
            Event.RTO_RETRANSMISSION,
            Event.RTO_RETRANSMISSION,
            Event.RTO_RETRANSMISSION);
    assertThat(repeats).extracting(Repeat::attempt).containsExactly(1, 2, 3, 4);
    assertThat(repeats).allSatisfy(repeat -> assertThat(repeat.original()).hasValue(4));
    assertThat(repeats)
        .extracting(repeat -> repeat.previous().getAsInt())
        .containsExactly(4, 5, 6, 7);
    assertThat(repeats)
        .extracting(repeat -> repeat.elapsedNs().getAsLong() / MS)
        .containsExactly(250L, 250L, 500L, 1000L);
    assertThat(repeats)
        .extracting(repeat -> repeat.rtoNs().getAsLong() / MS)
        .containsExactly(220L, 220L, 440L, 880L);
  }

  @Test
  void a_long_frame_is_measured_by_each_part_that_is_acknowledged() {
    Dialogue dialogue = handshake().client().data(2920);
    dialogue.server().received(-1460).after(20).ack().received(1460).after(5).ack();
    assertThat(ofClient(dialogue).stream().skip(1))
        .extracting(RttSample::timerRttNs)
        .containsExactly(20 * MS, 25 * MS);
  }

  @Test
  void a_segment_whose_acknowledgement_echoes_an_older_timestamp_was_repeated_for_nothing() {
    Dialogue late = new Dialogue().withTimestamps().handshake().client().data(10);
    late.server().after(250).ack();
    assertThat(repeatBeforeAck(late)).contains(Event.SPURIOUS_RETRANSMISSION);
  }

  /** The acknowledgement was on its way when the client repeated the segment. */
  private static Set<Event> repeatBeforeAck(Dialogue dialogue) {
    dialogue.client().after(1).repeat(1).swapped();
    Connections connections = dialogue.connections();
    return Event.of(connections.events(4));
  }

  @Test
  void flight_and_window_follow_each_packet() {
    Dialogue dialogue = handshake().client().data(1000).data(500).server().window(400).ack();
    List<FlightSample> ofClient =
        dialogue.connection().inFlight().stream().filter(f -> f.side() == Side.CLIENT).toList();
    assertThat(ofClient).extracting(FlightSample::inFlightBytes).endsWith(1000L, 1500L, 0L);
    FlightSample acked = ofClient.get(ofClient.size() - 1);
    assertThat(acked.sendWindowBytes()).hasValue(400 << 7);
    assertThat(acked.freeBytes()).hasValue(400 << 7);
    assertThat(dialogue.connection().window())
        .last()
        .isEqualTo(
            new WindowSample(6, acked.timeNs(), Side.SERVER, 400 << 7, 1501, 1501 + (400 << 7)));
  }

  @Test
  void the_time_of_a_closed_window_is_summed_up() {
    Dialogue dialogue = handshake().client().data(10).server().window(0).ack();
    dialogue.client().after(300).keepAlive().server().after(20).ack().window(9).after(100).ack();
    Connection connection = dialogue.connection();
    assertThat(connection.zeroWindowNs(Side.SERVER)).isEqualTo(420 * MS);
    assertThat(connection.zeroWindowNs(Side.CLIENT)).isZero();
  }

  @Test
  void a_window_that_stays_closed_is_so_until_the_last_packet() {
    Dialogue dialogue = handshake().client().data(10).server().window(0).ack();
    dialogue.client().after(300).keepAlive();
    assertThat(dialogue.connection().zeroWindowNs(Side.SERVER)).isEqualTo(300 * MS);
  }

  @Test
  void without_times_there_are_places_and_no_times_that_are_made_up() throws CaptureException {
    Packets packets =
        TcpdumpText.parse(
            """
            IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 100, win 500, options [mss 1460], length 0
            IP 10.0.0.2.80 > 10.0.0.1.40000: Flags [S.], seq 900, ack 101, win 500, options [mss 1460], length 0
            IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 101:111, ack 901, win 500, length 10
            IP 10.0.0.2.80 > 10.0.0.1.40000: Flags [.], ack 111, win 500, length 0
            """);
    Connection connection = Connections.of(packets).connection(0);
    assertThat(connection.rtt()).isEmpty();
    assertThat(connection.limits()).isEmpty();
    assertThat(connection.throughput(Duration.ofSeconds(1))).isEmpty();
    assertThat(connection.sequence()).hasSize(4);
    assertThat(connection.sequence())
        .allSatisfy(point -> assertThat(point.timeNs()).isEqualTo(Packets.NO_TIME));
    assertThat(connection.inFlight())
        .allSatisfy(flight -> assertThat(flight.timeNs()).isEqualTo(Packets.NO_TIME));
    assertThat(connection.goodput(Side.CLIENT)).isEmpty();
  }

  /** What is found while a connection is walked, and what is found again for its series. */
  static void assertSeriesAgree(Connections connections, Object of) {
    Measures measures = connections.measures();
    for (Connection c : connections.all()) {
      Map<Integer, Long> series = new HashMap<>();
      for (RttSample sample : c.rtt()) {
        sample.rttNs().ifPresent(ns -> series.put(sample.packet(), ns));
      }
      Map<Integer, Long> walked = new HashMap<>();
      for (int i = 0; i < c.size(); i++) {
        long ns = measures.rttNs(c.row(i));
        if (ns >= 0) {
          walked.put(connections.packets().packet(c.row(i)), ns);
        }
      }
      assertThat(series).as("connection %d of %s", c.number(), of).isEqualTo(walked);
    }
  }

  @Test
  void the_series_and_the_summary_of_every_recording_hold_the_same_round_trips()
      throws IOException {
    assertAllAgree(Path.of("notebooks/data"), 20);
  }

  @Test
  void the_series_and_the_summary_of_every_shared_capture_hold_the_same_round_trips()
      throws IOException {
    assertAllAgree(SharedCaptures.folder(), 300);
  }

  private static void assertAllAgree(Path folder, int atLeast) throws IOException {
    int read = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.p?cap(ng)?")).toList()) {
        try {
          assertSeriesAgree(Connections.of(CaptureFile.read(file)), file);
          read++;
        } catch (CaptureException e) {
          // Some hold no link layer that is known; other tests look at what is said then.
        }
      }
    }
    assertThat(read).isGreaterThan(atLeast);
  }

  @Test
  void an_acknowledgement_of_octets_that_the_capture_lacks_gives_no_round_trip() {
    Dialogue dialogue = handshake().client().data(100).data(100).unseen();
    assertThat(ofClient(dialogue.server().after(900).ack())).hasSize(1);
  }

  @Test
  void an_acknowledgement_right_after_a_needless_repeat_gives_no_round_trip() {
    Dialogue dialogue = handshake().client().data(100).server().after(20).ack();
    dialogue.client().data(50).after(15).repeat(2).server().after(1).ack();
    assertThat(last(dialogue).rttNs()).isEmpty();
    assertThat(last(dialogue).timerRttNs()).isEqualTo(16 * MS);
  }

  @Test
  void an_overtaken_segment_is_answered_from_when_it_passed() {
    Dialogue dialogue = handshake().client().data(100).after(1).data(50).swapped();
    RttSample sample = last(dialogue.server().after(20).ack());
    assertThat(sample.rttNs()).hasValue(20 * MS);
  }

  @Test
  void a_syn_with_data_is_measured_when_only_the_syn_is_taken() {
    Dialogue dialogue = new Dialogue().client().say(Flags.SYN, 100);
    dialogue.server().received(-100).after(30).say(Flags.SYN | Flags.ACK, 0);
    assertThat(last(dialogue).rttNs()).hasValue(30 * MS);
  }
}
