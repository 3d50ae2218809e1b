package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;
import tcplab.connection.CapturePoint;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;

/**
 * The table <em>connections</em> of the data dictionary: one row per connection, in order of first
 * packet. Its columns look into {@link Connections} and copy nothing.
 */
public final class ConnectionTable {
  private static final double NS_PER_US = 1000;

  private final Connections connections;
  private final int rows;
  private final List<Column> columns = new ArrayList<>();

  /** Each row's connection, once it was asked for; threads that ask at once may make it twice. */
  private final @Nullable Connection[] views;

  private ConnectionTable(Connections connections) {
    this.connections = connections;
    rows = connections.count();
    views = new Connection[rows];
  }

  /** The columns that the data dictionary shows unasked, in its order. */
  public static ColumnTable of(Connections connections) {
    return new ConnectionTable(connections).table();
  }

  /**
   * These, and those on request: timers, congestion window, what limited each side. They cost a
   * second look at a connection's packets, taken when one of its cells is asked for.
   */
  public static ColumnTable all(Connections connections) {
    ConnectionTable table = new ConnectionTable(connections);
    table.table();
    ConnectionSeriesColumns series = new ConnectionSeriesColumns(connections);
    for (Side side : Side.values()) {
      table.columns.addAll(series.columns(side));
    }
    return new ColumnTable("connections", table.rows, table.columns);
  }

  private ColumnTable table() {
    ends();
    for (Side side : Side.values()) {
      side(side);
    }
    verdicts();
    for (Side side : Side.values()) {
      flow("_" + side.label(), side);
    }
    return new ColumnTable("connections", rows, columns);
  }

  private void ends() {
    ints("connection", Connection::number);
    for (Side side : Side.values()) {
      texts(side.label(), c -> c.address(side));
      ints(side.label() + "_port", c -> c.port(side));
    }
    ints("first_packet", Connection::firstPacket);
    ints("last_packet", Connection::lastPacket);
    longs("start_ns", Connection::startNs, c -> c.startNs() == Packets.NO_TIME);
    longs("end_ns", Connection::endNs, c -> c.endNs() == Packets.NO_TIME);
  }

  private void side(Side side) {
    String suffix = "_" + side.label();
    ints("packets" + suffix, c -> c.packets(side));
    longs("bytes" + suffix, c -> c.bytes(side), c -> false);
    longs("unique_bytes" + suffix, c -> c.uniqueBytes(side), c -> false);
    ints("retransmissions" + suffix, c -> c.retransmissions(side));
    ints("out_of_order" + suffix, c -> c.outOfOrder(side));
    ints("duplicate_acks" + suffix, c -> c.duplicateAcks(side));
    ints("zero_windows" + suffix, c -> c.zeroWindows(side));
    optionalInts("mss" + suffix, c -> c.mss(side));
    optionalInts("window_scale" + suffix, c -> c.windowScale(side));
    IntPredicate synSeen = row -> connection(row).synSeen(side);
    columns.add(new Column.Booleans("syn_seen" + suffix, rows, synSeen, NONE_MISSING));
    microseconds("rtt_min_us" + suffix, c -> c.rttMinNs(side));
    columns.add(
        new Column.Doubles(
            "rtt_avg_us" + suffix,
            rows,
            row -> Math.rint(connection(row).rttAverageNs(side).orElse(Double.NaN)) / NS_PER_US));
    microseconds("rtt_max_us" + suffix, c -> c.rttMaxNs(side));
    optionalLongs("max_in_flight_bytes" + suffix, c -> c.maxInFlightBytes(side));
    texts("states" + suffix, c -> c.stateNames(side).isEmpty() ? null : c.stateNames(side));
  }

  private void flow(String suffix, Side side) {
    longs("zero_window_us" + suffix, c -> c.zeroWindowNs(side) / (long) NS_PER_US, c -> false);
    rate("throughput_bytes_per_s" + suffix, c -> c.throughput(side));
    rate("goodput_bytes_per_s" + suffix, c -> c.goodput(side));
  }

  private void verdicts() {
    texts("handshake", c -> c.handshakeVariant().label());
    microseconds("handshake_rtt_us", Connection::handshakeRttNs);
    texts("teardown", c -> c.teardownVariant().label());
    texts("closed_first", c -> c.closedFirst().label());
    texts("orientation", c -> c.orientation().label());
    texts("capture_point", ConnectionTable::capturePoint);
    texts("conn_state", Connection::connState);
    texts("history", c -> c.history().isEmpty() ? null : c.history());
    longs("capture_loss_bytes", Connection::captureLossBytes, c -> false);
  }

  private static @Nullable String capturePoint(Connection connection) {
    CapturePoint point = connection.capturePoint();
    return point == null ? null : point.label();
  }

  /** Every column of a row asks for its connection, often twice. */
  private Connection connection(int row) {
    Connection known = views[row];
    if (known == null) {
      known = connections.connection(row);
      views[row] = known;
    }
    return known;
  }

  private void ints(String name, ToIntFunction<Connection> value) {
    columns.add(
        new Column.Ints(name, rows, row -> value.applyAsInt(connection(row)), NONE_MISSING));
  }

  private void longs(String name, ToLongFunction<Connection> value, Predicate<Connection> missing) {
    columns.add(
        new Column.Longs(
            name,
            rows,
            row -> value.applyAsLong(connection(row)),
            row -> missing.test(connection(row))));
  }

  private void optionalInts(String name, Function<Connection, OptionalInt> value) {
    IntFunction<OptionalInt> cell = row -> value.apply(connection(row));
    columns.add(
        new Column.Ints(
            name, rows, row -> cell.apply(row).orElse(0), row -> cell.apply(row).isEmpty()));
  }

  private void optionalLongs(String name, Function<Connection, OptionalLong> value) {
    IntFunction<OptionalLong> cell = row -> value.apply(connection(row));
    columns.add(
        new Column.Longs(
            name, rows, row -> cell.apply(row).orElse(0), row -> cell.apply(row).isEmpty()));
  }

  private void microseconds(String name, Function<Connection, OptionalLong> ns) {
    optionalLongs(
        name,
        c -> {
          OptionalLong value = ns.apply(c);
          return value.isEmpty() ? value : OptionalLong.of(value.getAsLong() / (long) NS_PER_US);
        });
  }

  private void rate(String name, Function<Connection, OptionalDouble> value) {
    columns.add(
        new Column.Doubles(name, rows, row -> value.apply(connection(row)).orElse(Double.NaN)));
  }

  private void texts(String name, Function<Connection, @Nullable String> value) {
    columns.add(new Column.Texts(name, rows, row -> value.apply(connection(row))));
  }
}
