package tcplab.capture;

import java.time.Duration;

/**
 * When a live capture ends: at whichever comes first.
 *
 * @param packets how many frames
 * @param time how long
 * @param octets how long the file may grow; with a ring, each of its files
 * @param files 1, or how many files a ring has: the newest are kept, {@code NAME.0001.pcap} and so
 *     on, and {@code octets} no longer ends the capture
 */
public record CaptureLimits(long packets, Duration time, long octets, int files) {
  /** Nothing but the user ends it. */
  public static final CaptureLimits NONE =
      new CaptureLimits(Long.MAX_VALUE, Duration.ofDays(36500), Long.MAX_VALUE, 1);

  /** Checks that each is positive. */
  public CaptureLimits {
    if (packets <= 0 || time.isNegative() || time.isZero() || octets <= 0 || files <= 0) {
      throw new IllegalArgumentException(
          "a limit is a positive number: " + packets + ", " + time + ", " + octets + ", " + files);
    }
  }

  /** At most so many frames. */
  public CaptureLimits withPackets(long count) {
    return new CaptureLimits(count, time, octets, files);
  }

  /** At most so long. */
  public CaptureLimits withTime(Duration duration) {
    return new CaptureLimits(packets, duration, octets, files);
  }

  /** Files of at most so many octets. */
  public CaptureLimits withOctets(long count) {
    return new CaptureLimits(packets, time, count, files);
  }

  /** A ring of so many files. */
  public CaptureLimits withRing(int count) {
    return new CaptureLimits(packets, time, octets, count);
  }
}
