package tcplab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplab.simulation.ExplorerVerdict.Outcome;
import tcplab.simulation.HandshakeSettings.GivesUp;
import tcplab.simulation.HandshakeSettings.Numbers;
import tcplab.simulation.HandshakeSettings.Variant;

class HandshakeModelTest {

  private static ExplorerVerdict safety(HandshakeSettings settings, String property) {
    HandshakeModel model = HandshakeModel.safety(settings);
    return checked(model, Explorer.explore(model).verdict(property));
  }

  private static ExplorerVerdict liveness(HandshakeSettings settings) {
    HandshakeModel model = HandshakeModel.liveness(settings);
    return checked(model, Explorer.explore(model).verdict(HandshakeModel.NOBODY_WAITS));
  }

  /** Every counterexample is made of steps that the model offers. */
  private static ExplorerVerdict checked(HandshakeModel model, ExplorerVerdict verdict) {
    verdict
        .counterexample()
        .ifPresent(run -> assertThat(run.replay(model)).as(run.toString()).isEqualTo(run.length()));
    return verdict;
  }

  @Test
  void two_way_opens_on_one_old_syn_alone() {
    ExplorerVerdict verdict =
        safety(HandshakeSettings.safety(Variant.TWO_WAY), HandshakeModel.NO_OLD_SYN);
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict.counterexampleLength()).hasValue(1);
    assertThat(verdict.counterexample().orElseThrow().steps().get(1))
        .satisfies(
            step -> {
              assertThat(step.text()).startsWith("the old SYN seq=X0 arrives at the server");
              assertThat(step.client()).isEqualTo("CLOSED");
              assertThat(step.server()).isEqualTo("ESTABLISHED");
            });
  }

  @Test
  void two_way_can_leave_both_ends_open_with_different_numbers() {
    ExplorerVerdict verdict =
        safety(HandshakeSettings.safety(Variant.TWO_WAY), HandshakeModel.SAME_NUMBERS);
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict.counterexampleLength()).hasValue(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"THREE_WAY", "FOUR_WAY_WITH_ACK"})
  void with_fresh_numbers_every_fault_together_does_three_way_no_harm(Variant variant) {
    HandshakeSettings settings = HandshakeSettings.safety(variant);
    assertThat(safety(settings, HandshakeModel.NO_OLD_SYN).outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(safety(settings, HandshakeModel.SAME_NUMBERS).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void where_an_old_number_comes_again_an_old_syn_and_its_old_ack_open_the_server() {
    ExplorerVerdict verdict =
        safety(
            HandshakeSettings.safety(Variant.THREE_WAY).with(Numbers.ANY),
            HandshakeModel.NO_OLD_SYN);
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict.counterexampleLength()).hasValue(2);
  }

  @Test
  void quiet_time_makes_up_for_numbers_that_come_again() {
    HandshakeSettings settings =
        HandshakeSettings.safety(Variant.THREE_WAY).with(Numbers.ANY).withQuietTime();
    assertThat(safety(settings, HandshakeModel.NO_OLD_SYN).outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(safety(settings, HandshakeModel.SAME_NUMBERS).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void quiet_time_does_not_save_two_way() {
    HandshakeSettings settings =
        HandshakeSettings.safety(Variant.TWO_WAY).with(Numbers.ANY).withQuietTime();
    assertThat(safety(settings, HandshakeModel.NO_OLD_SYN).outcome()).isEqualTo(Outcome.VIOLATED);
  }

  @Test
  void a_fourth_segment_whose_syn_acknowledges_nothing_lets_an_old_one_in() {
    ExplorerVerdict verdict =
        safety(HandshakeSettings.safety(Variant.FOUR_WAY), HandshakeModel.NO_OLD_SYN);
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict.counterexampleLength()).hasValue(4);
    ExplorerStep last = verdict.counterexample().orElseThrow().steps().get(4);
    assertThat(last.text()).startsWith("the old SYN seq=Y0 arrives at the client");
    assertThat(last.client()).isEqualTo("ESTABLISHED");
  }

  @Test
  void when_the_syn_ack_is_lost_and_the_client_gives_up_the_two_way_server_waits_for_ever() {
    ExplorerVerdict verdict = liveness(HandshakeSettings.liveness(Variant.TWO_WAY));
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict.counterexampleLength()).hasValue(4);
    Counterexample run = verdict.counterexample().orElseThrow();
    assertThat(run.steps().get(4).client()).isEqualTo("CLOSED");
    assertThat(run.steps().get(4).server()).isEqualTo("ESTABLISHED");
    assertThat(run.ending()).startsWith("nothing more will happen by itself");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWO_WAY")
  void the_server_of_the_others_is_still_asking_then(Variant variant) {
    assertThat(liveness(HandshakeSettings.liveness(variant)).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @ParameterizedTest
  @EnumSource
  void after_a_crash_an_idle_end_waits_for_ever_without_keep_alive_and_close(Variant variant) {
    HandshakeSettings settings =
        HandshakeSettings.liveness(variant).with(GivesUp.BOTH).withCrashes(true);
    ExplorerVerdict verdict = liveness(settings);
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(liveness(settings.withKeepAlive(true)).outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(liveness(settings.withClose(true)).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void without_a_user_timeout_two_ends_with_other_numbers_can_answer_each_other_for_ever() {
    HandshakeSettings settings =
        HandshakeSettings.liveness(Variant.THREE_WAY)
            .with(GivesUp.NOBODY)
            .withCrashes(true)
            .withKeepAlive(true)
            .withClose(true);
    ExplorerVerdict verdict = liveness(settings);
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict.counterexampleLength()).hasValue(8);
    assertThat(verdict.counterexample().orElseThrow().ending())
        .startsWith("nothing that is sure to come leads out of this");
    assertThat(liveness(settings.with(GivesUp.BOTH)).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void packing_and_unpacking_a_state_changes_nothing() {
    java.util.Random random = new java.util.Random(3);
    for (int round = 0; round < 2000; round++) {
      long[] packed = new long[HandshakeState.WORDS];
      HandshakeState state = new HandshakeState(HandshakeState.MAX_IN_FLIGHT);
      state.client.unpack(random.nextInt(1 << 12));
      state.server.unpack(random.nextInt(1 << 12));
      for (int i = random.nextInt(6); i > 0; i--) {
        int type = 1 + random.nextInt(HandshakeSegment.PLAIN_SYN);
        state.send(
            HandshakeSegment.of(type, random.nextInt(8), random.nextInt(8), random.nextBoolean()));
      }
      state.pack(packed);
      long[] again = new long[HandshakeState.WORDS];
      new HandshakeState(HandshakeState.MAX_IN_FLIGHT).unpack(packed).pack(again);
      assertThat(again).isEqualTo(packed);
    }
  }

  @Test
  void bounds_out_of_range_are_refused_with_the_range() {
    HandshakeSettings settings = HandshakeSettings.safety(Variant.THREE_WAY);
    assertThatThrownBy(() -> settings.withInFlight(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 5 segments in flight, not 6");
    assertThatThrownBy(() -> ExplorerExperiments.handshakes(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 segments in flight at least, not 1");
  }
}
