package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.simulation.Counterexample;
import tcplab.simulation.Exploration;
import tcplab.simulation.ExplorerExperiments;
import tcplab.simulation.ExplorerLimits;

class ExplorerTableTest {
  private final List<Exploration> found =
      ExplorerExperiments.explore(ExplorerExperiments.timeWaits());

  @Test
  void each_property_of_each_model_has_a_row_and_only_violations_have_a_run() {
    JsonArray rows =
        JsonParser.parseString(JsonWriter.text(ExplorerTable.verdicts(found))).getAsJsonArray();
    assertThat(rows).hasSize(2 * ExplorerExperiments.timeWaits().size());
    int runs = 0;
    for (JsonElement element : rows) {
      JsonObject row = element.getAsJsonObject();
      boolean violated = row.get("verdict").getAsString().equals("violated");
      assertThat(row.get("counterexample_steps").isJsonNull()).isEqualTo(!violated);
      assertThat(row.get("run").isJsonNull()).isEqualTo(!violated);
      if (violated) {
        assertThat(row.get("run").getAsInt()).isEqualTo(++runs);
      }
      assertThat(row.get("states").getAsInt()).isBetween(1, row.get("states_in_all").getAsInt());
      assertThat(row.get("stopped").isJsonNull()).isTrue();
      assertThat(row.get("bounds").getAsString()).contains("MSL 4 ticks");
    }
    assertThat(ExplorerExperiments.runs(found)).hasSize(runs);
  }

  @Test
  void a_counterexample_is_a_row_per_step_with_both_ends_states() {
    Counterexample run = ExplorerExperiments.runs(found).get(0);
    ColumnTable steps = ExplorerTable.steps(run);
    assertThat(steps.rows()).isEqualTo(run.length() + 1);
    assertThat(steps.columnNames()).containsExactly("step", "tick", "what", "client", "server");
    StringBuilder last = new StringBuilder();
    steps.column("client").append(run.length(), last);
    assertThat(last.toString()).isEqualTo("CLOSED");
  }

  @Test
  void an_exploration_that_had_to_stop_says_why() {
    List<Exploration> cut =
        ExplorerExperiments.explore(
            ExplorerExperiments.timeWaits().subList(2, 3), ExplorerLimits.USUAL.withStates(50));
    JsonObject row =
        JsonParser.parseString(JsonWriter.text(ExplorerTable.verdicts(cut)))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    assertThat(row.get("verdict").getAsString()).isEqualTo("undecided");
    assertThat(row.get("stopped").getAsString()).contains("limit of 50 states reached");
  }
}
