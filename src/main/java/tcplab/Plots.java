package tcplab;

import java.time.Duration;
import tcplab.connection.Connection;
import tcplab.connection.Side;
import tcplab.plot.CongestionWindow;
import tcplab.plot.Picture;
import tcplab.plot.RoundTrips;
import tcplab.plot.Throughput;
import tcplab.plot.TimeSequence;
import tcplab.plot.Windows;
import tech.tablesaw.api.Table;

/**
 * What one connection did over time, as pictures. Without a side they show the one that sent more.
 *
 * <pre>{@code
 * capture.plots(0).rtt()
 * capture.plots(0).windows(Side.SERVER)
 * }</pre>
 */
public final class Plots {
  private static final int INTERVALS = 200;
  private static final long SHORTEST_NS = 1_000_000;

  private final Connection connection;
  private final Side heavier;

  Plots(Connection connection) {
    this.connection = connection;
    boolean down = connection.bytes(Side.SERVER) > connection.bytes(Side.CLIENT);
    heavier = down ? Side.SERVER : Side.CLIENT;
  }

  /** Sequence numbers, repeats, acknowledgements, SACK blocks and the window's edge. */
  public Picture timeSequence() {
    return timeSequence(heavier);
  }

  /**
   * The same of one side.
   *
   * @param sender whose segments
   */
  public Picture timeSequence(Side sender) {
    return TimeSequence.of(connection, sender);
  }

  /** Round trips as they were measured, smoothed, and the timeout that follows from them. */
  public Picture rtt() {
    return rtt(heavier);
  }

  /**
   * The same of one side.
   *
   * @param sender whose segments were answered
   */
  public Picture rtt(Side sender) {
    return RoundTrips.of(connection, sender);
  }

  /** Octets in flight, the receiver's window, and the estimated congestion window. */
  public Picture windows() {
    return windows(heavier);
  }

  /**
   * The same of one side.
   *
   * @param sender whose octets
   */
  public Picture windows(Side sender) {
    return Windows.of(connection, sender);
  }

  /** The estimated congestion window with its phases, and the slow start threshold. */
  public Picture cwnd() {
    return cwnd(heavier);
  }

  /**
   * The same of one side.
   *
   * @param sender whose window
   */
  public Picture cwnd(Side sender) {
    return CongestionWindow.of(connection, sender);
  }

  /**
   * The same with what the sender's kernel says beside it.
   *
   * @param kernel columns {@code time_ns} (long) and {@code cwnd} (int, segments), in order of time
   * @throws IllegalStateException when the table lacks one of them
   */
  public Picture cwnd(Side sender, Table kernel) {
    long[] times = kernel.longColumn("time_ns").asLongArray();
    double[] windows = kernel.intColumn("cwnd").asDoubleArray();
    return CongestionWindow.of(connection, sender, times, windows);
  }

  /** Octets a second of both sides, in about {@value #INTERVALS} intervals. */
  public Picture throughput() {
    long wanted = (connection.endNs() - connection.startNs()) / INTERVALS;
    return throughput(Duration.ofNanos(Math.max(SHORTEST_NS, wanted)));
  }

  /**
   * The same in intervals of one length.
   *
   * @param interval such as {@code Duration.ofMillis(100)}
   * @throws IllegalArgumentException when it is not above 0, or gives more than a million intervals
   */
  public Picture throughput(Duration interval) {
    return Throughput.of(connection, interval);
  }
}
