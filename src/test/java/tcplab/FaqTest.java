package tcplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class FaqTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static List<String> verdicts(FaqAnswer answer, String property, String assumption) {
    Table table = answer.verdicts();
    return table
        .where(
            table
                .stringColumn("property")
                .isEqualTo(property)
                .and(table.stringColumn("assumptions").containsString(assumption)))
        .stream()
        .map(row -> row.getString("variant") + " " + row.getString("verdict"))
        .toList();
  }

  @Test
  void three_segments_are_needed_and_enough() throws IOException {
    FaqAnswer answer = Faq.whyThreeWay();
    assertThat(verdicts(answer, "no end ESTABLISHED on an old duplicate SYN", "fresh ISNs"))
        .containsExactly(
            "two-way violated",
            "three-way holds",
            "four-way violated",
            "four-way, SYN with ACK holds");
    assertThat(verdicts(answer, "both agree on both ISNs", "fresh ISNs"))
        .containsExactly(
            "two-way violated",
            "three-way holds",
            "four-way holds",
            "four-way, SYN with ACK holds");
    assertThat(verdicts(answer, "no end waits for ever", "user timeout (client)"))
        .containsExactly(
            "two-way violated",
            "three-way holds",
            "four-way holds",
            "four-way, SYN with ACK holds");
    assertThat(verdicts(answer, "no end waits for ever", "eventual CLOSE"))
        .hasSize(4)
        .allMatch(verdict -> verdict.endsWith(" holds"));
    assertThat(answer.run(1).title()).startsWith("two-way: \"no end ESTABLISHED");
    assertThat(answer.steps(1).rowCount()).isEqualTo(2);
  }

  @Test
  void two_msl_have_their_verdicts_their_rule_and_their_recordings() throws IOException {
    FaqAnswer answer = Faq.whyTwoMsl();
    assertThat(verdicts(answer, "no old data accepted", "adversarial ISNs"))
        .containsExactly(
            "TIME_WAIT 0 violated",
            "TIME_WAIT 1 MSL violated",
            "TIME_WAIT 2 MSL holds",
            "TIME_WAIT 2 MSL holds",
            "TIME_WAIT 2 MSL violated",
            "TIME_WAIT 10 ticks holds",
            "TIME_WAIT 2 MSL, RST obeyed violated",
            "TIME_WAIT 2 MSL, RST ignored holds");
    assertThat(verdicts(answer, "no old data accepted", "fresh disjoint ISNs"))
        .containsExactly("TIME_WAIT 0 holds", "TIME_WAIT 2 MSL, RST obeyed holds");
    Table watched = exhibit(answer, "How long Linux stays in TIME_WAIT");
    Table waiting = watched.where(watched.stringColumn("state").isEqualTo("TIME_WAIT"));
    assertThat(waiting.stringColumn("end").asList()).containsExactly("client");
    assertThat(waiting.doubleColumn("seconds").get(0)).isBetween(60.0, 63.0);
  }

  @Test
  void verdicts_stand_side_by_side_with_the_run_in_which_one_fails() throws IOException {
    FaqAnswer answer = Faq.whyThreeWay();
    Table variants = answer.verdicts("variant");
    assertThat(variants.columnNames())
        .containsExactly(
            "property",
            "two-way",
            "three-way",
            "four-way",
            "four-way, SYN with ACK",
            "assumptions");
    assertThat(variants.rowCount()).isEqualTo(9);
    assertThat(variants.row(0).getString("two-way")).isEqualTo("fails: run 1");
    assertThat(variants.row(0).getString("three-way")).isEqualTo("holds");
    assertThat(variants.stringColumn("assumptions").asList())
        .noneMatch(text -> text.startsWith("no ") || text.contains("; no "));
    Table all = answer.verdicts();
    for (int row = 0; row < all.rowCount(); row++) {
      String cell =
          all.intColumn("run").isMissing(row)
              ? all.stringColumn("verdict").get(row)
              : "fails: run " + all.intColumn("run").get(row);
      assertThat(variants.stringColumn(all.stringColumn("variant").get(row)).asList())
          .contains(cell);
    }
    assertThat(Faq.whyTwoMsl().verdicts("property").columnNames())
        .containsExactly(
            "variant", "a repeated FIN is answered", "no old data accepted", "assumptions");
    assertThatThrownBy(() -> answer.verdicts("states"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("by variant or by property");
  }

  @Test
  void each_part_is_tried_at_work_and_taken_away() {
    Table parts = Faq.parts();
    assertThat(parts.rowCount()).isEven();
    for (int row = 0; row < parts.rowCount(); row += 2) {
      assertThat(parts.booleanColumn("at_work").get(row)).isTrue();
      assertThat(parts.booleanColumn("as_sent").get(row)).isTrue();
      assertThat(parts.booleanColumn("at_work").get(row + 1)).isFalse();
    }
  }

  private static Table exhibit(FaqAnswer answer, String caption) {
    return answer.exhibits().stream()
        .filter(exhibit -> exhibit.caption().equals(caption))
        .findFirst()
        .flatMap(FaqAnswer.Exhibit::table)
        .orElseThrow();
  }

  @Test
  void each_recorded_fault_shows_in_the_counts() throws IOException {
    FaqAnswer answer = Faq.whyReliable();
    Table counts = exhibit(answer, "Recorded: what the network did, and what TCP did about it");
    assertThat(counts.stringColumn("recording").asList())
        .containsExactly("retransmission", "duplicate", "reordering", "zero_window");
    assertThat(counts.intColumn("retransmissions").get(0)).isOne();
    assertThat(counts.intColumn("copies").get(1)).isOne();
    assertThat(counts.intColumn("out_of_order").get(2)).isOne();
    assertThat(counts.intColumn("zero_windows").get(3)).isPositive();
    assertThat(counts.intColumn("retransmissions").get(2))
        .as("reordering repeats nothing")
        .isZero();
    assertThat(answer.exhibits()).hasSize(10);
    assertThat(answer.explorations()).isEmpty();
  }

  @Test
  void a_header_is_drawn_and_listed_with_nine_flags_and_its_options() throws IOException {
    Table fields = exhibit(Faq.segmentStructure(), "Field by field");
    assertThat(fields.stringColumn("field").asList())
        .contains("AE", "CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN")
        .anyMatch(field -> field.startsWith("MSS"));
    String file = DATA.resolve("handshake_close.client.pcap").toString();
    Table second = exhibit(Faq.segmentStructure(file, 2), "Field by field");
    Table ack = second.where(second.stringColumn("field").isEqualTo("ACK"));
    assertThat(ack.stringColumn("value").get(0)).isEqualTo("set");
    assertThatThrownBy(() -> Faq.segmentStructure(file, 99)).hasMessageContaining("99");
  }

  @Test
  void an_answer_is_html_for_a_notebook_and_text_for_a_terminal() throws IOException {
    FaqAnswer answer = Faq.whyTwoMsl();
    assertThat(answer.toHtml())
        .startsWith("<div><h3>Why wait 2 MSL?</h3>")
        .contains("<table", "data:image/svg+xml;base64,", "<h4>Run 1: TIME_WAIT 0")
        .endsWith("</div>");
    assertThat(answer.toString()).contains("Why wait 2 MSL?", "TIME_WAIT 1 MSL", "violated");
    assertThatThrownBy(() -> answer.run(0))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("no run 0");
  }
}
