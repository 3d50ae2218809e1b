package tcplab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.CwndReading;
import tcplab.connection.Side;
import tcplab.dataframe.Dataframe;
import tcplab.table.ColumnTable;
import tcplab.table.EventTable;
import tcplab.table.SeriesTable;
import tech.tablesaw.api.Table;

/**
 * What one connection did over time, as tables; {@link Plots} draws them.
 *
 * <pre>{@code
 * capture.series(0).rtt()
 * }</pre>
 */
public final class Series {
  private static final String NO_TCP = "there is no TCP connection in this capture";

  private final Connections connections;
  private final Optional<Connection> connection;

  /** Of one connection; without one the tables have no rows, and say why. */
  Series(Connections connections, Optional<Connection> connection) {
    this.connections = connections;
    this.connection = connection;
  }

  private <T> List<T> rows(Function<Connection, List<T>> series) {
    return connection.map(series).orElse(List.of());
  }

  private Table table(ColumnTable table) {
    Table shown = Dataframe.of(table);
    return connection.isPresent() ? shown : shown.setName(table.name() + " (" + NO_TCP + ")");
  }

  /** Round trips, and the retransmission timeouts that follow: RFC 6298, Linux. */
  public Table rtt() {
    return table(SeriesTable.rtt(rows(Connection::rtt)));
  }

  /** Retransmissions: what, why, how long after, what the timer said. */
  public Table repeats() {
    return table(SeriesTable.repeats(rows(Connection::repeats)));
  }

  /**
   * What its packets are, seen against those before them: one row per event, with the rule, the RFC
   * and the packets that prove it.
   */
  public Table events() {
    return table(
        EventTable.of(connections, n -> connection.filter(c -> c.number() == n).isPresent()));
  }

  /** Octets that each side had under way, and its peer had room for. */
  public Table inFlight() {
    return table(SeriesTable.inFlight(rows(Connection::inFlight)));
  }

  /** The windows that both sides announced, in octets. */
  public Table window() {
    return table(SeriesTable.window(rows(Connection::window)));
  }

  /** Where each segment stands in the sequence spaces, from the ISNs on. */
  public Table sequence() {
    return table(SeriesTable.sequence(rows(Connection::sequence)));
  }

  /** Congestion windows, estimated, with the phase: slow_start, recovery, … */
  public Table cwnd() {
    return table(SeriesTable.cwnd(rows(Connection::cwnd)));
  }

  /**
   * What one sender's kernel said of its window, beside the estimate: one row per reading.
   *
   * @param kernel columns {@code packet} and {@code cwnd} (both int; segments): the window as the
   *     kernel had it when that packet came in, before it looked at it
   * @return columns {@code packet}, {@code phase}, {@code cwnd_segments}, {@code kernel_segments},
   *     {@code difference_segments}
   * @throws IllegalStateException when the table lacks one of its columns
   */
  public Table cwnd(Side sender, Table kernel) {
    int[] packets = kernel.intColumn("packet").asIntArray();
    int[] windows = kernel.intColumn("cwnd").asIntArray();
    return table(
        SeriesTable.cwndReadings(rows(c -> CwndReading.beside(c, sender, packets, windows))));
  }

  /** What kept each side from sending more: window, congestion, application. */
  public Table limits() {
    return table(SeriesTable.limits(rows(Connection::limits)));
  }

  /**
   * What both sides sent in each interval, and the rates in octets a second.
   *
   * @param interval such as {@code Duration.ofMillis(100)}
   * @throws IllegalArgumentException when it is not above 0, or gives more than a million rows
   */
  public Table throughput(Duration interval) {
    return table(SeriesTable.throughput(rows(c -> c.throughput(interval))));
  }
}
