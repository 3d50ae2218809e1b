package tcplab.dataframe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tcplab.table.TerminalWriter;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Shows a Tablesaw table as Tablesaw prints it, made fit for a terminal: cells are hostile text.
 */
public final class TableText {
  private static final int LONGEST = 200;
  private static final String UNNAMED = "(no name)";

  private TableText() {}

  /**
   * The table as lines.
   *
   * @param rows how many rows at most; of more, the first and the last are shown
   */
  public static String of(Table table, int rows) {
    List<Column<?>> columns = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      columns.add(printable(column, rows));
    }
    Table shown = Table.create(table.name() == null ? "table" : cut(table.name()), columns);
    return shown.print(rows).lines().map(TerminalWriter::inert).collect(Collectors.joining("\n"));
  }

  /** Tablesaw makes a column as wide as its longest text, and cannot print one of no width. */
  private static Column<?> printable(Column<?> column, int rows) {
    boolean named = !column.name().isEmpty() && column.name().length() <= LONGEST;
    boolean texts = column instanceof StringColumn;
    if (named && (!texts || shortEnough((StringColumn) column, rows))) {
      return column;
    }
    Column<?> copy = texts ? ((StringColumn) column).map(TableText::cut) : column.copy();
    return copy.setName(column.name().isEmpty() ? UNNAMED : cut(column.name()));
  }

  /** Whether the texts are that will be shown, the first and the last ones. */
  private static boolean shortEnough(StringColumn column, int rows) {
    int size = column.size();
    for (int row = 0; row < size; row++) {
      boolean seen = row < rows || row >= size - rows;
      if (seen && column.get(row).length() > LONGEST) {
        return false;
      }
    }
    return true;
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
