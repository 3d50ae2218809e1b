package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.List;
import java.util.function.Function;
import tcplab.simulation.PartExperiments.Outcome;

/**
 * The table <em>parts</em>: the same fault with a part of TCP and without it, a row each.
 *
 * <p>Columns: {@code part}, {@code fault}, {@code at_work} (whether the part was), {@code bytes}
 * sent, {@code received_bytes}, {@code as_sent} (whether those are the octets that were sent, in
 * order), {@code retransmissions}, {@code last_arrival_ms} in virtual time, {@code remarks}, {@code
 * reference}.
 */
public final class PartTable {
  private PartTable() {}

  /** One row each, in this order. */
  public static ColumnTable of(List<Outcome> rows) {
    int size = rows.size();
    return new ColumnTable(
        "parts",
        size,
        List.of(
            texts("part", rows, o -> o.part().label()),
            texts("fault", rows, Outcome::fault),
            new Column.Booleans("at_work", size, row -> rows.get(row).present(), NONE_MISSING),
            new Column.Ints("bytes", size, row -> rows.get(row).sent(), NONE_MISSING),
            new Column.Ints("received_bytes", size, row -> rows.get(row).received(), NONE_MISSING),
            new Column.Booleans("as_sent", size, row -> rows.get(row).asSent(), NONE_MISSING),
            new Column.Ints("retransmissions", size, row -> rows.get(row).repeats(), NONE_MISSING),
            new Column.Longs(
                "last_arrival_ms",
                size,
                row -> rows.get(row).lastArrivalNs() / 1_000_000,
                row -> rows.get(row).lastArrivalNs() == 0),
            new Column.Texts(
                "remarks",
                size,
                row ->
                    rows.get(row).remarks().isEmpty()
                        ? null
                        : String.join("; ", rows.get(row).remarks())),
            texts("reference", rows, o -> o.part().reference())));
  }

  private static Column texts(String name, List<Outcome> rows, Function<Outcome, String> value) {
    return new Column.Texts(name, rows.size(), row -> value.apply(rows.get(row)));
  }
}
