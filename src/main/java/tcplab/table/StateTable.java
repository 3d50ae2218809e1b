package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.StateEntry;

/**
 * The table <em>states</em>: the states that both ends of each connection went through, one row per
 * state. {@code basis} says what the row rests on: seen, inferred, presumed or unknown.
 */
public final class StateTable {
  /** One row. */
  private record Row(int connection, StateEntry entry) {}

  private StateTable() {}

  /** All connections, the client's states before the server's. */
  public static ColumnTable of(Connections connections) {
    return of(connections, number -> true);
  }

  /**
   * Some connections.
   *
   * @param wanted which, 0-based
   */
  public static ColumnTable of(Connections connections, IntPredicate wanted) {
    List<Row> rows = new ArrayList<>();
    for (Connection connection : connections.all()) {
      if (wanted.test(connection.number())) {
        add(rows, connection);
      }
    }
    return table(rows);
  }

  /** One connection. */
  public static ColumnTable of(Connection connection) {
    List<Row> rows = new ArrayList<>();
    add(rows, connection);
    return table(rows);
  }

  private static void add(List<Row> rows, Connection connection) {
    for (StateEntry entry : connection.states()) {
      rows.add(new Row(connection.number(), entry));
    }
  }

  private static ColumnTable table(List<Row> rows) {
    int size = rows.size();
    return new ColumnTable(
        "states",
        size,
        List.of(
            new Column.Ints("connection", size, i -> rows.get(i).connection(), NONE_MISSING),
            new Column.Texts("side", size, i -> rows.get(i).entry().side().label()),
            new Column.Texts("state", size, i -> rows.get(i).entry().state().name()),
            new Column.Ints("packet", size, i -> rows.get(i).entry().packet(), NONE_MISSING),
            new Column.Longs(
                "time_ns",
                size,
                i -> rows.get(i).entry().timeNs(),
                i -> rows.get(i).entry().timeNs() == Packets.NO_TIME),
            new Column.Longs(
                "duration_us",
                size,
                i -> rows.get(i).entry().durationNs().orElse(0) / 1000,
                i -> rows.get(i).entry().durationNs().isEmpty()),
            new Column.Texts("why", size, i -> rows.get(i).entry().why()),
            new Column.Texts("basis", size, i -> rows.get(i).entry().basis().label())));
  }
}
