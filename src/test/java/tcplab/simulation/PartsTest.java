package tcplab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.simulation.Repeat.Cause;
import tcplab.tcp.State;

/** What each part is good for: the same fault with it and without it. */
class PartsTest {
  private static final int OCTETS = 20_000;

  private static final Settings ALL = Settings.standard();

  private static Run run(Settings settings, Rule... rules) {
    return run(settings, OCTETS, rules);
  }

  private static Run run(Settings settings, int octets, Rule... rules) {
    Scenario scenario =
        Scenario.between(settings, settings)
            .client(Program.connecting().send(octets).close())
            .server(Program.listening().awaitClose().close());
    for (Rule rule : rules) {
      scenario = scenario.rule(rule);
    }
    return scenario.run();
  }

  private static byte[] sent() {
    byte[] text = new byte[OCTETS];
    for (int i = 0; i < OCTETS; i++) {
      text[i] = (byte) (i % 251);
    }
    return text;
  }

  private static Rule third(Rule rule) {
    return rule.from(End.CLIENT).data(3);
  }

  private static List<Long> times(Run run, Cause cause) {
    return run.repeats().stream()
        .filter(repeat -> repeat.cause() == cause)
        .map(repeat -> repeat.timeNs() / 1_000_000)
        .toList();
  }

  @Test
  void without_the_checksum_a_damaged_segment_is_delivered() {
    Rule damage = third(Rule.damage());
    Run with = run(ALL, damage);
    assertThat(with.received(End.SERVER)).isEqualTo(sent());
    assertThat(with.damagedCaught(End.SERVER)).isEqualTo(1);
    Run without = run(ALL.without(Part.CHECKSUM), damage);
    assertThat(without.received(End.SERVER)).hasSize(OCTETS).isNotEqualTo(sent());
    assertThat(without.repeats()).isEmpty();
  }

  private static final Settings UNORDERED =
      ALL.congestion(Congestion.NONE).without(Part.ORDERING, Part.FAST_RETRANSMIT, Part.SACK);

  @Test
  void without_sequence_numbers_text_that_is_late_is_delivered_late() {
    Rule late = third(Rule.delay(Duration.ofMillis(5)));
    assertThat(run(ALL, late).received(End.SERVER)).isEqualTo(sent());
    assertThat(run(UNORDERED, late).received(End.SERVER)).hasSize(OCTETS).isNotEqualTo(sent());
  }

  @Test
  void without_sequence_numbers_text_that_comes_twice_is_delivered_twice() {
    Rule twice = third(Rule.duplicate(Duration.ofMillis(1)));
    assertThat(run(ALL, twice).received(End.SERVER)).isEqualTo(sent());
    assertThat(run(UNORDERED, twice).received(End.SERVER)).hasSize(OCTETS + 1448);
  }

  @Test
  void without_sequence_numbers_lost_text_is_not_missed() {
    Run run = run(UNORDERED, third(Rule.drop()));
    assertThat(run.received(End.SERVER)).hasSize(OCTETS - 1448);
    assertThat(run.repeats()).isEmpty();
  }

  @Test
  void without_cumulative_acknowledgements_a_lost_ack_costs_a_repeat() {
    Rule lostAck = Rule.drop().from(End.SERVER).pureAck(2);
    Settings with = ALL.without(Part.DELAYED_ACK);
    assertThat(run(with, lostAck).repeats()).isEmpty();
    Settings without =
        ALL.congestion(Congestion.TAHOE)
            .without(Part.CUMULATIVE_ACK, Part.FAST_RETRANSMIT, Part.SACK, Part.DELAYED_ACK);
    Run run = run(without, lostAck);
    assertThat(run.repeats()).isNotEmpty();
    assertThat(run.received(End.SERVER)).isEqualTo(sent());
  }

  private static final Settings NO_TIMER =
      ALL.without(Part.RETRANSMISSION_TIMER, Part.BACKOFF, Part.GIVING_UP);

  @Test
  void without_the_timer_a_lost_last_segment_stops_the_connection_for_ever() {
    Rule last = Rule.drop().from(End.CLIENT).data(1);
    assertThat(run(ALL, 500, last).received(End.SERVER)).hasSize(500);
    Run run = run(NO_TIMER, 500, last);
    assertThat(run.received(End.SERVER)).isEmpty();
    assertThat(run.remarks()).anyMatch(s -> s.contains("client stays in FIN_WAIT_1 for ever"));
  }

  @Test
  void the_timeout_doubles_with_backoff_and_does_not_without() {
    Rule first = Rule.drop().from(End.CLIENT).data(1, 2, 3, 4);
    assertThat(times(run(ALL, 500, first), Cause.TIMEOUT))
        .containsExactly(1020L, 3020L, 7020L, 15020L);
    assertThat(times(run(ALL.without(Part.BACKOFF), 500, first), Cause.TIMEOUT))
        .containsExactly(1020L, 2020L, 3020L, 4020L);
  }

