package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.List;
import tcplab.simulation.Parcel;
import tcplab.simulation.Repeat;
import tcplab.simulation.Run;
import tcplab.tcp.SequenceNumber;

/** What a simulation's run knows of itself, as tables. */
public final class SimulationTables {
  private SimulationTables() {}

  /** Every change of state: when, whose, what made it, what was done, and where that is written. */
  public static ColumnTable states(Run run) {
    List<Run.StateChange> rows = run.stateChanges();
    int size = rows.size();
    return new ColumnTable(
        "transitions",
        size,
        List.of(
            new Column.Longs("time_ns", size, i -> rows.get(i).timeNs(), NONE_MISSING),
            new Column.Texts("side", size, i -> rows.get(i).end().label()),
            new Column.Texts("from", size, i -> rows.get(i).transition().from().name()),
            new Column.Texts("trigger", size, i -> rows.get(i).transition().trigger().words()),
            new Column.Texts("to", size, i -> rows.get(i).transition().to().name()),
            new Column.Texts("action", size, i -> rows.get(i).transition().action()),
            new Column.Texts("reference", size, i -> rows.get(i).transition().reference())));
  }

  /** Every segment that was sent, and what the network did to it. */
  public static ColumnTable segments(Run run) {
    List<Parcel> rows = run.parcels();
    int size = rows.size();
    return new ColumnTable(
        "segments",
        size,
        List.of(
            new Column.Ints("segment", size, i -> rows.get(i).number(), NONE_MISSING),
            new Column.Longs("time_ns", size, i -> rows.get(i).sentNs(), NONE_MISSING),
            new Column.Texts("sender", size, i -> rows.get(i).from().label()),
            new Column.Texts(
                "flags", size, i -> tcplab.tcp.Flags.text(rows.get(i).segment().flags())),
            new Column.Longs(
                "seq", size, i -> SequenceNumber.toLong(rows.get(i).segment().seq()), NONE_MISSING),
            new Column.Longs(
                "ack",
                size,
                i -> SequenceNumber.toLong(rows.get(i).segment().ack()),
                i -> !rows.get(i).segment().has(tcplab.tcp.Flags.ACK)),
            new Column.Ints("length", size, i -> rows.get(i).segment().length(), NONE_MISSING),
            new Column.Ints("arrivals", size, i -> rows.get(i).arrivals().size(), NONE_MISSING),
            new Column.Texts("fate", size, i -> rows.get(i).fate())));
  }

  /** Every segment that was sent again, and why. */
  public static ColumnTable repeats(Run run) {
    List<Repeat> rows = run.repeats();
    int size = rows.size();
    return new ColumnTable(
        "repeats",
        size,
        List.of(
            new Column.Longs("time_ns", size, i -> rows.get(i).timeNs(), NONE_MISSING),
            new Column.Texts("sender", size, i -> rows.get(i).end().label()),
            new Column.Longs(
                "seq", size, i -> SequenceNumber.toLong(rows.get(i).segment().seq()), NONE_MISSING),
            new Column.Ints("length", size, i -> rows.get(i).segment().length(), NONE_MISSING),
            new Column.Texts(
                "cause",
                size,
                i -> rows.get(i).cause().name().toLowerCase(java.util.Locale.ROOT))));
  }

  /** How the congestion windows moved, in octets; no {@code ssthresh} before the first loss. */
  public static ColumnTable windows(Run run) {
    List<Run.WindowSample> rows = run.windows();
    int size = rows.size();
    return new ColumnTable(
        "windows",
        size,
        List.of(
            new Column.Longs("time_ns", size, i -> rows.get(i).timeNs(), NONE_MISSING),
            new Column.Texts("sender", size, i -> rows.get(i).end().label()),
            new Column.Longs("cwnd", size, i -> rows.get(i).cwnd(), NONE_MISSING),
            new Column.Longs(
                "ssthresh",
                size,
                i -> rows.get(i).ssthresh(),
                i -> rows.get(i).ssthresh() == Long.MAX_VALUE)));
  }
}
