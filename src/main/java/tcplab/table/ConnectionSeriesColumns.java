package tcplab.table;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.CwndSample;
import tcplab.connection.LimitSpan;
import tcplab.connection.LimitSpan.Limit;
import tcplab.connection.RttSample;
import tcplab.connection.Side;

/**
 * The connections table's columns on request: what only a second look at a connection's packets
 * tells. Each connection is looked at when the first of its cells is asked for, once.
 */
final class ConnectionSeriesColumns {
  private static final int NS_PER_US = 1000;
  private static final long MISSING = -1;

  /** One side of one connection. */
  private record Figures(
      long srtt,
      long rto,
      long linuxSrtt,
      long linuxRto,
      long timestampRttLeast,
      long mostCwnd,
      long window,
      long congestion,
      long application) {}

  private final Connections connections;
  private final @Nullable Figures[][] known;

  ConnectionSeriesColumns(Connections connections) {
    this.connections = connections;
    known = new Figures[connections.count()][];
  }

  /** The columns of one side. */
  List<Column> columns(Side side) {
    List<Column> columns = new ArrayList<>();
    columns.add(column("srtt_us_", side, Figures::srtt));
    columns.add(column("rto_us_", side, Figures::rto));
    columns.add(column("linux_srtt_us_", side, Figures::linuxSrtt));
    columns.add(column("linux_rto_us_", side, Figures::linuxRto));
    columns.add(column("timestamp_rtt_min_us_", side, Figures::timestampRttLeast));
    columns.add(column("cwnd_max_segments_", side, Figures::mostCwnd));
    columns.add(column("window_limited_us_", side, Figures::window));
    columns.add(column("congestion_limited_us_", side, Figures::congestion));
    columns.add(column("application_limited_us_", side, Figures::application));
    return columns;
  }

  private Column column(String name, Side side, ToLongFunction<Figures> value) {
    return new Column.Longs(
        name + side.label(),
        known.length,
        row -> value.applyAsLong(figures(row, side)),
        row -> value.applyAsLong(figures(row, side)) == MISSING);
  }

  private synchronized Figures figures(int row, Side side) {
    @Nullable Figures[] figures = known[row];
    if (figures == null) {
      Connection connection = connections.connection(row);
      List<RttSample> rtt = connection.rtt();
      List<CwndSample> cwnd = connection.cwnd();
      List<LimitSpan> limits = connection.limits();
      figures = new Figures[Side.values().length];
      for (Side each : Side.values()) {
        figures[each.ordinal()] = of(each, rtt, cwnd, limits);
      }
      known[row] = figures;
    }
    return figures[side.ordinal()];
  }

  private static Figures of(
      Side side, List<RttSample> rtt, List<CwndSample> cwnd, List<LimitSpan> limits) {
    RttSample last = null;
    long least = Long.MAX_VALUE;
    for (RttSample sample : rtt) {
      if (sample.side() == side) {
        last = sample;
        least = Math.min(least, sample.timestampRttNs().orElse(least));
      }
    }
    return new Figures(
        last == null ? MISSING : last.srttNs() / NS_PER_US,
        last == null ? MISSING : last.rtoNs() / NS_PER_US,
        last == null ? MISSING : last.linuxSrttNs() / NS_PER_US,
        last == null ? MISSING : last.linuxRtoNs() / NS_PER_US,
        least == Long.MAX_VALUE ? MISSING : least / NS_PER_US,
        cwnd.stream()
            .filter(sample -> sample.side() == side)
            .mapToLong(CwndSample::cwndSegments)
            .max()
            .orElse(MISSING),
        limited(limits, side, Limit.WINDOW),
        limited(limits, side, Limit.CONGESTION),
        limited(limits, side, Limit.APPLICATION));
  }

  private static long limited(List<LimitSpan> limits, Side side, Limit limit) {
    OptionalLong sum = OptionalLong.empty();
    for (LimitSpan span : limits) {
      if (span.side() == side) {
        long more = span.limit() == limit ? span.durationNs() : 0;
        sum = OptionalLong.of(sum.orElse(0) + more);
      }
    }
    return sum.isEmpty() ? MISSING : sum.getAsLong() / NS_PER_US;
  }
}