  @Test
  void without_giving_up_a_dead_peer_is_called_for_ever() {
    Run with = run(ALL.retries(3), Rule.drop().syn());
    assertThat(with.states(End.CLIENT)).containsExactly(State.SYN_SENT, State.CLOSED);
    assertThat(with.repeats()).hasSize(3);
    Run without = run(ALL.without(Part.GIVING_UP), Rule.drop().syn());
    assertThat(without.brokenOff()).isTrue();
    assertThat(without.states(End.CLIENT)).containsExactly(State.SYN_SENT);
  }

  @Test
  void fast_retransmission_is_faster_than_the_timer() {
    Run with = run(ALL, third(Rule.drop()));
    assertThat(with.repeats()).extracting(Repeat::cause).containsExactly(Cause.FAST);
    Settings slow = ALL.congestion(Congestion.TAHOE).without(Part.FAST_RETRANSMIT, Part.SACK);
    Run without = run(slow, third(Rule.drop()));
    assertThat(without.repeats().get(0).cause()).isEqualTo(Cause.TIMEOUT);
    assertThat(without.repeats().get(0).timeNs())
        .isGreaterThan(with.repeats().get(0).timeNs() + 900_000_000L);
  }

  @Test
  void with_sack_only_what_is_missing_is_repeated() {
    Rule two = Rule.drop().from(End.CLIENT).data(3, 6);
    Run with = run(ALL.congestion(Congestion.NEWRENO), two);
    assertThat(with.repeats()).hasSize(2);
    Run newReno = run(ALL.without(Part.SACK), two);
    assertThat(newReno.repeats())
        .extracting(Repeat::cause)
        .containsExactly(Cause.FAST, Cause.RECOVERY);
    Run tahoe = run(ALL.congestion(Congestion.TAHOE).without(Part.SACK), two);
    assertThat(tahoe.repeats().size()).isGreaterThan(2);
  }

  @Test
  void without_flow_control_a_full_receiver_has_to_drop() {
    Settings small = ALL.buffer(8192);
    Program slow =
        Program.listening()
            .stopReading()
            .pause(Duration.ofSeconds(3))
            .startReading()
            .awaitClose()
            .close();
    Scenario scenario =
        Scenario.between(small, small)
            .client(Program.connecting().send(60_000).close())
            .server(slow);
    Run with = scenario.run();
    assertThat(with.repeats())
        .allMatch(r -> r.cause() == Cause.WINDOW_PROBE || r.segment().length() == 1);
    Settings heedless =
        small.without(Part.FLOW_CONTROL, Part.WINDOW_SCALE, Part.ZERO_WINDOW_PROBES);
    Run without =
        Scenario.between(heedless, small)
            .client(Program.connecting().send(60_000).close())
            .server(slow)
            .run();
    assertThat(without.repeats().size()).isGreaterThan(with.repeats().size() + 5);
  }

  @Test
  void without_zero_window_probes_a_lost_window_update_stops_the_connection_for_ever() {
    Settings small = ALL.buffer(4096);
    Program slow =
        Program.listening()
            .stopReading()
            .pause(Duration.ofMillis(500))
            .startReading()
            .awaitClose()
            .close();
    Rule update =
        Rule.drop()
            .from(End.SERVER)
            .matching("window update", s -> s.flags() == 0x10 && s.window() > 4000, 1);
    Scenario scenario =
        Scenario.between(small, small).client(Program.connecting().send(9000).close()).server(slow);
    Scenario without =
        Scenario.between(small.without(Part.ZERO_WINDOW_PROBES), small)
            .client(Program.connecting().send(9000).close())
            .server(slow);
    Run stuck = without.rule(update).run();
    assertThat(stuck.remarks()).anyMatch(s -> s.contains("for ever"));
    assertThat(without.run().remarks()).isEmpty();
    assertThat(scenario.rule(update).run().received(End.SERVER)).hasSize(9000);
  }

  @Test
  void window_scale_lets_more_than_64_kib_be_on_their_way() {
    Settings wide = ALL.buffer(1 << 20).congestion(Congestion.NONE);
    Settings narrow = wide.without(Part.WINDOW_SCALE);
    assertThat(mostInFlight(run(wide, 400_000))).isGreaterThan(100_000);
    assertThat(mostInFlight(run(narrow, 400_000))).isLessThanOrEqualTo(65_535);
  }

  private static long mostInFlight(Run run) {
    long most = 0;
    int acknowledged = run.parcels().get(0).segment().seq();
    for (Parcel parcel : run.parcels()) {
      if (parcel.from() == End.CLIENT) {
        most = Math.max(most, parcel.segment().end() - acknowledged);
      } else if (!parcel.arrivals().isEmpty()) {
        acknowledged = parcel.segment().ack();
      }
    }
    return most;
  }

  @Test
  void nagle_gathers_small_writes() {
    Program typing = Program.connecting();
    for (int i = 0; i < 10; i++) {
      typing = typing.send(1).pause(Duration.ofMillis(1));
    }
    Settings eager = ALL.without(Part.DELAYED_ACK);
    assertThat(dataSegments(eager, typing.close())).isLessThan(4);
    assertThat(dataSegments(eager.without(Part.NAGLE), typing.close())).isEqualTo(10);
  }

