package tcplab.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tcplab.sockets.Field;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/**
 * The table <em>sockets</em> of the data dictionary, over a {@link Snapshot}: one row per TCP
 * socket. The cells are read from the snapshot when they are asked for; nothing is copied.
 *
 * <p>A listener's queues on Linux count connections and stand in {@code accept_queue} and {@code
 * backlog}; its {@code recv_queue} and {@code send_queue} are missing. With processes come {@code
 * command}, {@code cgroup} and {@code container}, with memory {@code recv_memory}, {@code
 * recv_buffer}, {@code send_memory}, {@code send_buffer} and {@code drops}, in octets. When a text
 * has rows whose addresses the tool cut, a last column {@code cut} tells which.
 */
public final class SocketTable {
  private SocketTable() {}

  /** The columns of the data dictionary in its order. */
  public static ColumnTable of(Snapshot sockets) {
    int rows = sockets.size();
    List<Column> columns = new ArrayList<>();
    long time = sockets.timeNs().orElse(0);
    IntPredicate noTime = row -> sockets.timeNs().isEmpty();
    columns.add(new Column.Longs("time_ns", rows, row -> time, noTime));
    columns.add(new Column.Texts("source", rows, row -> sockets.source().word()));
    columns.add(new Column.Texts("netns", rows, row -> sockets.netns().orElse(null)));
    columns.add(new Column.Texts("family", rows, row -> sockets.family(row).orElse(null)));
    columns.add(new Column.Texts("local", rows, row -> sockets.local(row).orElse(null)));
    columns.add(number(sockets, Field.LOCAL_PORT));
    columns.add(new Column.Texts("remote", rows, row -> sockets.remote(row).orElse(null)));
    columns.add(number(sockets, Field.REMOTE_PORT));
    columns.add(
        new Column.Texts("state", rows, row -> sockets.state(row).map(State::name).orElse(null)));
    columns.add(number(sockets, Field.RECV_QUEUE));
    columns.add(number(sockets, Field.SEND_QUEUE));
    columns.add(new Column.Texts("timer", rows, row -> sockets.timer(row).orElse(null)));
    addNumbers(columns, sockets, Field.TIMER_MS, Field.PID);
    columns.add(new Column.Texts("process", rows, row -> sockets.process(row).orElse(null)));
    columns.add(number(sockets, Field.FD));
    columns.add(new Column.Texts("congestion", rows, row -> sockets.congestion(row).orElse(null)));
    addNumbers(columns, sockets, Field.RTT_US, Field.BACKLOG);
    addOnRequest(columns, sockets);
    addCut(columns, sockets);
    return new ColumnTable("sockets", rows, columns);
  }

  /** The fields from one to another, which the data dictionary has in the same order. */
  private static void addNumbers(List<Column> columns, Snapshot sockets, Field first, Field last) {
    for (Field field : Field.values()) {
      if (field.compareTo(first) >= 0 && field.compareTo(last) <= 0) {
        columns.add(number(sockets, field));
      }
    }
  }

  private static Column number(Snapshot sockets, Field field) {
    int rows = sockets.size();
    IntPredicate missing = row -> !sockets.has(row, field);
    return field.wide()
        ? new Column.Longs(field.column(), rows, row -> sockets.number(row, field, 0), missing)
        : new Column.Ints(
            field.column(), rows, row -> (int) sockets.number(row, field, 0), missing);
  }

  /** What only some readings tell, where there is a single value of it. */
  private static void addOnRequest(List<Column> columns, Snapshot sockets) {
    int rows = sockets.size();
    List<Column> texts =
        List.of(
            new Column.Texts("command", rows, row -> sockets.command(row).orElse(null)),
            new Column.Texts("cgroup", rows, row -> sockets.cgroup(row).orElse(null)),
            new Column.Texts("container", rows, row -> sockets.container(row).orElse(null)));
    List<Column> all = new ArrayList<>(texts);
    addNumbers(all, sockets, Field.RECV_MEMORY, Field.DROPS);
    for (Column column : all) {
      if (IntStream.range(0, rows).anyMatch(row -> !column.isMissing(row))) {
        columns.add(column);
      }
    }
  }

  private static void addCut(List<Column> columns, Snapshot sockets) {
    for (int row = 0; row < sockets.size(); row++) {
      if (sockets.isCut(row)) {
        columns.add(
            new Column.Booleans("cut", sockets.size(), sockets::isCut, Column.NONE_MISSING));
        return;
      }
    }
  }
}
