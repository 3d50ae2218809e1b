package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import tcplab.plot.ExplorerRows.Arrow;
import tcplab.simulation.Counterexample;
import tcplab.simulation.Exploration;
import tcplab.simulation.Explorer;
import tcplab.simulation.ExplorerExperiments;
import tcplab.simulation.ExplorerStep;
import tcplab.simulation.ExplorerStep.What;
import tcplab.simulation.HandshakeModel;
import tcplab.simulation.HandshakeSettings;
import tcplab.simulation.HandshakeSettings.Variant;
import tcplab.simulation.TimeWaitModel;
import tcplab.simulation.TimeWaitSettings;

class ExplorerLadderTest {

  private static Counterexample waiting() {
    return Explorer.explore(HandshakeModel.liveness(HandshakeSettings.liveness(Variant.TWO_WAY)))
        .verdict(HandshakeModel.NOBODY_WAITS)
        .counterexample()
        .orElseThrow();
  }

  private static Counterexample opening() {
    return Explorer.explore(HandshakeModel.safety(HandshakeSettings.safety(Variant.TWO_WAY)))
        .verdict(HandshakeModel.NO_OLD_SYN)
        .counterexample()
        .orElseThrow();
  }

  private static Counterexample refused(int timeWait) {
    return Explorer.explore(new TimeWaitModel(TimeWaitSettings.lasting(timeWait)))
        .verdict(TimeWaitModel.FIN_ANSWERED)
        .counterexample()
        .orElseThrow();
  }

  @Test
  void a_lost_segment_ends_between_the_ends_and_an_arriving_one_at_the_other_end() {
    List<Arrow> arrows = ExplorerRows.arrows(waiting().steps());
    assertThat(arrows).extracting(Arrow::fate).containsExactly(What.ARRIVED, What.LOST);
    SvgDocument svg = SvgDocument.of(ExplorerLadder.of(waiting()));
    List<Element> drawn = svg.with("g", "data-segment");
    assertThat(drawn)
        .extracting(e -> e.getAttribute("data-segment"))
        .containsExactly("ARRIVED", "LOST");
    assertThat(drawn.get(1).getTextContent()).contains("server to client: SYN-ACK", "lost");
  }

  @Test
  void every_step_stands_in_words_and_every_state_where_it_is_entered() {
    Counterexample run = waiting();
    List<String> texts = SvgDocument.of(ExplorerLadder.of(run)).texts();
    String all = String.join(" ", texts);
    for (ExplorerStep step : run.steps()) {
      assertThat(all).contains(step.number() + ". ");
    }
    assertThat(texts)
        .contains("CLOSED", "LISTEN", "SYN_SENT", "ESTABLISHED", "client", "server")
        .filteredOn(text -> text.equals("CLOSED"))
        .as("at the beginning and at the end")
        .hasSize(2);
    assertThat(all).contains("in 4 steps", "nothing more will happen by itself");
  }

  @Test
  void an_old_duplicate_begins_between_the_ends() {
    Picture picture = ExplorerLadder.of(opening());
    SvgDocument svg = SvgDocument.of(picture);
    assertThat(svg.texts()).contains("old SYN seq=X0");
    Element old = svg.with("g", "data-segment").get(0);
    assertThat(old.getTextContent()).contains("client to server: SYN seq=X0, old, arrives");
    assertThat(picture.title()).endsWith("in 1 step");
  }

  @Test
  void ticks_that_pass_one_after_the_other_share_a_row() {
    Counterexample run = refused(TimeWaitSettings.lasting(0).msl());
    List<ExplorerRows.Row> rows = ExplorerRows.rows(run.steps());
    assertThat(rows).hasSizeLessThan(run.steps().size());
    assertThat(rows).extracting(ExplorerRows.Row::text).contains("4–5. 2 ticks pass");
    assertThat(rows.get(rows.size() - 1).last()).isEqualTo(run.length());
  }

  @Test
  void every_counterexample_of_the_lessons_can_be_drawn() {
    List<Exploration> found = ExplorerExperiments.explore(ExplorerExperiments.timeWaits());
    for (Counterexample run : ExplorerExperiments.runs(found)) {
      Picture picture = ExplorerLadder.of(run);
      assertThat(SvgDocument.of(picture).with("g", "data-segment")).isNotEmpty();
      assertThat(picture.description()).contains(run.ending()).doesNotContain("\n");
    }
  }
}
