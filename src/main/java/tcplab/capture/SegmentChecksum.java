package tcplab.capture;

/**
 * RFC 9293 §3.1: over a pseudo header of addresses, protocol and length, and the whole segment. A
 * field that holds just the sum of the pseudo header was left to the sender's network card, which
 * adds the rest after the capture.
 */
final class SegmentChecksum {
  private SegmentChecksum() {}

  /** {@link Rows#CHECKSUM_GOOD}, {@link Rows#CHECKSUM_BAD}, or 0 when it cannot be told. */
  static int verify(Frame frame, int at) {
    if (frame.limit > frame.end || frame.fragmented || frame.limit - at < 20) {
      return 0;
    }
    return verify(frame.bytes, at, frame.limit, frame.pseudoHeader);
  }

  /**
   * The same for a segment that was captured whole.
   *
   * @param pseudoHeader the sum of addresses and protocol
   */
  static int verify(byte[] bytes, int at, int limit, long pseudoHeader) {
    long pseudo = pseudoHeader + (limit - at);
    if (Octets.fold(Octets.sum(bytes, at, limit, pseudo)) == 0xffff) {
      return Rows.CHECKSUM_GOOD;
    }
    boolean offloaded = Octets.u16(bytes, at + 16) == Octets.fold(pseudo);
    return offloaded ? 0 : Rows.CHECKSUM_BAD;
  }
}
