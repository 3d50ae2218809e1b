package tcplab.connection;

/** The SACK blocks of a segment as positions. */
final class SackBlocks {
  private static final long[] NONE = {};

  private SackBlocks() {}

  /**
   * Left and right edges in turn, without the block that reports a duplicate (RFC 2883 §4).
   *
   * @param to the direction whose octets they speak of
   */
  static long[] of(Sighting s, Half to) {
    int[] edges = s.options.sack();
    if (edges.length < 2) {
      return NONE;
    }
    int from = s.options.dsack(s.ack) ? 2 : 0;
    long[] positions = new long[Math.max(0, edges.length - from)];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = to.place(edges[from + i]);
    }
    return positions;
  }
}
