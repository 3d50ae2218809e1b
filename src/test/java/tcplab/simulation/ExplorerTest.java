package tcplab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tcplab.simulation.ExplorerProperty.Always;
import tcplab.simulation.ExplorerProperty.Eventually;
import tcplab.simulation.ExplorerVerdict.Outcome;
import tcplab.simulation.HandshakeSettings.Variant;

class ExplorerTest {

  @Test
  void counters_have_as_many_states_steps_and_levels_as_the_formulas_say() {
    for (int counters = 1; counters <= 4; counters++) {
      for (int limit : new int[] {1, 2, 9}) {
        Exploration found = Explorer.explore(ToyModel.counters(counters, limit));
        int states = (int) Math.pow(limit + 1, counters);
        assertThat(found.states()).isEqualTo(states);
        assertThat(found.steps()).isEqualTo((long) counters * limit * states / (limit + 1));
        assertThat(found.depth()).isEqualTo(counters * limit);
        assertThat(found.stopped()).isEmpty();
      }
    }
  }

  @Test
  void a_million_states_are_all_different_and_found_again() {
    Exploration found = Explorer.explore(ToyModel.counters(3, 99));
    assertThat(found.states()).isEqualTo(1_000_000);
    assertThat(found.bytes()).isLessThan(64_000_000);
  }

  @Test
  void a_counterexample_is_as_short_as_can_be_and_ends_where_the_property_breaks() {
    Always below = new Always("the sum stays below 7", state -> state[0] + state[1] < 7);
    Exploration found = Explorer.explore(ToyModel.counters(2, 9, below));
    ExplorerVerdict verdict = found.verdict("the sum stays below 7");
    assertThat(verdict.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict.counterexampleLength()).hasValue(7);
    assertThat(found.states()).as("nothing is explored once all is known").isLessThan(100);
  }

  @Test
  void random_graphs_give_the_same_as_the_jdks_collections() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      int nodes = 1 + random.nextInt(40);
      int[][] targets = new int[nodes][];
      for (int node = 0; node < nodes; node++) {
        targets[node] =
            random
                .ints(random.nextInt(4), 0, nodes)
                .map(target -> random.nextInt(3) == 0 ? -1 - target : target)
                .toArray();
      }
      long bad = random.nextInt(nodes);
      long goal = random.nextInt(nodes);
      Always safe = new Always("safe", state -> state[0] != bad);
      Eventually comes = new Eventually("comes", state -> state[0] == goal);
      ToyModel model = ToyModel.graph(targets, safe, comes);
      NaiveSearch naive = new NaiveSearch(model);
      Exploration found = Explorer.explore(model);

