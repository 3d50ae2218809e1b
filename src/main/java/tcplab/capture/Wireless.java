package tcplab.capture;

/** IEEE 802.11 data frames, with the headers that recorders put before them. */
final class Wireless {
  private static final int PRISM_HEADER = 144;

  private Wireless() {}

  /** radiotap: version, pad, the header's length in little-endian order. */
  static void radiotap(LinkLayer link, Frame frame, int at) {
    if (frame.holds(at, 8)) {
      int length = Octets.u8(frame.bytes, at + 2) | Octets.u8(frame.bytes, at + 3) << 8;
      if (length >= 8) {
        ieee80211(link, frame, at + length);
      }
    }
  }

  /** Prism's header, of fixed length, or AVS's, which says its length. */
  static void prismOrAvs(LinkLayer link, Frame frame, int at) {
    if (frame.holds(at, 8)) {
      boolean avs = (Octets.i32(frame.bytes, at) & 0xffff0000) == 0x80210000;
      long length = avs ? Octets.u32(frame.bytes, at + 4) : PRISM_HEADER;
      if (length >= 8 && length < 1024) {
        ieee80211(link, frame, at + (int) length);
      }
    }
  }

  /** IEEE 802.11 §9.2.3: only unprotected data frames carry a readable packet. */
  static void ieee80211(LinkLayer link, Frame frame, int at) {
    if (!frame.holds(at, 24)) {
      return;
    }
    int control = Octets.u8(frame.bytes, at);
    int flags = Octets.u8(frame.bytes, at + 1);
    boolean data = (control & 0x0c) == 0x08 && (control & 0x40) == 0;
    boolean isProtected = (flags & 0x40) != 0;
    if (!data || isProtected) {
      return;
    }
    int header = 24;
    header += (flags & 3) == 3 ? 6 : 0;
    if ((control & 0x80) != 0) {
      header += 2 + ((flags & 0x80) != 0 ? 4 : 0);
    }
    link.logicalLink(at + header);
  }
}
