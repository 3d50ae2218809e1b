package tcplab.capture;

/** What packet filters log: the packet, behind a header that tells which rule it met. */
final class PacketLog {
  private static final int PAYLOAD = 9;

  private PacketLog() {}

  /** OpenBSD's pflog(4): the header's length in its first octet, filled up to four. */
  static void pflog(InternetLayer internet, Frame frame, int at) {
    if (frame.holds(at, 1)) {
      internet.decode(at + (Octets.u8(frame.bytes, at) + 3 & ~3));
    }
  }

  /**
   * Linux's NFLOG: four octets, then attributes of length, type and value, each filled up to four;
   * one of them holds the packet. Length and type are in the byte order of the machine that logged.
   * No attribute has a number above 255, so the type tells which.
   */
  static void nflog(InternetLayer internet, Frame frame, int from) {
    int at = from + 4;
    while (frame.holds(at, 4)) {
      int length = Octets.u16(frame.bytes, at);
      int type = Octets.u16(frame.bytes, at + 2);
      if (type > 0xff) {
        length = Short.reverseBytes((short) length) & 0xffff;
        type = type >> 8;
      }
      if (length < 4) {
        return;
      }
      if (type == PAYLOAD) {
        frame.narrow((long) at + length);
        internet.decode(at + 4);
        return;
      }
      at += length + 3 & ~3;
    }
  }
}
