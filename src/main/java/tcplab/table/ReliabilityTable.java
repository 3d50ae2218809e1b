package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Side;

/**
 * What TCP did against the faults of a network: one row per recorded connection.
 *
 * <p>Columns: {@code recording}; {@code fault}, what the network did; of the data {@code bytes}
 * sent and {@code unique_bytes}, the same without repeats; {@code retransmissions} by the sender;
 * {@code out_of_order} and {@code copies}, segments that came to the receiver late or a second
 * time; and what the receiver answered, {@code duplicate_acks} and {@code zero_windows}.
 */
public final class ReliabilityTable {
  /**
   * One recorded connection, the first of its captures.
   *
   * @param recording its name
   * @param fault what the network did to it
   * @param sent as the sender's capture shows it
   * @param arrived as the receiver's capture shows it
   * @param sender which side sends the data
   */
  public record Row(
      String recording, String fault, Connections sent, Connections arrived, Side sender) {

    private int copies() {
      int copies = 0;
      for (int row = 0; row < arrived.packets().size(); row++) {
        boolean first = arrived.connectionOf(row) == 0;
        copies += first && Event.NETWORK_DUPLICATE.in(arrived.events(row)) ? 1 : 0;
      }
      return copies;
    }
  }

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
            longs("bytes", rows, row -> first(row.sent()).bytes(row.sender())),
            longs("unique_bytes", rows, row -> first(row.sent()).uniqueBytes(row.sender())),
            ints("retransmissions", rows, row -> first(row.sent()).retransmissions(row.sender())),
            ints("out_of_order", rows, row -> first(row.arrived()).outOfOrder(row.sender())),
            ints("copies", rows, Row::copies),
            ints(
                "duplicate_acks",
                rows,
                row -> first(row.sent()).duplicateAcks(row.sender().peer())),
            ints("zero_windows", rows, row -> first(row.sent()).zeroWindows(row.sender().peer()))));
  }

  private static Connection first(Connections connections) {
    return connections.connection(0);
  }

  private static Column longs(String name, List<Row> rows, ToLongFunction<Row> value) {
    return new Column.Longs(
        name, rows.size(), row -> value.applyAsLong(rows.get(row)), NONE_MISSING);
  }

  private static Column ints(String name, List<Row> rows, ToIntFunction<Row> value) {
    return new Column.Ints(name, rows.size(), row -> value.applyAsInt(rows.get(row)), NONE_MISSING);
  }
}
