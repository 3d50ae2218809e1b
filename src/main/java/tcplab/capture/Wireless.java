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

  /** Per-Packet Information: a header with its length and the link type of what follows. */
  static void ppi(LinkLayer link, Frame frame, int at) {
    if (!frame.holds(at, 8)) {
      return;
    }
    int length = Octets.u8(frame.bytes, at + 2) | Octets.u8(frame.bytes, at + 3) << 8;
    LinkType type = LinkType.of(Integer.reverseBytes(Octets.i32(frame.bytes, at + 4)));
    if (length >= 8 && type == LinkType.IEEE_802_11) {
      ieee80211(link, frame, at + length);
    } else if (length >= 8 && type == LinkType.ETHERNET) {
      link.ethernet(at + length);
    }
  }

  /** The same where the recorder may have swapped the two octets of frame control (Cisco). */
  static void perhapsSwapped(LinkLayer link, Frame frame, int at) {
    boolean swapped = frame.holds(at, 24) && (frame.bytes[at] & 3) != 0;
    ieee80211(link, frame, at, swapped ? 1 : 0);
  }

  static void ieee80211(LinkLayer link, Frame frame, int at) {
    ieee80211(link, frame, at, 0);
  }

  /** IEEE 802.11 §9.2.3: only unprotected data frames carry a readable packet. */
  private static void ieee80211(LinkLayer link, Frame frame, int at, int controlAt) {
    if (!frame.holds(at, 24)) {
      return;
    }
    int control = Octets.u8(frame.bytes, at + controlAt);
    int flags = Octets.u8(frame.bytes, at + 1 - controlAt);
    boolean data = (control & 0x0c) == 0x08 && (control & 0x40) == 0;
    boolean isProtected = (flags & 0x40) != 0;
    if (!data || isProtected) {
      return;
    }
    int header = 24;
    header += (flags & 3) == 3 ? 6 : 0;
    if ((control & 0x80) != 0) {
      boolean aggregate = frame.holds(at, header + 1) && (frame.bytes[at + header] & 0x80) != 0;
      header += 2 + ((flags & 0x80) != 0 ? 4 : 0);
      if (aggregate) {
        aggregate(link, frame, at + header);
        return;
      }
    }
    link.logicalLink(at + header);
  }

  /**
   * IEEE 802.11 §9.3.2.2: several packets in one frame, each with two addresses and its length
   * before it and, but for the last, filled up to four octets.
   */
  private static void aggregate(LinkLayer link, Frame frame, int from) {
    byte[] bytes = frame.bytes;
    int end = frame.end;
    int limit = frame.limit;
    int at = from;
    while (frame.holds(at, 14)) {
      int length = Octets.u16(bytes, at + 12);
      frame.narrow((long) at + 14 + length);
      link.logicalLink(at + 14);
      frame.bytes = bytes;
      frame.end = end;
      frame.limit = limit;
      at += 14 + length + 3 & ~3;
    }
  }
}