      assertThat(found.states()).isEqualTo(naive.distance.size());
      assertThat(found.steps()).isEqualTo(naive.steps);
      assertThat(found.depth()).isEqualTo(naive.depth());
      assertThat(found.verdict("safe").counterexampleLength().orElse(-1))
          .isEqualTo(naive.nearestBroken(safe));
      assertThat(found.verdict("comes").outcome() == Outcome.HOLDS)
          .isEqualTo(naive.comesAlways(comes));
      for (ExplorerVerdict verdict : found.verdicts()) {
        verdict
            .counterexample()
            .ifPresent(run -> assertThat(run.replay(model)).isEqualTo(run.length()));
      }
    }
  }

  @Test
  void a_handshake_has_the_same_states_as_with_the_jdks_collections() {
    for (Variant variant : Variant.values()) {
      HandshakeModel model =
          HandshakeModel.safety(HandshakeSettings.safety(variant).withInFlight(1));
      NaiveSearch naive = new NaiveSearch(model);
      Exploration found = Explorer.explore(model);
      if (found.verdicts().stream().allMatch(v -> v.outcome() == Outcome.HOLDS)) {
        assertThat(found.states()).as(variant.label()).isEqualTo(naive.distance.size());
        assertThat(found.steps()).isEqualTo(naive.steps);
      }
      for (ExplorerProperty property : model.properties()) {
        assertThat(found.verdict(property.name()).counterexampleLength().orElse(-1))
            .as(variant.label() + ": " + property.name())
            .isEqualTo(naive.nearestBroken((Always) property));
      }
      HandshakeModel live =
          HandshakeModel.liveness(HandshakeSettings.liveness(variant).withInFlight(1));
      Eventually comes = (Eventually) live.properties().get(0);
      assertThat(Explorer.explore(live).verdict(comes.name()).outcome() == Outcome.HOLDS)
          .isEqualTo(new NaiveSearch(live).comesAlways(comes));
    }
  }

  @Test
  void a_step_on_which_nobody_can_count_does_not_help_what_must_come() {
    Eventually comes = new Eventually("node 1 comes", state -> state[0] == 1);
    int[][] byCrash = {{-2}, {1}};
    int[][] byTimer = {{1, -1}, {1}};
    assertThat(verdict(ToyModel.graph(byCrash, comes))).isEqualTo(Outcome.VIOLATED);
    assertThat(verdict(ToyModel.graph(byTimer, comes))).isEqualTo(Outcome.HOLDS);
  }

  private static Outcome verdict(ExplorerModel model) {
    return Explorer.explore(model).verdicts().get(0).outcome();
  }

  @Test
  void a_loop_that_fairness_leaves_does_no_harm_and_one_that_it_cannot_leave_does() {
    Eventually comes = new Eventually("node 2 comes", state -> state[0] == 2);
    int[][] open = {{1}, {0, 2}, {2}};
    int[][] closed = {{1, 2}, {3}, {2}, {1}};
    assertThat(verdict(ToyModel.graph(open, comes))).isEqualTo(Outcome.HOLDS);
    Exploration found = Explorer.explore(ToyModel.graph(closed, comes));
    assertThat(found.verdict("node 2 comes").outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(found.verdict("node 2 comes").counterexampleLength()).hasValue(1);
  }

  @Test
  void too_many_states_end_in_a_sentence_and_what_was_explored_is_reported() {
    Always never = new Always("nothing happens at all", state -> state[0] < 1);
    Always always = new Always("no counter is negative", state -> state[0] >= 0);
    ToyModel model = ToyModel.counters(3, 99, never, always);
    Exploration found = Explorer.explore(model, ExplorerLimits.USUAL.withStates(5_000));
    assertThat(found.states()).isEqualTo(5_000);
    assertThat(found.stopped())
        .startsWith("limit of 5,000 states reached after 5,000 states")
        .contains("steps deep", "smaller bounds");
    assertThat(found.verdict("nothing happens at all").outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(found.verdict("no counter is negative").outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void too_little_memory_ends_in_a_sentence_that_names_both_figures() {
    Eventually full = new Eventually("it is full", state -> state[0] == 99);
    Exploration found =
        Explorer.explore(ToyModel.counters(3, 99, full), ExplorerLimits.USUAL.withBytes(4 << 20));
    assertThat(found.stopped()).contains("out of memory", "4,096 KiB are allowed", "-Xmx");
    assertThat(found.bytes()).isLessThanOrEqualTo(4 << 20);
    assertThat(found.verdict("it is full").outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void an_interrupt_ends_it_and_stays() {
    Thread.currentThread().interrupt();
    Exploration found = Explorer.explore(ToyModel.counters(3, 99));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(found.stopped()).startsWith("interrupted after 1 states");
  }

  @Test
  void a_model_that_a_bound_cuts_short_proves_nothing() {
    Always always = new Always("never broken", state -> true);
    Eventually comes = new Eventually("never comes", state -> false);
    ToyModel cut =
        new ToyModel(1, always, comes) {
          @Override
          public void initial(Steps steps) {
            steps.to(new long[1], 0);
          }

          @Override
          public void successors(long[] state, Steps steps) {
            steps.cut();
          }
        };
    assertThat(Explorer.explore(cut).verdicts())
        .allSatisfy(verdict -> assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED));
  }

  @Test
  void limits_that_leave_no_room_and_unknown_properties_are_named() {
    assertThatThrownBy(() -> ExplorerLimits.USUAL.withStates(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 states");
    Exploration found =
        Explorer.explore(ToyModel.counters(1, 1, new Always("counts", state -> true)));
    assertThatThrownBy(() -> found.verdict("flies"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("\"flies\"")
        .hasMessageContaining("counts");
  }

  @Test
  void another_models_run_does_not_replay() {
    Always below = new Always("below", state -> state[0] < 3);
    Counterexample run =
        Explorer.explore(ToyModel.counters(1, 9, below))
            .verdict("below")
            .counterexample()
            .orElseThrow();
    assertThat(run.replay(ToyModel.counters(1, 9))).isEqualTo(3);
    assertThat(run.replay(ToyModel.counters(1, 2))).isEqualTo(2);
    assertThat(run.steps()).extracting(ExplorerStep::number).isEqualTo(List.of(0, 1, 2, 3));
  }
}
