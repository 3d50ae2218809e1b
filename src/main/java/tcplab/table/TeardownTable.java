package tcplab.table;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;
import tcplab.connection.Teardown;

/**
 * The table <em>teardowns</em>: how each connection ended, who began it, and the time in each
 * phase. One row per connection, in the order of the connections table; each ending is read once,
 * when the table is made.
 */
public final class TeardownTable {
  private record Row(Connection connection, Teardown teardown) {}

  private TeardownTable() {}

  /** One row per connection. */
  public static ColumnTable of(Connections all) {
    List<Row> rows =
        all.all().stream()
            .map(connection -> new Row(connection, connection.teardown()))
            .collect(Collectors.toList());
    RowColumns<Row> table = new RowColumns<>("teardowns", rows);
    table.ints("connection", row -> row.connection().number());
    for (Side side : Side.values()) {
      table.texts(side.label(), row -> row.connection().address(side));
      table.ints(side.label() + "_port", row -> row.connection().port(side));
    }
    return table
        .texts("variant", row -> row.teardown().variant().label())
        .texts("closed_first", row -> row.teardown().closedFirst().label())
        .optionalLongs("first_fin_ns", row -> row.teardown().firstFinNs())
        .optionalLongs("second_fin_ns", row -> row.teardown().secondFinNs())
        .optionalLongs("last_ack_ns", row -> row.teardown().lastAckNs())
        .optionalLongs("reset_ns", row -> row.teardown().resetNs())
        .optionalMicroseconds("fin_wait_us", row -> row.teardown().finWaitNs())
        .optionalMicroseconds("half_closed_us", row -> row.teardown().halfClosedNs())
        .optionalMicroseconds("last_ack_wait_us", row -> row.teardown().lastAckWaitNs())
        .texts("evidence", row -> packets(row.teardown().evidence()))
        .table();
  }

  private static @Nullable String packets(List<Integer> numbers) {
    return numbers.isEmpty()
        ? null
        : numbers.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
