package tcplab.capture;

/** IP in IP, GRE, and what UDP carries on the ports assigned to tunnels. */
final class TunnelLayer {
  private static final int UDP = 17;
  private static final int ETHERNET = 0x6558;

  private final Frame frame;
  private final LinkLayer link;
  private final InternetLayer internet;

  TunnelLayer(Frame frame, LinkLayer link, InternetLayer internet) {
    this.frame = frame;
    this.link = link;
    this.internet = internet;
  }

  /** The payload of an IP packet that is not TCP. */
  void decode(int protocol, int at) {
    switch (protocol) {
      case 4, 41 -> {
        if (frame.enter(Tunnel.IPIP)) {
          internet.decode(at);
        }
      }
      case 47 -> gre(at);
      case 137 -> link.mpls(at);
      case UDP -> udp(at);
      default -> {
        // Nothing that carries TCP.
      }
    }
  }

  /** RFC 2784, 2890; version 1 is PPTP's (RFC 2637). */
  private void gre(int at) {
    if (!frame.holds(at, 4)) {
      return;
    }
    int flags = Octets.u16(frame.bytes, at);
    int type = Octets.u16(frame.bytes, at + 2);
    boolean sequence = (flags & 0x1000) != 0;
    int header = 4;
    header += (flags & 0xc000) != 0 ? 4 : 0;
    header += (flags & 0x2000) != 0 ? 4 : 0;
    header += sequence ? 4 : 0;
    header += (flags & 7) == 1 && (flags & 0x80) != 0 ? 4 : 0;
    int payload = at + header;
    if (type == 0x88be || type == 0x22eb) {
      erspan(type, sequence, payload);
    } else if (frame.enter(Tunnel.GRE)) {
      carried(type, payload);
    }
  }

  /** Beside EtherTypes of packets, WCCP's redirected ones and Aruba's 802.11 frames. */
  private void carried(int type, int at) {
    if (type == 0x883e) {
      boolean redirected = frame.holds(at, 1) && (frame.bytes[at] & 0xf0) != 0x40;
      internet.decode(redirected ? at + 4 : at);
    } else if ((type >= 0x8200 && type <= 0x82ff) || type == 0x9000) {
      Wireless.ieee80211(link, frame, at);
    } else {
      link.etherType(type, at);
    }
  }

  /** Mirrored frames: type I without a header, II with 8 octets, III with 12 or 20. */
  private void erspan(int type, boolean sequence, int at) {
    int header = sequence ? 8 : 0;
    if (type == 0x22eb && frame.holds(at, 12)) {
      header = (frame.bytes[at + 11] & 1) != 0 ? 20 : 12;
    }
    if (frame.enter(Tunnel.ERSPAN)) {
      link.ethernet(at + header);
    }
  }

  private void udp(int at) {
    if (!frame.holds(at, 16)) {
      return;
    }
    int length = Octets.u16(frame.bytes, at + 4);
    if (length >= 8) {
      frame.narrow((long) at + length);
    }
    if (!carries(Octets.u16(frame.bytes, at + 2), at + 8)) {
      carries(Octets.u16(frame.bytes, at), at + 8);
    }
  }

