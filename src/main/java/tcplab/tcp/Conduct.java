package tcplab.tcp;

/**
 * How an endpoint behaves where RFC 9293 leaves a choice, and which of the protocol's parts an
 * experiment has taken away from it.
 *
 * @param buffer octets that the receive buffer holds, the most that is ever offered as window
 * @param mss octets of text that this end takes in one segment (RFC 9293 §3.7.1)
 * @param windowScale the shift that its SYN offers (RFC 7323 §2), or {@link SegmentOptions#ABSENT}
 * @param sack whether its SYN offers SACK (RFC 2018)
 * @param delayedAck whether it leaves the ACK of text and FIN to its caller, who may wait (RFC 9293
 *     §3.8.6.3); otherwise it acknowledges each at once
 * @param ordering whether sequence numbers put the text in order; without, text is delivered as it
 *     comes, and whatever comes last counts
 * @param cumulativeAck whether an acknowledgement covers all before it; without, it stands for the
 *     one segment that ends there
 * @param ignoreRstInTimeWait whether TIME-WAIT ignores a RST (RFC 1337)
 */
public record Conduct(
    int buffer,
    int mss,
    int windowScale,
    boolean sack,
    boolean delayedAck,
    boolean ordering,
    boolean cumulativeAck,
    boolean ignoreRstInTimeWait) {

  /**
   * As the RFC has it: 64 KiB − 1 of buffer, an MSS of 1460, and no option that it does not name.
   */
  public static final Conduct STANDARD =
      new Conduct(65535, 1460, SegmentOptions.ABSENT, false, false, true, true, false);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when buffer, MSS or window scale cannot be
   */
  public Conduct {
    if (buffer < 1 || buffer > 1 << 30) {
      throw new IllegalArgumentException(
          "a receive buffer of " + buffer + " octets: a window is 1 to 2^30 (RFC 7323 §2.3)");
    }
    if (mss < 1 || mss > 65495) {
      throw new IllegalArgumentException(
          "an MSS of " + mss + ": a segment holds 1 to 65495 octets");
    }
    if (windowScale < SegmentOptions.ABSENT || windowScale > 14) {
      throw new IllegalArgumentException(
          "a window scale of " + windowScale + ": it is 0 to 14 (RFC 7323 §2.3)");
    }
  }

  /** What this end's SYN offers. */
  SegmentOptions offer() {
    return SegmentOptions.offer(mss, windowScale, sack);
  }
}
