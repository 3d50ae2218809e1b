package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tcplab.connection.Finding;
import tcplab.connection.Findings;

/** The table <em>findings</em>: one row per example of a finding, in the findings' order. */
public final class FindingTable {
  private record Row(Finding finding, Finding.Example example) {}

  private FindingTable() {}

  /**
   * All findings with their examples.
   *
   * @return columns {@code severity}, {@code finding}, {@code connections}, {@code connection},
   *     {@code example}, {@code packets}, {@code reference}
   */
  public static ColumnTable of(Findings findings) {
    List<Row> rows = new ArrayList<>();
    for (Finding finding : findings.all()) {
      finding.examples().forEach(example -> rows.add(new Row(finding, example)));
    }
    int size = rows.size();
    return new ColumnTable(
        "findings",
        size,
        List.of(
            texts("severity", rows, r -> r.finding.kind().severity().words()),
            texts("finding", rows, r -> r.finding.kind().title()),
            new Column.Ints(
                "connections", size, row -> rows.get(row).finding.connections(), NONE_MISSING),
            new Column.Ints(
                "connection", size, row -> rows.get(row).example.connection(), NONE_MISSING),
            texts("example", rows, r -> r.example.text()),
            texts("packets", rows, r -> packets(r.example)),
            texts("reference", rows, r -> r.finding.kind().reference())));
  }

  private static String packets(Finding.Example example) {
    return example.packets().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static Column texts(String name, List<Row> rows, Function<Row, String> value) {
    return new Column.Texts(name, rows.size(), row -> value.apply(rows.get(row)));
  }
}