  private static long dataSegments(Settings settings, Program client) {
    Run run = Scenario.between(settings, settings).client(client).run();
    return run.parcels().stream().filter(p -> p.segment().length() > 0).count();
  }

  @Test
  void delayed_acks_are_half_as_many() {
    long with = pureAcks(run(ALL, 100_000));
    long without = pureAcks(run(ALL.without(Part.DELAYED_ACK), 100_000));
    assertThat(with * 3).isLessThan(without * 2);
  }

  private static long pureAcks(Run run) {
    return run.parcels().stream()
        .filter(p -> p.from() == End.SERVER && p.segment().length() == 0)
        .count();
  }

  @Test
  void slow_start_begins_with_the_initial_window_and_doubles() {
    for (int initial : new int[] {1, 10}) {
      Settings settings = ALL.initialWindow(initial).without(Part.DELAYED_ACK).buffer(1 << 18);
      Run run = run(settings, 250_000);
      long[] rounds = new long[4];
      for (Parcel parcel : run.parcels()) {
        int round = (int) (parcel.sentNs() / 20_000_000) - 1;
        if (parcel.segment().length() > 0 && round < rounds.length) {
          rounds[round]++;
        }
      }
      assertThat(rounds).containsExactly(initial, 2L * initial, 4L * initial, 8L * initial);
    }
  }

  @Test
  void each_congestion_control_reacts_to_a_loss_in_its_own_way() {
    List<Long> windows = new ArrayList<>();
    for (Congestion kind : List.of(Congestion.TAHOE, Congestion.RENO, Congestion.CUBIC)) {
      Run run =
          run(
              ALL.congestion(kind).without(Part.SACK),
              100_000,
              Rule.drop().from(End.CLIENT).data(20));
      long lossNs = run.repeats().get(0).timeNs();
      long after =
          run.windows().stream()
              .filter(w -> w.timeNs() == lossNs)
              .reduce((a, b) -> b)
              .orElseThrow()
              .ssthresh();
      long cwnd =
          run.windows().stream()
              .filter(w -> w.timeNs() == lossNs)
              .reduce((a, b) -> b)
              .orElseThrow()
              .cwnd();
      windows.add(cwnd);
      assertThat(kind == Congestion.TAHOE ? 1448L : after + 3 * 1448).isEqualTo(cwnd);
    }
    assertThat(windows.get(2)).as("CUBIC keeps 0.7, Reno 0.5").isGreaterThan(windows.get(1));
  }

  @Test
  void keep_alives_find_a_peer_that_is_gone() {
    Settings watching = ALL.keepAlive(Duration.ofSeconds(2));
    Program idle = Program.connecting().send(10).awaitAcknowledged();
    Scenario scenario = Scenario.between(watching, ALL).client(idle).limit(Duration.ofMinutes(1));
    Run alive = scenario.server(Program.listening()).run();
    assertThat(alive.states(End.CLIENT)).endsWith(State.ESTABLISHED);
    assertThat(alive.parcels().size()).isGreaterThan(40);
    int[] all = java.util.stream.IntStream.rangeClosed(2, 9).toArray();
    Run dead =
        scenario.server(Program.listening()).rule(Rule.drop().from(End.SERVER).pureAck(all)).run();
    assertThat(dead.states(End.CLIENT))
        .containsExactly(State.SYN_SENT, State.ESTABLISHED, State.CLOSED);
    assertThat(dead.states(End.SERVER)).endsWith(State.CLOSED);
  }

  @Test
  void contradictory_settings_say_why() {
    assertThatThrownBy(() -> ALL.without(Part.CUMULATIVE_ACK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("makes no sense without CUMULATIVE_ACK");
    assertThatThrownBy(() -> ALL.without(Part.FAST_RETRANSMIT, Part.SACK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NEWRENO begins its recovery with a fast retransmission");
    assertThatThrownBy(() -> ALL.without(Part.RETRANSMISSION_TIMER))
        .hasMessageContaining("makes no sense without RETRANSMISSION_TIMER");
    assertThatThrownBy(() -> ALL.mss(0)).hasMessageContaining("an MSS of 0");
    assertThatThrownBy(() -> ALL.initialWindow(0)).hasMessageContaining("initial window 0");
    assertThatThrownBy(() -> ALL.minRto(Duration.ZERO)).hasMessageContaining("a time of PT0S");
    for (Part part : Part.values()) {
      List<Part> dependants =
          Arrays.stream(Part.values()).filter(p -> p.needs().contains(part)).toList();
      List<Part> with = new ArrayList<>(dependants);
      with.add(part);
      with.add(Part.SACK);
      Settings left = ALL.congestion(Congestion.NONE).without(with.toArray(Part[]::new));
      assertThat(left.parts()).doesNotContain(part);
    }
  }
}
