package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import tcplab.connection.Connection;
import tcplab.connection.Side;

/**
 * What TCP did against the faults of a network: one row per connection in which one was made.
 *
 * <p>Columns: {@code recording}; {@code fault}, what the network did; and of the side that sends
 * {@code bytes}, {@code unique_bytes} (without repeats), {@code retransmissions}, {@code
 * out_of_order}; and of the one that receives {@code duplicate_acks}, {@code zero_windows}.
 */
public final class ReliabilityTable {
  /**
   * One recorded connection.
   *
   * @param recording its name
   * @param fault what the network did to it
   * @param connection as the sender's capture shows it
   * @param sender which side sends the data
   */
  public record Row(String recording, String fault, Connection connection, Side sender) {}

  private ReliabilityTable() {}

  /** One row each, in this order. */
  public static ColumnTable of(List<Row> rows) {
    int size = rows.size();
    return new ColumnTable(
        "reliability",
        size,
        List.of(
            new Column.Texts("recording", size, row -> rows.get(row).recording()),
            new Column.Texts("fault", size, row -> rows.get(row).fault()),
            longs("bytes", rows, row -> row.connection().bytes(row.sender())),
            longs("unique_bytes", rows, row -> row.connection().uniqueBytes(row.sender())),
            ints("retransmissions", rows, row -> row.connection().retransmissions(row.sender())),
            ints("out_of_order", rows, row -> row.connection().outOfOrder(row.sender())),
            ints(
                "duplicate_acks", rows, row -> row.connection().duplicateAcks(row.sender().peer())),
            ints("zero_windows", rows, row -> row.connection().zeroWindows(row.sender().peer()))));
  }

  private static Column longs(String name, List<Row> rows, ToLongFunction<Row> value) {
    return new Column.Longs(
        name, rows.size(), row -> value.applyAsLong(rows.get(row)), NONE_MISSING);
  }

  private static Column ints(String name, List<Row> rows, ToIntFunction<Row> value) {
    return new Column.Ints(name, rows.size(), row -> value.applyAsInt(rows.get(row)), NONE_MISSING);
  }
}
