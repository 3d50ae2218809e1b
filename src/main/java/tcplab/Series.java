package tcplab;

import java.time.Duration;
import tcplab.connection.Connection;
import tcplab.dataframe.Dataframe;
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
  private final Connection connection;

  Series(Connection connection) {
    this.connection = connection;
  }

  /** Round trips, and the retransmission timeouts that follow: RFC 6298, Linux. */
  public Table rtt() {
    return Dataframe.of(SeriesTable.rtt(connection));
  }

  /** Retransmissions: what, why, how long after, what the timer said. */
  public Table repeats() {
    return Dataframe.of(SeriesTable.repeats(connection));
  }

  /** Octets that each side had under way, and its peer had room for. */
  public Table inFlight() {
    return Dataframe.of(SeriesTable.inFlight(connection));
  }

  /** The windows that both sides announced, in octets. */
  public Table window() {
    return Dataframe.of(SeriesTable.window(connection));
  }

  /** Where each segment stands in the sequence spaces, from the ISNs on. */
  public Table sequence() {
    return Dataframe.of(SeriesTable.sequence(connection));
  }

  /** Congestion windows, estimated, with the phase: slow_start, recovery, … */
  public Table cwnd() {
    return Dataframe.of(SeriesTable.cwnd(connection));
  }

  /** What kept each side from sending more: window, congestion, application. */
  public Table limits() {
    return Dataframe.of(SeriesTable.limits(connection));
  }

  /**
   * What both sides sent in each interval, and the rates in octets a second.
   *
   * @param interval such as {@code Duration.ofMillis(100)}
   * @throws IllegalArgumentException when it is not above 0, or gives more than a million rows
   */
  public Table throughput(Duration interval) {
    return Dataframe.of(SeriesTable.throughput(connection, interval));
  }
}
