package tcplab.connection;

import tcplab.capture.Packets;

/** How many octets of payload a full segment of a connection carries. */
final class SegmentSize {
  /** Linux takes no announced MSS below it (TCP_MIN_MSS). */
  private static final int LEAST_MSS = 88;

  /** Ethernet's, for connections whose SYNs are not in the capture. */
  private static final int USUAL_MSS = 1460;

  private static final int TIMESTAMPS = 12;

  private SegmentSize() {}

  /** Whether both announced one, so that {@link #of} is no guess. */
  static boolean isKnown(Half a, Half b) {
    return a.mss != Packets.ABSENT && b.mss != Packets.ABSENT;
  }

  /**
   * The lesser of the two announced (RFC 9293 §3.7.1), less the timestamps' 12 octets; at least 76.
   */
  static int of(Half a, Half b, boolean stamped) {
    int mss = isKnown(a, b) ? Math.max(LEAST_MSS, Math.min(a.mss, b.mss)) : USUAL_MSS;
    return stamped ? mss - TIMESTAMPS : mss;
  }
}
