package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTableTest {
  private static String cell(String name, long value) {
    Column column = new Column.Longs(name, 1, row -> value, Column.NONE_MISSING);
    String html = HtmlTable.of(new ColumnTable("t", 1, List.of(column)));
    return html.substring(html.indexOf("<td"), html.indexOf("</td>"));
  }

  @Test
  void a_moment_reads_as_a_time_of_day_and_keeps_its_number_for_sorting() {
    assertThat(cell("time_ns", 1_795_444_710_390_171_395L))
        .endsWith(">14:38:30.390171395")
        .contains("data-value=\"1795444710390171395\"", "2026-11-23T14:38:30.390171395Z");
    assertThat(cell("reset_ns", 1_795_444_710_000_000_000L)).endsWith(">14:38:30.000000");
  }

  @Test
  void a_column_without_fractions_shows_none() {
    assertThat(cells(5, 2_070_451, Double.NaN)).containsExactly("5", "2070451", "–");
    assertThat(cells(5, 0.25)).containsExactly("5", "0.25");
    assertThat(cells(5, Double.POSITIVE_INFINITY)).containsExactly("5", "Infinity");
  }

  private static List<String> cells(double... numbers) {
    Column column = new Column.Doubles("x", numbers.length, row -> numbers[row]);
    String html = HtmlTable.of(new ColumnTable("t", numbers.length, List.of(column)));
    return Arrays.stream(html.split("<td", -1))
        .skip(1)
        .map(cell -> cell.replaceAll("^[^>]*>|</td>(?s).*$|</?span[^>]*>", ""))
        .toList();
  }

  @Test
  void virtual_time_counts_from_its_beginning_and_other_large_numbers_stay_numbers() {
    assertThat(cell("time_ns", 60_040_000_001L))
        .endsWith(">00:01:00.040000001")
        .doesNotContain("title=");
    assertThat(cell("time_ns", -1)).endsWith(">-1");
    assertThat(cell("inode", 1_795_444_710_390_171_395L)).endsWith(">1795444710390171395");
  }
}
