package tcplab.tcp;

import java.util.List;

/**
 * The options of a segment that an endpoint acts on.
 *
 * @param mss maximum segment size in octets (RFC 9293 §3.7.1), or {@link #ABSENT}
 * @param windowScale the shift count (RFC 7323 §2), or {@link #ABSENT}
 * @param sackPermitted whether SACK is offered (RFC 2018 §2)
 * @param sack blocks that arrived out of order, the latest first (RFC 2018 §3)
 * @param tsValue TSval (RFC 7323 §3), or {@link #ABSENT} when there are no timestamps
 * @param tsEcho TSecr, 0 without timestamps
 */
public record SegmentOptions(
    int mss, int windowScale, boolean sackPermitted, List<Block> sack, long tsValue, long tsEcho) {

  /** What a number is when the option is not there. */
  public static final int ABSENT = -1;

  /** No options. */
  public static final SegmentOptions NONE =
      new SegmentOptions(ABSENT, ABSENT, false, List.of(), ABSENT, 0);

  /** Copies the blocks. */
  public SegmentOptions {
    sack = List.copyOf(sack);
  }

  /**
   * A block of octets in sequence space.
   *
   * @param left its first octet
   * @param right the octet after its last
   */
  public record Block(int left, int right) {}

  /** What a SYN offers; a window scale of {@link #ABSENT} offers none. */
  public static SegmentOptions offer(int mss, int windowScale, boolean sackPermitted) {
    return new SegmentOptions(mss, windowScale, sackPermitted, List.of(), ABSENT, 0);
  }

  /** The same with these SACK blocks. */
  public SegmentOptions withSack(List<Block> blocks) {
    return new SegmentOptions(mss, windowScale, sackPermitted, blocks, tsValue, tsEcho);
  }

  /** The same with timestamps, each 32 bits, unsigned. */
  public SegmentOptions withTimestamps(long value, long echo) {
    return new SegmentOptions(mss, windowScale, sackPermitted, sack, value, echo);
  }

  /** Whether it has timestamps. */
  public boolean stamped() {
    return tsValue != ABSENT;
  }
}
