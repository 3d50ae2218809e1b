package tcplab.dataframe;

import java.util.ArrayList;
import java.util.List;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tcplab.table.HtmlTable;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/** Shows a Tablesaw table as {@link HtmlTable} shows the data dictionary's. */
public final class TableHtml {
  private TableHtml() {}

  /** The table as one HTML fragment. */
  public static String of(Table table) {
    List<Column> columns = new ArrayList<>();
    for (tech.tablesaw.columns.Column<?> column : table.columns()) {
      columns.add(column(column));
    }
    String name = table.name() == null ? "table" : table.name();
    return HtmlTable.of(new ColumnTable(name, table.rowCount(), columns));
  }

  /**
   * The same with a sentence above it and remarks below.
   *
   * @param heading plain text
   * @param notes plain text, a remark each
   */
  public static String of(Table table, String heading, List<String> notes) {
    StringBuilder html = new StringBuilder("<p>").append(HtmlTable.escape(heading)).append("</p>");
    html.append(of(table));
    for (String note : notes) {
      html.append("<p style=\"opacity:.7\">").append(HtmlTable.escape(note)).append("</p>");
    }
    return html.toString();
  }

  private static Column column(tech.tablesaw.columns.Column<?> column) {
    String name = column.name();
    ColumnType type = column.type();
    int rows = column.size();
    if (type == ColumnType.INTEGER || type == ColumnType.LONG || type == ColumnType.SHORT) {
      return new Column.Longs(
          name, rows, row -> ((Number) column.get(row)).longValue(), column::isMissing);
    }
    if (type == ColumnType.DOUBLE || type == ColumnType.FLOAT) {
      return new Column.Doubles(name, rows, row -> number(column, row));
    }
    return new Column.Texts(
        name, rows, row -> column.isMissing(row) ? null : String.valueOf(column.get(row)));
  }

  /** A float as its own digits say, not as the double next to it. */
  private static double number(tech.tablesaw.columns.Column<?> column, int row) {
    return column.isMissing(row) ? Double.NaN : Double.parseDouble(column.get(row).toString());
  }
}
