package tcplab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tcplab.simulation.ExplorerExperiments.LeastTimeWait;
import tcplab.simulation.ExplorerVerdict.Outcome;
import tcplab.simulation.TimeWaitSettings.Numbers;
import tcplab.simulation.TimeWaitSettings.Resets;

class TimeWaitModelTest {
  private static final int MSL = TimeWaitSettings.lasting(0).msl();

  private static ExplorerVerdict verdict(TimeWaitSettings settings, String property) {
    TimeWaitModel model = new TimeWaitModel(settings);
    ExplorerVerdict verdict = Explorer.explore(model).verdict(property);
    verdict
        .counterexample()
        .ifPresent(run -> assertThat(run.replay(model)).as(run.toString()).isEqualTo(run.length()));
    return verdict;
  }

  private static Outcome fin(TimeWaitSettings settings) {
    return verdict(settings, TimeWaitModel.FIN_ANSWERED).outcome();
  }

  private static Outcome data(TimeWaitSettings settings) {
    return verdict(settings, TimeWaitModel.NO_OLD_DATA).outcome();
  }

  @Test
  void no_time_wait_and_one_msl_fail() {
    for (int length : new int[] {0, MSL}) {
      assertThat(fin(TimeWaitSettings.lasting(length))).isEqualTo(Outcome.VIOLATED);
      assertThat(data(TimeWaitSettings.lasting(length))).isEqualTo(Outcome.VIOLATED);
    }
    assertThat(
            verdict(TimeWaitSettings.lasting(0), TimeWaitModel.FIN_ANSWERED).counterexampleLength())
        .hasValue(6);
    assertThat(
            verdict(TimeWaitSettings.lasting(MSL), TimeWaitModel.FIN_ANSWERED)
                .counterexampleLength())
        .hasValue(12);
  }

  @Test
  void two_msl_suffice_while_the_losses_take_no_longer_than_one_msl() {
    for (int losses = 0; losses <= 2; losses++) {
      TimeWaitSettings settings = TimeWaitSettings.lasting(2 * MSL).withLosses(losses);
      assertThat(settings.needed()).isEqualTo(2 * MSL);
      assertThat(fin(settings)).isEqualTo(Outcome.HOLDS);
      assertThat(data(settings)).isEqualTo(Outcome.HOLDS);
    }
  }

  @Test
  void with_a_third_loss_two_msl_fail_and_the_rules_length_holds() {
    TimeWaitSettings settings = TimeWaitSettings.lasting(2 * MSL).withLosses(3);
    assertThat(fin(settings)).isEqualTo(Outcome.VIOLATED);
    assertThat(data(settings)).isEqualTo(Outcome.VIOLATED);
    TimeWaitSettings longer = settings.with(MSL, settings.rto(), settings.needed());
    assertThat(fin(longer)).isEqualTo(Outcome.HOLDS);
    assertThat(data(longer)).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void the_rule_always_suffices_and_cannot_be_improved_once_losses_rule() {
    for (LeastTimeWait row : ExplorerExperiments.leastTimeWaits()) {
      assertThat(Math.max(row.forFin(), row.forData())).isLessThanOrEqualTo(row.needed());
      if (row.losses() * row.rto() >= row.msl()) {
        assertThat(row.forFin()).as(row.toString()).isEqualTo(row.needed());
        assertThat(row.forData()).as(row.toString()).isEqualTo(row.needed());
      }
    }
  }

  @Test
  void with_fresh_disjoint_numbers_no_old_data_is_accepted_even_without_time_wait() {
    TimeWaitSettings settings = TimeWaitSettings.lasting(0).with(Numbers.DISJOINT);
    assertThat(data(settings)).isEqualTo(Outcome.HOLDS);
    assertThat(fin(settings)).isEqualTo(Outcome.VIOLATED);
  }

  @Test
  void an_old_rst_ends_two_msl_early_unless_rfc_1337_ignores_it() {
    TimeWaitSettings settings = TimeWaitSettings.lasting(2 * MSL);
    ExplorerVerdict obeyed = verdict(settings.with(Resets.OBEYED), TimeWaitModel.NO_OLD_DATA);
    assertThat(obeyed.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(obeyed.counterexampleLength()).hasValue(12);
    assertThat(obeyed.counterexample().orElseThrow().steps())
        .anySatisfy(
            step -> {
              assertThat(step.text()).startsWith("RST arrives at the client");
              assertThat(step.client()).isEqualTo("CLOSED");
            });
    assertThat(data(settings.with(Resets.IGNORED))).isEqualTo(Outcome.HOLDS);
    assertThat(data(settings.with(Resets.OBEYED).with(Numbers.DISJOINT))).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void a_copy_never_lives_longer_than_an_msl() {
    TimeWaitModel model = new TimeWaitModel(TimeWaitSettings.lasting(2 * MSL).withLosses(3));
    NaiveSearch all = new NaiveSearch(model);
    assertThat(all.distance.keySet())
        .allSatisfy(
            packed -> {
              TimeWaitState state =
                  new TimeWaitState().unpack(new long[] {packed.get(0), packed.get(1)});
              for (int i = 0; i < state.count; i++) {
                assertThat(TimeWaitState.age(state.copies[i])).isLessThanOrEqualTo(MSL);
              }
            });
    assertThat(Explorer.explore(model).states()).isLessThanOrEqualTo(all.distance.size());
  }

  @Test
  void packing_and_unpacking_a_state_changes_nothing() {
    Random random = new Random(4);
    for (int round = 0; round < 2000; round++) {
      long[] packed = {random.nextLong() & (1 << 23) - 1, 0};
      TimeWaitState state = new TimeWaitState().unpack(packed);
      for (int i = random.nextInt(TimeWaitState.MOST_COPIES + 1); i > 0; i--) {
        state.put(TimeWaitState.copy(1 + random.nextInt(3), random.nextInt(16)));
      }
      state.pack(packed);
      long[] again = new long[TimeWaitState.WORDS];
      new TimeWaitState().unpack(packed).pack(again);
      assertThat(again).isEqualTo(packed);
    }
  }

  @Test
  void lengths_out_of_range_are_refused_with_the_range() {
    assertThatThrownBy(() -> TimeWaitSettings.lasting(64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TIME_WAIT is 0 to 63 in this model, not 64");
    assertThatThrownBy(() -> TimeWaitSettings.lasting(1).withLosses(-1))
        .hasMessageContaining("losses is 0 to 7");
  }
}
