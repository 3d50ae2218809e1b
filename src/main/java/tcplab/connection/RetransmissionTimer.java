package tcplab.connection;

/**
 * The retransmission timer of one sender, fed with its round trips: as RFC 6298 §2 computes it, and
 * as Linux does (tcp_rtt_estimator in net/ipv4/tcp_input.c).
 *
 * <p>Both smooth alike: {@code srtt} moves by an eighth, {@code rttvar} by a quarter of what a
 * sample is off. They part in what they add. RFC 6298 waits {@code srtt + 4·rttvar}, and 1 s at
 * least. Linux adds the greatest mean deviation of the last flight, never below 200 ms, and lets it
 * sink by a quarter per flight only; a sample that is better than expected counts an eighth of its
 * deviation, lest a shrinking round trip look like a jumpy one.
 */
final class RetransmissionTimer {
  static final long UNKNOWN = -1;

  /** RFC 6298 §2.4. */
  private static final long RFC_LEAST_NS = 1_000_000_000;

  /** RFC 6298 §2.5, and TCP_RTO_MAX. */
  private static final long MOST_NS = 120_000_000_000L;

  /** TCP_RTO_MIN. */
  private static final long LINUX_LEAST_NS = 200_000_000;

  private static final int MOST_BACKOFF = 16;

  // RFC 6298
  private long srtt = UNKNOWN;
  private long rttvar;

  // Linux; eight times the mean and four times the deviation, so that shifts keep the fractions
  private long srtt8 = UNKNOWN;
  private long deviation4;
  private long deviationMost;
  private long linuxVariance;
  private long flightEnd;

  private int backoff;

  /**
   * A round trip was measured.
   *
   * @param ns what the timer sees of it: from the oldest segment that the acknowledgement covers
   * @param acked the position up to which all has been acknowledged
   * @param next the position of the next new octet
   */
  void sample(long ns, long acked, long next) {
    backoff = 0;
    if (srtt8 < 0) {
      srtt = ns;
      rttvar = ns / 2;
      srtt8 = ns << 3;
      deviation4 = ns << 1;
      linuxVariance = Math.max(deviation4, LINUX_LEAST_NS);
      deviationMost = linuxVariance;
      flightEnd = next;
      return;
    }
    rttvar = (3 * rttvar + Math.abs(srtt - ns)) / 4;
    srtt = (7 * srtt + ns) / 8;
    sampleOfLinux(ns, acked, next);
  }

  private void sampleOfLinux(long ns, long acked, long next) {
    long off = ns - (srtt8 >> 3);
    srtt8 += off;
    if (off < 0) {
      off = -off - (deviation4 >> 2);
      off = off > 0 ? off >> 3 : off;
    } else {
      off -= deviation4 >> 2;
    }
    deviation4 += off;
    if (deviation4 > deviationMost) {
      deviationMost = deviation4;
      linuxVariance = Math.max(linuxVariance, deviationMost);
    }
    if (acked > flightEnd) {
      if (deviationMost < linuxVariance) {
        linuxVariance -= (linuxVariance - deviationMost) >> 2;
      }
      flightEnd = next;
      deviationMost = LINUX_LEAST_NS;
    }
  }

  /** It ran out: the next wait is twice as long (RFC 6298 §5.5). */
  void ranOut() {
    backoff = Math.min(backoff + 1, MOST_BACKOFF);
  }

  /** Whether there was a sample. */
  boolean known() {
    return srtt8 >= 0;
  }

  /** The smoothed round trip in ns. */
  long srtt() {
    return srtt;
  }

  /** Its mean deviation in ns. */
  long rttvar() {
    return rttvar;
  }

  /** RFC 6298's timeout in ns, backed off. */
  long rto() {
    long rto = known() ? Math.max(RFC_LEAST_NS, srtt + 4 * rttvar) : RFC_LEAST_NS;
    return Math.min(MOST_NS, rto << backoff);
  }

  /** Linux's smoothed round trip in ns: TCP_INFO's tcpi_rtt. */
  long linuxSrtt() {
    return srtt8 >> 3;
  }

  /** Linux's mean deviation in ns: TCP_INFO's tcpi_rttvar. */
  long linuxRttvar() {
    return deviation4 >> 2;
  }

  /** Linux's timeout in ns, backed off: TCP_INFO's tcpi_rto before it is rounded up to ticks. */
  long linuxRto() {
    long rto = known() ? (srtt8 >> 3) + linuxVariance : RFC_LEAST_NS;
    return Math.min(MOST_NS, rto << backoff);
  }
}
