package tcplab.table;

import java.util.List;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/** How many sockets are in each of the eleven states, and what each state means. */
public final class StateCounts {
  private static final State[] STATES = State.values();

  private StateCounts() {}

  /**
   * The columns {@code state}, {@code sockets} and {@code meaning}: eleven rows in the order of
   * {@link State}, zeros too. Rows without a state are left out, see {@link Snapshot#withoutState}.
   */
  public static ColumnTable of(Snapshot sockets) {
    int[] counts = sockets.stateHistogram().values().stream().mapToInt(Integer::intValue).toArray();
    return new ColumnTable(
        "states",
        STATES.length,
        List.of(
            new Column.Texts("state", STATES.length, row -> STATES[row].name()),
            new Column.Ints("sockets", STATES.length, row -> counts[row], Column.NONE_MISSING),
            new Column.Texts("meaning", STATES.length, row -> STATES[row].meaning())));
  }
}
