package tcplab.dataframe;

import java.util.Objects;
import java.util.stream.Stream;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.booleans.BooleanColumnType;
import tech.tablesaw.columns.numbers.IntColumnType;
import tech.tablesaw.columns.numbers.LongColumnType;

/**
 * Makes Tablesaw tables of the data dictionary's tables, column by column under the same names.
 *
 * <p>Integers of 32 bits become an {@link IntColumn}, of 64 bits a {@link LongColumn}, text a
 * {@link StringColumn}, yes and no a {@link BooleanColumn}; a missing value is Tablesaw's missing
 * value.
 */
public final class Dataframe {
  /** So many rows take longer to copy than threads take to start. */
  private static final int WORTH_A_THREAD = 20_000;

  private Dataframe() {}

  /** The same rows and columns as a Tablesaw table of the same name. */
  public static Table of(ColumnTable table) {
    Stream<Column> columns = table.columns().stream();
    if (table.rows() > WORTH_A_THREAD) {
      columns = columns.parallel(); // a column looks into the capture and at no other column
    }
    return Table.create(
        table.name(), columns.<tech.tablesaw.columns.Column<?>>map(Dataframe::column).toList());
  }

  /**
   * One row turned on its side: a line per column that has a value.
   *
   * @return columns {@code column} and {@code value}, both text, under the table's name and the
   *     row's number
   * @throws IndexOutOfBoundsException when there is no such row
   */
  public static Table row(Table table, int row) {
    Objects.checkIndex(row, table.rowCount());
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

  private static tech.tablesaw.columns.Column<?> column(Column column) {
    if (column instanceof Column.Longs longs) {
      return longs(longs);
    } else if (column instanceof Column.Ints ints) {
      return ints(ints);
    } else if (column instanceof Column.Doubles doubles) {
      return doubles(doubles);
    } else if (column instanceof Column.Booleans booleans) {
      return booleans(booleans);
    } else if (column instanceof Column.Texts texts) {
      return texts(texts);
    }
    throw new AssertionError("a kind of column without a Tablesaw type: " + column.getClass());
  }

  private static LongColumn longs(Column.Longs column) {
    long[] values = new long[column.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] =
          column.isMissing(row)
              ? LongColumnType.missingValueIndicator()
              : column.value().applyAsLong(row);
    }
    return LongColumn.create(column.name(), values);
  }

  private static IntColumn ints(Column.Ints column) {
    int[] values = new int[column.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] =
          column.isMissing(row)
              ? IntColumnType.missingValueIndicator()
              : column.value().applyAsInt(row);
    }
    return IntColumn.create(column.name(), values);
  }

  private static DoubleColumn doubles(Column.Doubles column) {
    double[] values = new double[column.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = column.value().applyAsDouble(row);
    }
    return DoubleColumn.create(column.name(), values);
  }

  private static BooleanColumn booleans(Column.Booleans column) {
    BooleanColumn values = BooleanColumn.create(column.name());
    for (int row = 0; row < column.rows(); row++) {
      if (column.isMissing(row)) {
        values.append(BooleanColumnType.MISSING_VALUE);
      } else {
        values.append(column.value().test(row));
      }
    }
    return values;
  }

  private static StringColumn texts(Column.Texts column) {
    StringColumn values = StringColumn.create(column.name());
    for (int row = 0; row < column.rows(); row++) {
      String text = column.value().apply(row);
      if (text == null) {
        values.appendMissing();
      } else {
        values.append(text);
      }
    }
    return values;
  }
}
