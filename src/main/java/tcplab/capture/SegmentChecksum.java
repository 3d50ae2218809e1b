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
    long pseudo = frame.pseudoHeader + (frame.limit - at);
    if (Octets.fold(Octets.sum(frame.bytes, at, frame.limit, pseudo)) == 0xffff) {
      return Rows.CHECKSUM_GOOD;
    }
    boolean offloaded = Octets.u16(frame.bytes, at + 16) == Octets.fold(pseudo);
    return offloaded ? 0 : Rows.CHECKSUM_BAD;
  }
}