  private boolean carries(int port, int at) {
    if (!frame.holds(at, 8)) {
      return false;
    }
    switch (port) {
      case 4789, 8472 -> vxlan(at);
      case 6081 -> geneve(at);
      case 2152 -> gtp(at);
      case 1701 -> l2tp(at);
      case 3544 -> teredo(at);
      case 4754 -> gre(at); // RFC 8086
      case 5247 -> capwap(at);
      case 5072 -> ayiya(at);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** RFC 7348 §5. */
  private void vxlan(int at) {
    if ((frame.bytes[at] & 8) != 0 && frame.enter(Tunnel.VXLAN)) {
      link.ethernet(at + 8);
    }
  }

  /** RFC 8926 §3.4. */
  private void geneve(int at) {
    int options = (frame.bytes[at] & 0x3f) << 2;
    int type = Octets.u16(frame.bytes, at + 2);
    if ((frame.bytes[at] & 0xc0) == 0 && frame.enter(Tunnel.GENEVE)) {
      if (type == ETHERNET) {
        link.ethernet(at + 8 + options);
      } else {
        link.etherType(type, at + 8 + options);
      }
    }
  }

  /** 3GPP TS 29.281 §5: version 1, message type 255 carries a packet, extension headers chain. */
  private void gtp(int at) {
    int flags = Octets.u8(frame.bytes, at);
    if (flags >> 4 != 3 || frame.bytes[at + 1] != -1 || !frame.enter(Tunnel.GTP_U)) {
      return;
    }
    int next = at + ((flags & 7) == 0 ? 8 : 12);
    boolean chained = (flags & 4) != 0 && frame.holds(at, 12) && frame.bytes[at + 11] != 0;
    while (chained && frame.holds(next, 4)) {
      int units = Octets.u8(frame.bytes, next);
      if (units == 0 || !frame.holds(next, units << 2)) {
        return;
      }
      next += units << 2;
      chained = frame.bytes[next - 1] != 0;
    }
    internet.decode(next);
  }

  /** RFC 2661 §3.1: data messages of version 2. */
  private void l2tp(int at) {
    int flags = Octets.u16(frame.bytes, at);
    if ((flags & 0x800f) != 2) {
      return;
    }
    int header = 6;
    header += (flags & 0x4000) != 0 ? 2 : 0;
    header += (flags & 0x0800) != 0 ? 4 : 0;
    int next = at + header;
    if ((flags & 0x0200) != 0 && frame.holds(next, 2)) {
      next += 2 + Octets.u16(frame.bytes, next);
    }
    if (frame.enter(Tunnel.L2TP)) {
      link.ppp(next);
    }
  }

  /** RFC 5415 §4.3: a header of so many words, then an 802.11 or an Ethernet frame. */
  private void capwap(int at) {
    boolean clear = frame.bytes[at] == 0;
    boolean fragment = (frame.bytes[at + 3] & 0x80) != 0;
    int header = (frame.bytes[at + 1] & 0xf8) >> 1;
    if (!clear || fragment || header < 8 || !frame.enter(Tunnel.CAPWAP)) {
      return;
    }
    boolean wireless = (frame.bytes[at + 2] & 1) != 0;
    if (wireless) {
      Wireless.perhapsSwapped(link, frame, at + header);
    } else {
      link.ethernet(at + header);
    }
  }

  /** RFC 4380 §5.1.1: perhaps an authentication and an origin indication, then IPv6. */
  private void teredo(int at) {
    int next = at;
    if (Octets.u16(frame.bytes, next) == 1) {
      next += 13 + Octets.u8(frame.bytes, next + 2) + Octets.u8(frame.bytes, next + 3);
    }
    if (frame.holds(next, 2) && Octets.u16(frame.bytes, next) == 0) {
      next += 8;
    }
    if (frame.holds(next, 1) && frame.bytes[next] >> 4 == 6 && frame.enter(Tunnel.TEREDO)) {
      internet.decode(next);
    }
  }

  /**
   * draft-massar-v6ops-ayiya-02 §4: an identity of so many octets as a power of two, a signature of
   * so many words; operation 1 forwards a packet.
   */
  private void ayiya(int at) {
    int identity = 1 << (Octets.u8(frame.bytes, at) >> 4);
    int signature = (Octets.u8(frame.bytes, at + 1) & 0xf0) >> 2;
    boolean forwards = (frame.bytes[at + 2] & 15) == 1;
    int next = Octets.u8(frame.bytes, at + 3);
    if (forwards && (next == 4 || next == 41) && frame.enter(Tunnel.AYIYA)) {
      internet.decode(at + 8 + identity + signature);
    }
  }
}
