package tcplab.dataframe;

import java.util.stream.Collectors;
import tcplab.table.TerminalWriter;
import tech.tablesaw.api.Table;

/**
 * Shows a Tablesaw table as Tablesaw prints it, made fit for a terminal: cells are hostile text.
 */
public final class TableText {
  private TableText() {}

  /**
   * The table as lines.
   *
   * @param rows how many rows at most; of more, the first and the last are shown
   */
  public static String of(Table table, int rows) {
    return table.print(rows).lines().map(TerminalWriter::inert).collect(Collectors.joining("\n"));
  }
}
