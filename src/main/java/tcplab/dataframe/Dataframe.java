package tcplab.dataframe;

import java.util.ArrayList;
import java.util.List;
import tcplab.table.ColumnTable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Makes Tablesaw tables of the data dictionary's tables, column by column under the same names.
 *
 * <p>Integers of 32 bits become an {@link IntColumn}, of 64 bits a {@link LongColumn}, text a
 * {@link StringColumn}, yes and no a {@link BooleanColumn}; a missing value is Tablesaw's missing
 * value. Integers are kept packed ({@link IntegerPages}) until a reader changes one of the column.
 */
public final class Dataframe {
  /** So many rows take longer to copy than threads take to start. */
  private static final int WORTH_A_THREAD = 20_000;

  /** So many packets fit into a processor's second cache. */
  private static final int ROWS_AT_ONCE = 4 * IntegerPages.PAGE;

  private Dataframe() {}

  /** The same rows and columns as a Tablesaw table of the same name. */
  public static Table of(ColumnTable table) {
    List<ColumnFiller> fillers = table.columns().stream().map(ColumnFiller::of).toList();
    int rows = table.rows();
    if (rows < WORTH_A_THREAD) {
      fill(fillers, rows);
    } else {
      shares(fillers).parallelStream().forEach(share -> fill(share, rows));
    }
    return Table.create(
        table.name(),
        fillers.stream().<tech.tablesaw.columns.Column<?>>map(ColumnFiller::column).toList());
  }

  /** A share of the columns for each processor; texts take longest, so they are dealt out first. */
  private static List<List<ColumnFiller>> shares(List<ColumnFiller> fillers) {
    int processors = Runtime.getRuntime().availableProcessors();
    List<List<ColumnFiller>> shares = new ArrayList<>();
    for (int i = 0; i < processors; i++) {
      shares.add(new ArrayList<>());
    }
    int next = 0;
    for (boolean text : new boolean[] {true, false}) {
      for (ColumnFiller filler : fillers) {
        if (filler instanceof ColumnFiller.Texts == text) {
          shares.get(next++ % processors).add(filler);
        }
      }
    }
    return shares;
  }

  private static void fill(List<ColumnFiller> fillers, int rows) {
    for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
      for (ColumnFiller filler : fillers) {
        filler.fill(from, Math.min(rows, from + ROWS_AT_ONCE));
      }
    }
  }

  /**
   * One row turned on its side: a line per column that has a value.
   *
   * @return columns {@code column} and {@code value}, both text, under the table's name and the
   *     row's number
   * @throws IndexOutOfBoundsException when there is no such row
   */
  public static Table row(Table table, int row) {
    if (row < 0 || row >= table.rowCount()) {
      throw new IndexOutOfBoundsException(
          "no row " + row + "; there are " + table.rowCount() + ", numbered from 0");
    }
    StringColumn names = StringColumn.create("column");
    StringColumn values = StringColumn.create("value");
    for (tech.tablesaw.columns.Column<?> column : table.columns()) {
      if (!column.isMissing(row)) {
        names.append(column.name());
        values.append(String.valueOf(column.get(row)));
      }
    }
    return Table.create(table.name() + ", row " + row, names, values);
  }
}
