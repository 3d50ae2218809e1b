package tcplab.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tcplab.tcp.Conduct;
import tcplab.tcp.SegmentOptions;

/**
 * How one end behaves.
 *
 * @param parts the parts of TCP that it has
 * @param congestion its congestion control
 * @param initialWindow the initial congestion window in segments: 1, or 10 (RFC 6928)
 * @param mss octets of text in a segment, options not counted, as its SYN announces it
 * @param buffer octets of its receive buffer
 * @param initialRto the timeout before there is a round trip to go by (RFC 6298 §2.1: 1 s)
 * @param minRto the least timeout (RFC 6298 §2.4: 1 s; Linux: 200 ms)
 * @param delayedAck how long an ACK waits (RFC 9293 §3.8.6.3: under 500 ms; Linux: 40 ms)
 * @param quickAck whether ACKs wait only after this end has answered something, as on Linux
 * @param keepAlive the silence after which, and the interval at which, the peer is asked for a sign
 *     of life (RFC 9293 §3.8.4); zero for never
 * @param retries repeats of one segment before the connection is given up
 * @param msl the maximum segment lifetime; TIME-WAIT lasts twice as long (Linux: 60 s in all)
 */
public record Settings(
    Set<Part> parts,
    Congestion congestion,
    int initialWindow,
    int mss,
    int buffer,
    Duration initialRto,
    Duration minRto,
    Duration delayedAck,
    boolean quickAck,
    Duration keepAlive,
    int retries,
    Duration msl) {

  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * Checks that the numbers can be and the parts agree with each other.
   *
   * @throws IllegalArgumentException when they contradict each other; it says why
   */
  public Settings {
    EnumSet<Part> copy = EnumSet.noneOf(Part.class);
    copy.addAll(parts);
    parts = Collections.unmodifiableSet(copy);
    for (Part part : parts) {
      for (Part need : part.needs()) {
        if (!parts.contains(need)) {
          throw new IllegalArgumentException(
              part
                  + " makes no sense without "
                  + need
                  + " ("
                  + part.reference()
                  + "): "
                  + "take both away, or neither");
        }
      }
    }
    if (congestion.recovers() && !parts.contains(Part.FAST_RETRANSMIT)) {
      throw new IllegalArgumentException(
          congestion
              + " begins its recovery with a fast retransmission: without FAST_RETRANSMIT"
              + " choose TAHOE or NONE");
    }
    if (initialWindow < 1 || initialWindow > 1000 || retries < 0 || retries > 100) {
      throw new IllegalArgumentException(
          "initial window " + initialWindow + " (1 to 1000), retries " + retries + " (0 to 100)");
    }
    if (keepAlive.isNegative() || keepAlive.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("keep-alives every " + keepAlive + ": 0 to 1 h");
    }
    for (Duration time : List.of(initialRto, minRto, delayedAck, msl)) {
      if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a time of " + time + ": more than 0, at most 1 h");
      }
    }
    conduct(parts, mss, buffer);
  }

  /**
   * As the RFCs have it: everything on, NewReno, ten segments at first, timeouts of 1 s at least.
   */
  public static Settings standard() {
    return new Settings(
        EnumSet.allOf(Part.class),
        Congestion.NEWRENO,
        10,
        1460,
        65535,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMillis(200),
        false,
        Duration.ZERO,
        5,
        Duration.ofSeconds(30));
  }

  /** With Linux's times, its early ACKs, its patience (tcp_retries2), and CUBIC. */
  public static Settings linux() {
    return standard()
        .congestion(Congestion.CUBIC)
        .minRto(Duration.ofMillis(200))
        .delayedAck(Duration.ofMillis(40))
        .buffer(1 << 17)
        .quickAck(true)
        .retries(15);
  }

  /**
   * The same without some parts.
   *
   * @throws IllegalArgumentException when what is left contradicts itself
   */
  public Settings without(Part... taken) {
    EnumSet<Part> left = EnumSet.noneOf(Part.class);
    left.addAll(parts);
    left.removeAll(List.of(taken));
    return parts(left);
  }

  /** The same with these parts and no others. */
  public Settings parts(Set<Part> only) {
    return new Settings(
        only,
        congestion,
        initialWindow,
        mss,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        keepAlive,
        retries,
        msl);
  }

  /** The same with another congestion control. */
  public Settings congestion(Congestion other) {
    return new Settings(
        parts,
        other,
        initialWindow,
        mss,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        keepAlive,
        retries,
        msl);
  }

  /** The same with another initial window, in segments. */
  public Settings initialWindow(int segments) {
    return new Settings(
        parts,
        congestion,
        segments,
        mss,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        keepAlive,
        retries,
        msl);
  }

  /** The same with another MSS, in octets. */
  public Settings mss(int octets) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        octets,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        keepAlive,
        retries,
        msl);
  }

  /** The same with another receive buffer, in octets. */
  public Settings buffer(int octets) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        mss,
        octets,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        keepAlive,
        retries,
        msl);
  }

  /** The same with another least timeout. */
  public Settings minRto(Duration time) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        mss,
        buffer,
        initialRto,
        time,
        delayedAck,
        quickAck,
        keepAlive,
        retries,
        msl);
  }

  /** The same with ACKs that wait as long. */
  public Settings delayedAck(Duration time) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        mss,
        buffer,
        initialRto,
        minRto,
        time,
        quickAck,
        keepAlive,
        retries,
        msl);
  }

  /** The same with ACKs that wait only after this end has answered something, or always. */
  public Settings quickAck(boolean early) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        mss,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        early,
        keepAlive,
        retries,
        msl);
  }

  /** The same with keep-alives after so much silence; zero for none. */
  public Settings keepAlive(Duration silence) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        mss,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        silence,
        retries,
        msl);
  }

  /** The same with as many repeats before giving up. */
  public Settings retries(int count) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        mss,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        keepAlive,
        count,
        msl);
  }

  /** The same with another maximum segment lifetime. */
  public Settings msl(Duration time) {
    return new Settings(
        parts,
        congestion,
        initialWindow,
        mss,
        buffer,
        initialRto,
        minRto,
        delayedAck,
        quickAck,
        keepAlive,
        retries,
        time);
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  /** What the state machine has to know of it. */
  Conduct conduct() {
    return conduct(parts, mss, buffer);
  }

  private static Conduct conduct(Set<Part> parts, int mss, int buffer) {
    return new Conduct(
        buffer,
        mss,
        parts.contains(Part.WINDOW_SCALE) ? shiftFor(buffer) : SegmentOptions.ABSENT,
        parts.contains(Part.SACK),
        true,
        parts.contains(Part.ORDERING),
        parts.contains(Part.CUMULATIVE_ACK),
        false);
  }

  /** The least shift with which 16 bits can say the buffer's size. */
  private static int shiftFor(int buffer) {
    int shift = 0;
    while (buffer >> shift > 0xffff) {
      shift++;
    }
    return shift;
  }
}
