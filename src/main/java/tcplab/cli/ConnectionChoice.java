package tcplab.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tcplab.connection.Connections;
import tcplab.table.Column;
import tcplab.table.ColumnTable;

/** Which connections are wanted. */
final class ConnectionChoice {
  /** The column of {@link tcplab.table.ConnectionTable} and its kin that numbers connections. */
  private static final String NUMBER = "connection";

  @Option(
      names = "--connection",
      split = ",",
      paramLabel = "N",
      description = "only these connections, by their number in the column connection")
  private int @Nullable [] numbers;

  /** Where picocli fills the fields. */
  ConnectionChoice() {}

  ConnectionChoice(int @Nullable [] numbers) {
    this.numbers = numbers;
  }

  /** Whether it makes a difference. */
  boolean isMade() {
    return numbers != null;
  }

  /** Whether a connection is wanted. */
  boolean wants(int connection) {
    return numbers == null || Arrays.stream(numbers).anyMatch(n -> n == connection);
  }

  /** The rows of the wanted connections. */
  ColumnTable of(ColumnTable table) {
    if (numbers == null) {
      return table;
    }
    Column.Ints number = (Column.Ints) table.column(NUMBER);
    return table.where(row -> !number.isMissing(row) && wants(number.value().applyAsInt(row)));
  }

  /**
   * Checks that the connections are there.
   *
   * @throws NoSuchConnectionException when one of them is not
   */
  void check(Connections connections) {
    check(connections.count());
  }

  /** The same where only their count is known. */
  void check(long count) {
    Set<Integer> missing = new TreeSet<>();
    for (int number : numbers == null ? new int[0] : numbers) {
      if (number < 0 || number >= count) {
        missing.add(number);
      }
    }
    if (!missing.isEmpty()) {
      throw new NoSuchConnectionException(List.copyOf(missing), count);
    }
  }
}
