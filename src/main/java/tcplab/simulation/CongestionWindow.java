package tcplab.simulation;

/**
 * How much may be on its way: cwnd and ssthresh in octets, and how they move (RFC 5681 §3). Slow
 * start doubles the window each round trip; congestion avoidance adds one segment, or goes along
 * CUBIC's curve (RFC 9438 §4); a loss takes away half, or CUBIC's three tenths.
 */
final class CongestionWindow {
  private static final double CUBIC_C = 0.4;
  private static final double CUBIC_BETA = 0.7;
  private static final double NS = 1e9;

  private final Congestion kind;
  private final int initialSegments;
  private int mss;
  private double cwnd;
  private double ssthresh = Double.MAX_VALUE;

  /** Where CUBIC's window stood at the last loss, in segments; 0 before any. */
  private double peak;

  private long epochNs = -1;
  private double friendly;

  CongestionWindow(Settings settings) {
    kind = settings.congestion();
    initialSegments = settings.initialWindow();
    start(settings.mss());
  }

  /** Begins, when the MSS is known. */
  void start(int segmentOctets) {
    mss = segmentOctets;
    cwnd = (double) initialSegments * mss;
  }

  /** Octets that may be on their way. */
  long window() {
    return kind == Congestion.NONE ? Long.MAX_VALUE / 4 : (long) cwnd;
  }

  /** The slow start threshold in octets; {@code Long.MAX_VALUE} before the first loss. */
  long threshold() {
    return (long) ssthresh;
  }

  /** New data was acknowledged outside recovery. */
  void acknowledged(int octets, long nowNs, long srttNs) {
    if (cwnd < ssthresh) {
      // RFC 9438 §4.10 and RFC 3465 let an ACK for two segments open the window by two.
      cwnd += kind == Congestion.CUBIC ? octets : Math.min(octets, mss);
    } else if (kind == Congestion.CUBIC) {
      cubic(nowNs, srttNs);
    } else {
      cwnd += Math.max(1, (double) mss * mss / cwnd);
    }
  }

  /** RFC 9438 §4.2 to §4.5. */
  private void cubic(long nowNs, long srttNs) {
    double segments = cwnd / mss;
    if (epochNs < 0) {
      epochNs = nowNs;
      friendly = segments;
      peak = Math.max(peak, segments);
    }
    double k = Math.cbrt(Math.max(0, peak - segmentsAtEpoch()) / CUBIC_C);
    double at = (nowNs - epochNs + srttNs) / NS - k;
    double target = Math.min(1.5 * segments, CUBIC_C * at * at * at + peak);
    friendly += 3 * (1 - CUBIC_BETA) / (1 + CUBIC_BETA) / segments;
    double step = target > segments ? (target - segments) / segments : 0.01 / segments;
    cwnd = Math.max(segments + step, friendly) * mss;
  }

  private double segmentsAtEpoch() {
    return peak * CUBIC_BETA;
  }

  /** Three duplicate ACKs, or SACK says so. */
  void lost(int flight, boolean inflate) {
    reduce(flight);
    if (kind == Congestion.TAHOE) {
      cwnd = mss;
    } else if (kind != Congestion.NONE) {
      cwnd = ssthresh + (inflate ? 3.0 * mss : 0);
    }
  }

  private void reduce(int flight) {
    double segments = cwnd / mss;
    if (kind == Congestion.CUBIC) {
      // Fast convergence, RFC 9438 §4.7: a peak below the last one leaves room for others.
      peak = segments < peak ? segments * (1 + CUBIC_BETA) / 2 : segments;
      epochNs = -1;
      ssthresh = Math.max(flight * CUBIC_BETA, 2.0 * mss);
    } else {
      ssthresh = Math.max(flight / 2.0, 2.0 * mss);
    }
  }

  /** A further duplicate ACK: one more segment has left the network (RFC 5681 §3.2, step 4). */
  void inflate() {
    cwnd += mss;
  }

  /** A partial acknowledgement (RFC 6582 §3.2, step 3). */
  void deflate(int octets) {
    cwnd = Math.max(mss, cwnd - octets + (octets >= mss ? mss : 0));
  }

  /** The end of recovery. */
  void recovered() {
    if (kind.recovers()) {
      cwnd = ssthresh;
    }
  }

  /** The retransmission timer ran out (RFC 5681 §3.1). */
  void timedOut(int flight) {
    reduce(flight);
    cwnd = mss;
  }
}
