package tcplab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tcplab.tcp.State;

class ScenarioTest {
  private static byte[] text(int octets) {
    byte[] text = new byte[octets];
    for (int i = 0; i < octets; i++) {
      text[i] = (byte) ((i * 31) >> 3);
    }
    return text;
  }

  /** The client sends, the server answers half as much, and both close. */
  private static Scenario exchange(Settings settings, byte[] text) {
    return Scenario.between(settings, settings)
        .client(Program.connecting().send(text).awaitReceived(text.length / 2).close())
        .server(
            Program.listening()
                .awaitReceived(text.length)
                .send(java.util.Arrays.copyOf(text, text.length / 2))
                .awaitClose()
                .close());
  }

  private static byte[] capture(Run run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run.writeCapture(End.SERVER, out);
    return out.toByteArray();
  }

  @Test
  void the_same_seed_gives_the_same_octets_and_another_seed_others() throws IOException {
    Scenario scenario =
        exchange(Settings.standard(), text(30_000))
            .chance(0.05, 0.05, 0.1, Duration.ofMillis(30))
            .seed(7);
    assertThat(capture(scenario.run())).isEqualTo(capture(scenario.run()));
    assertThat(capture(scenario.seed(8).run())).isNotEqualTo(capture(scenario.run()));
  }

  @Test
  void whatever_the_network_does_the_text_arrives_whole_in_order_and_once() {
    SplittableRandom random = new SplittableRandom(42);
    Congestion[] kinds = Congestion.values();
    for (int i = 0; i < 150; i++) {
      Settings settings =
          Settings.standard()
              .congestion(kinds[i % kinds.length])
              .initialWindow(random.nextBoolean() ? 1 : 10)
              .buffer(1 << random.nextInt(12, 18))
              .mss(random.nextInt(200, 1461))
              .retries(50);
      if (random.nextInt(3) == 0) {
        settings = settings.without(Part.SACK);
      }
      if (random.nextInt(3) == 0) {
        settings = settings.without(Part.TIMESTAMPS, Part.NAGLE, Part.DELAYED_ACK);
      }
      byte[] text = text(random.nextInt(1, 40_000));
      Run run =
          exchange(settings, text)
              .chance(
                  random.nextDouble() * 0.15,
                  random.nextDouble() * 0.1,
                  random.nextDouble() * 0.3,
                  Duration.ofMillis(random.nextInt(1, 60)))
              .seed(i)
              .limit(Duration.ofHours(5))
              .run();
      String what = "run " + i + " of " + settings + " " + run.remarks();
      assertThat(run.received(End.SERVER)).as(what).isEqualTo(text);
      assertThat(run.received(End.CLIENT))
          .as(what)
          .isEqualTo(java.util.Arrays.copyOf(text, text.length / 2));
      assertThat(run.states(End.CLIENT)).as(what).endsWith(State.TIME_WAIT, State.CLOSED);
      assertThat(run.states(End.SERVER)).as(what).endsWith(State.LAST_ACK, State.CLOSED);
    }
  }

  @Test
  void a_narrow_link_loses_what_its_queue_cannot_hold_and_all_arrives_in_the_end() {
    for (Congestion kind : Congestion.values()) {
      byte[] text = text(300_000);
      Run run =
          exchange(Settings.standard().congestion(kind).retries(50), text)
              .bottleneck(200_000, 12)
              .limit(Duration.ofHours(5))
              .run();
      assertThat(run.received(End.SERVER)).as(kind + " " + run.remarks()).isEqualTo(text);
      assertThat(run.parcels().stream().filter(Parcel::lost).count()).as("" + kind).isPositive();
    }
  }

  @Test
  void a_rule_that_matches_nothing_is_reported() {
    Run run = Scenario.standard().rule(Rule.drop().synAck(1, 5)).rule(Rule.drop().rst()).run();
    assertThat(run.remarks())
        .containsExactly(
            "rule \"drop SYN-ACK 1,5\" found no segment [5]: 2 of that kind were sent",
            "rule \"drop RST\" matched no segment: 0 of that kind were sent");
    assertThat(Scenario.standard().rule(Rule.drop().syn(1)).run().remarks()).isEmpty();
  }

  @Test
  void rules_say_what_cannot_be() {
    assertThatThrownBy(() -> Rule.drop().syn(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("segments are counted from 1, not 0");
    assertThatThrownBy(() -> Rule.delay(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scenario.standard().chance(1.5, 0, 0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a chance of 1.5 of loss");
    assertThatThrownBy(() -> Program.connecting().send(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void time_wait_lasts_two_msl() {
    Run run = exchange(Settings.standard().msl(Duration.ofSeconds(7)), text(10)).run();
    var changes = run.stateChanges().stream().filter(change -> change.end() == End.CLIENT).toList();
    Run.StateChange over = changes.get(changes.size() - 1);
    Run.StateChange begun = changes.get(changes.size() - 2);
    assertThat(begun.transition().to()).isEqualTo(State.TIME_WAIT);
    assertThat(over.timeNs() - begun.timeNs()).isEqualTo(Duration.ofSeconds(14).toNanos());
  }

  @Test
  void a_lost_last_ack_restarts_time_wait() {
    Rule rule = Rule.drop().from(End.CLIENT).pureAck(2);
    Scenario scenario =
        Scenario.standard()
            .client(Program.connecting().send(18).awaitReceived(24).close())
            .server(
                Program.listening()
                    .awaitReceived(18)
                    .send(24)
                    .awaitClose()
                    .pause(Duration.ofSeconds(1))
                    .close());
    Run run = scenario.rule(rule).run();
    assertThat(run.repeats()).hasSize(1);
    assertThat(run.repeats().get(0).end()).isEqualTo(End.SERVER);
    assertThat(run.endNs() - scenario.run().endNs()).isGreaterThan(900_000_000L);
    assertThat(run.remarks()).isEmpty();
  }
}
