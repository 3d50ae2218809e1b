package tcplab.simulation;

/** The retransmission timeout (RFC 6298 §2): smoothed round-trip time and its variation. */
final class RoundTripTimes {
  private static final long MAX_RTO_NS = 60_000_000_000L;
  private static final long GRANULARITY_NS = 1_000_000L;

  private final long minRtoNs;
  private final boolean backsOff;
  private long rtoNs;
  private double srtt;
  private double variation;
  private boolean measured;
  private int doublings;

  RoundTripTimes(Settings settings) {
    rtoNs = settings.initialRto().toNanos();
    minRtoNs = settings.minRto().toNanos();
    backsOff = settings.has(Part.BACKOFF);
  }

  /** Rules 2.2 and 2.3. */
  void sample(long rttNs) {
    if (measured) {
      variation = 0.75 * variation + 0.25 * Math.abs(srtt - rttNs);
      srtt = 0.875 * srtt + 0.125 * rttNs;
    } else {
      srtt = rttNs;
      variation = rttNs / 2.0;
      measured = true;
    }
    long timeout = (long) (srtt + Math.max(GRANULARITY_NS, 4 * variation));
    rtoNs = Math.min(MAX_RTO_NS, Math.max(minRtoNs, timeout));
  }

  /** Rule 5.5. */
  void backOff() {
    if (backsOff) {
      doublings++;
    }
  }

  /** New data was acknowledged: the timeout is again the measured one. */
  void progress() {
    doublings = 0;
  }

  long rtoNs() {
    return Math.min(MAX_RTO_NS, rtoNs << Math.min(doublings, 16));
  }

  /** The smoothed round-trip time in ns, 0 before the first sample. */
  long srttNs() {
    return (long) srtt;
  }
}
