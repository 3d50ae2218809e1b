package tcplab.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Explanation;

/** The table <em>events</em>: one row per event of a packet, with what it is judged by. */
public final class EventTable {
  private record Row(int connection, int row, Explanation why) {}

  private EventTable() {}

  /**
   * The events of some connections, explained; in order of connections, and within one of packets.
   *
   * @param wanted which connections, 0-based
   * @return columns {@code connection}, {@code packet}, {@code time_ns}, {@code sender}, {@code
   *     event}, {@code rule}, {@code reference}, {@code evidence} (frame numbers, a space between
   *     them)
   */
  public static ColumnTable of(Connections connections, IntPredicate wanted) {
    List<Row> rows = new ArrayList<>();
    for (Connection connection : connections.all()) {
      if (wanted.test(connection.number())) {
        connection
            .explanations()
            .forEach(
                (row, whys) ->
                    whys.forEach(why -> rows.add(new Row(connection.number(), row, why))));
      }
    }
    Packets packets = connections.packets();
    return new RowColumns<>("events", rows)
        .ints("connection", Row::connection)
        .ints("packet", row -> row.why().packet())
        .times(row -> packets.timeNs(row.row()))
        .texts("sender", row -> connections.sender(row.row()).label())
        .texts("event", row -> row.why().event().label())
        .texts("rule", row -> row.why().rule())
        .texts("reference", row -> row.why().reference())
        .texts("evidence", row -> numbers(row.why().evidence()))
        .table();
  }

  private static @Nullable String numbers(List<Integer> packets) {
    return packets.isEmpty()
        ? null
        : packets.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
