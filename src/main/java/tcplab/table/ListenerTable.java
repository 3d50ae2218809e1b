package tcplab.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import tcplab.sockets.Field;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/**
 * The sockets in LISTEN: where, for whom, and how full the accept queue is, the fullest first.
 * {@code fill_percent} is {@code accept_queue} of {@code backlog}; {@code connections} are the
 * connections in whatever state that have the listener's port at this end, {@code half_open} those
 * of them in SYN_RECEIVED.
 */
public final class ListenerTable {
  private static final double PERCENT = 100;

  private ListenerTable() {}

  /** The listeners among these sockets. */
  public static ColumnTable of(Snapshot sockets) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < sockets.size(); row++) {
      if (sockets.state(row).filter(state -> state == State.LISTEN).isPresent()) {
        rows.add(row);
      }
    }
    rows.sort(
        Comparator.comparingDouble((Integer row) -> -known(fill(sockets, row)))
            .thenComparingLong(row -> sockets.number(row, Field.LOCAL_PORT, 0)));
    return new RecordColumns<>(rows)
        .text("family", row -> sockets.family(row).orElse(null))
        .text("local", row -> sockets.local(row).orElse(null))
        .integer("local_port", row -> number(sockets, row, Field.LOCAL_PORT))
        .integer("accept_queue", row -> number(sockets, row, Field.ACCEPT_QUEUE))
        .integer("backlog", row -> number(sockets, row, Field.BACKLOG))
        .real("fill_percent", row -> fill(sockets, row))
        .integer("connections", row -> OptionalInt.of(connections(sockets, row, false)))
        .integer("half_open", row -> OptionalInt.of(connections(sockets, row, true)))
        .integer("uid", row -> number(sockets, row, Field.UID))
        .integer("pid", row -> number(sockets, row, Field.PID))
        .text("process", row -> sockets.process(row).orElse(null))
        .text("container", row -> sockets.container(row).orElse(null))
        .table("listeners");
  }

  private static double known(double fill) {
    return Double.isNaN(fill) ? 0 : fill;
  }

  private static double fill(Snapshot sockets, int row) {
    long backlog = sockets.number(row, Field.BACKLOG, 0);
    return backlog > 0 && sockets.has(row, Field.ACCEPT_QUEUE)
        ? Math.round(sockets.number(row, Field.ACCEPT_QUEUE, 0) * PERCENT / backlog)
        : Double.NaN;
  }

  private static OptionalInt number(Snapshot sockets, int row, Field field) {
    return sockets.has(row, field)
        ? OptionalInt.of((int) sockets.number(row, field, 0))
        : OptionalInt.empty();
  }

  private static int connections(Snapshot sockets, int listener, boolean halfOpen) {
    long port = sockets.number(listener, Field.LOCAL_PORT, 0);
    String address = sockets.local(listener).orElse("");
    boolean any = address.equals("0.0.0.0") || address.equals("::") || address.equals("*");
    int count = 0;
    for (int row = 0; row < sockets.size(); row++) {
      boolean here =
          sockets.number(row, Field.LOCAL_PORT, 0) == port
              && sockets.has(row, Field.REMOTE_PORT)
              && (any || sockets.local(row).orElse("").equals(address));
      boolean wanted =
          !halfOpen || sockets.state(row).filter(s -> s == State.SYN_RECEIVED).isPresent();
      count += here && wanted ? 1 : 0;
    }
    return count;
  }
}
