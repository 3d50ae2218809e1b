package tcplab.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A table of the data dictionary: columns of one length under a name, free of Tablesaw.
 *
 * @param name what the rows are: {@code packets}, {@code connections}, {@code sockets}
 * @param rows how many rows there are
 * @param columns the columns, in the data dictionary's order, their names distinct
 */
public record ColumnTable(String name, int rows, List<Column> columns) {
  /**
   * Checks that the columns fit together.
   *
   * @throws IllegalArgumentException when a column has another length, or two have the same name
   */
  public ColumnTable {
    columns = List.copyOf(columns);
    Set<String> names = new LinkedHashSet<>();
    for (Column column : columns) {
      if (column.rows() != rows) {
        throw new IllegalArgumentException(
            "column " + column.name() + " has " + column.rows() + " rows, not " + rows);
      }
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("two columns are called " + column.name());
      }
    }
  }

  /** The columns' names, in order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * One column by its name.
   *
   * @throws UnknownColumnException when there is none of that name
   */
  public Column column(String column) {
    for (Column candidate : columns) {
      if (candidate.name().equals(column)) {
        return candidate;
      }
    }
    throw new UnknownColumnException(name, column, columnNames());
  }

  /**
   * The same rows with these columns only, in this order.
   *
   * @throws UnknownColumnException when there is none of one of the names
   */
  public ColumnTable select(List<String> names) {
    List<Column> selected = new ArrayList<>();
    for (String column : names) {
      selected.add(column(column));
    }
    return new ColumnTable(name, rows, selected);
  }

  /**
   * The rows for which a condition holds, in their order.
   *
   * @param wanted asked with each row's number, 0-based
   */
  public ColumnTable where(IntPredicate wanted) {
    int[] chosen = IntStream.range(0, rows).filter(wanted).toArray();
    return new ColumnTable(
        name, chosen.length, columns.stream().map(column -> column.rows(chosen)).toList());
  }
}
