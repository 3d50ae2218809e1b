package tcplab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;
import tcplab.plot.BlankPicture;
import tcplab.plot.CongestionWindow;
import tcplab.plot.Ladder;
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
  private static final String NO_CONNECTION = "There is no TCP connection in this capture.";
  private static final int INTERVALS = 200;
  private static final long SHORTEST_NS = 1_000_000;

  private final Capture capture;
  private final int number;
  private final Optional<Connection> connection;
  private final Side heavier;

  /**
   * Of one connection of a capture; where it has none at all, the pictures say so.
   *
   * @throws java.util.NoSuchElementException when there are others, but not this one
   */
  Plots(Capture capture, int number) {
    this.capture = capture;
    this.number = number;
    boolean any = capture.analysis().count() > 0;
    connection = any ? Optional.of(capture.connection(number)) : Optional.empty();
    boolean down = connection.filter(c -> c.bytes(Side.SERVER) > c.bytes(Side.CLIENT)).isPresent();
    heavier = down ? Side.SERVER : Side.CLIENT;
  }

  /**
   * Of a connection that was analysed elsewhere.
   *
   * @param capture what the capture is called
   * @throws java.util.NoSuchElementException when there are others, but not this one
   */
  public static Plots of(String capture, Connections connections, int number) {
    return new Plots(
        new Capture(capture, Optional.empty(), connections.packets(), connections), number);
  }

  /** What is shown instead of a picture of a connection where there is none. */
  static Picture nothing(String capture) {
    return BlankPicture.of(capture, NO_CONNECTION);
  }

  private Picture draw(Function<Connection, Picture> picture) {
    return connection.map(picture).orElseGet(() -> nothing(capture.name()));
  }

  /**
   * The ladder with height strictly proportional to time: waiting looks as long as it was, and what
   * happened at once stands at one height. {@link Capture#ladder} shortens the waiting instead.
   */
  public Picture ladderToScale() {
    return draw(c -> Ladder.of(capture.analysis(), number, Ladder.Time.TO_SCALE));
  }

  /**
   * The same from both ends.
   *
   * @param atServer a capture of the same connection, taken at the server
   * @throws java.util.NoSuchElementException when the other capture does not have the connection
   */
  public Picture ladderToScale(Capture atServer) {
    return ladder(atServer, Ladder.Time.TO_SCALE);
  }

  /** Of one end where the other's capture has no connection at all. */
  Picture ladder(Capture atServer, Ladder.Time time) {
    if (atServer.analysis().count() == 0) {
      return draw(c -> Ladder.of(capture.analysis(), number, time));
    }
    return draw(
        c -> {
          int there = atServer.sameAs(c).number();
          return Ladder.of(capture.analysis(), number, atServer.analysis(), there, time);
        });
  }

  /**
   * The ladder as lines of text, for a terminal: a line a segment, with both ends' states at its
   * sides.
   *
   * @param most how many segments it shows: of a long connection how it begins and ends, and what
   *     has events
   * @param width how many cells a line should have; below 71 lines are longer
   */
  public String ladderText(int most, int width) {
    return connection
        .map(c -> Ladder.text(capture.analysis(), number, most, width))
        .orElse(NO_CONNECTION + "\n");
  }

  /**
   * Writes the ladder as a picture.
   *
   * @param file where to; an SVG
   * @param toScale whether height is strictly proportional to time
   * @throws IOException when the file cannot be written
   */
  public void writeLadder(Path file, boolean toScale) throws IOException {
    Files.writeString(file, (toScale ? ladderToScale() : ladder()).svg());
  }

  /** The ladder diagram, with idle time shortened: {@link Capture#ladder(int)}. */
  public Picture ladder() {
    return draw(c -> Ladder.of(capture.analysis(), number));
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
    return draw(c -> TimeSequence.of(c, sender));
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
    return draw(c -> RoundTrips.of(c, sender));
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
    return draw(c -> Windows.of(c, sender));
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
    return draw(c -> CongestionWindow.of(c, sender));
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
    return draw(c -> CongestionWindow.of(c, sender, times, windows));
  }

  /** Octets a second of both sides, in about {@value #INTERVALS} intervals. */
  public Picture throughput() {
    long wanted = connection.map(c -> c.endNs() - c.startNs()).orElse(0L) / INTERVALS;
    return throughput(Duration.ofNanos(Math.max(SHORTEST_NS, wanted)));
  }

  /**
   * The same in intervals of one length.
   *
   * @param interval such as {@code Duration.ofMillis(100)}
   * @throws IllegalArgumentException when it is not above 0, or gives more than a million intervals
   */
  public Picture throughput(Duration interval) {
    return draw(c -> Throughput.of(c, interval));
  }
}
