package tcplab.capture;

/**
 * Finds the IP packet in a frame: link layers, VLAN tags, MPLS, PPPoE.
 *
 * <p>Each method takes the index at which its header begins, looks whether the header was captured,
 * and hands on. What is no IP packet is left alone.
 */
final class LinkLayer {
  static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int SMALLEST_ETHERTYPE = 0x0600;
  private static final int MOST_TAGS = 16;

  private final Frame frame;
  private final InternetLayer internet;

  LinkLayer(Frame frame, SegmentSink segments) {
    this.frame = frame;
    this.internet = new InternetLayer(frame, segments, this);
  }

  void decode(LinkType link) {
    int at = frame.start;
    switch (link) {
      case ETHERNET -> ethernet(at);
      case LINUX_SLL -> cooked(at, 14, 16);
      case LINUX_SLL2 -> cooked(at, 0, 20);
      case RAW -> internet.decode(at);
      case NULL -> loopback(at);
      case PPP -> serial(at);
      case FDDI -> logicalLink(at + 13); // frame control and two addresses of six octets
      case ATM_RFC1483 -> logicalLink(at);
      case FRAME_RELAY -> frameRelay(at);
      case PFLOG -> PacketLog.pflog(internet, frame, at);
      case NFLOG -> PacketLog.nflog(internet, frame, at);
      case IPOIB -> cooked(at, 40, 44);
      case PPI -> Wireless.ppi(this, frame, at);
      case PPP_ETHERNET -> pppoe(at);
      case CISCO_HDLC -> cooked(at, 2, 4);
      case IEEE_802_11 -> Wireless.ieee80211(this, frame, at);
      case RADIOTAP -> Wireless.radiotap(this, frame, at);
      case PRISM, AVS -> Wireless.prismOrAvs(this, frame, at);
    }
  }

  void ethernet(int at) {
    if (frame.holds(at, 14)) {
      etherType(Octets.u16(frame.bytes, at + 12), at + 14);
    }
  }

  /** A protocol field at a fixed place before the payload: Linux cooked, Cisco HDLC. */
  private void cooked(int at, int protocol, int header) {
    if (frame.holds(at, header)) {
      int type = Octets.u16(frame.bytes, at + protocol);
      if (type == 4) {
        logicalLink(at + header);
      } else {
        etherType(type, at + header);
      }
    }
  }

  /** The payload of an Ethernet frame. */
  void etherType(int type, int at) {
    if (type == IPV4 || type == IPV6) {
      internet.decode(at);
    } else if (type < SMALLEST_ETHERTYPE) {
      frame.narrow((long) at + type);
      logicalLink(at);
    } else {
      otherEtherType(type, at);
    }
  }

  private void otherEtherType(int type, int at) {
    switch (type) {
      case 0x8100, 0x88a8, 0x9100, 0x9200, 0x9300 -> vlan(at);
      case 0x8847, 0x8848 -> mpls(at);
      case 0x8864 -> pppoe(at);
      case 0x6558 -> ethernet(at);
      case 0x88e7 -> ethernet(at + 4); // IEEE 802.1ah: service tag, then the customer's frame
      case 0x893f -> tagged(at, 6); // IEEE 802.1BR
      case 0x8926 -> tagged(at, 4); // VN-Tag
      case 0x8903 -> ethernet(at + 2); // Cisco FabricPath: a tag, then the frame it carries
      case 0x880b -> ppp(at);
      default -> {
        // Nothing that carries IP.
      }
    }
  }

  /** IEEE 802.1Q and its stacked forms. */
  private void vlan(int at) {
    int type = 0x8100;
    int next = at;
    for (int tags = 0; isTag(type) && tags < MOST_TAGS && frame.holds(next, 4); tags++) {
      frame.addVlan(Octets.u16(frame.bytes, next));
      type = Octets.u16(frame.bytes, next + 2);
      next += 4;
    }
    if (!isTag(type)) {
      etherType(type, next);
    }
  }

  /** A tag that is no VLAN's, and the EtherType behind it. */
  private void tagged(int at, int octets) {
    if (frame.holds(at + octets, 2)) {
      etherType(Octets.u16(frame.bytes, at + octets), at + octets + 2);
    }
  }

  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200 || type == 0x9300;
  }

  /** RFC 3032; behind the bottom of the stack IP, or a control word and Ethernet (RFC 4448). */
  void mpls(int at) {
    int next = at;
    while (frame.holds(next, 4)) {
      boolean bottom = (frame.bytes[next + 2] & 1) != 0;
      next += 4;
      if (bottom) {
        if (frame.holds(next, 1) && (frame.bytes[next] & 0xf0) == 0) {
          ethernet(next + 4);
        } else {
          internet.decode(next);
        }
        return;
      }
    }
  }

  /** RFC 2516 §4: version and type, code 0, session, length. */
  private void pppoe(int at) {
    if (frame.holds(at, 6) && frame.bytes[at + 1] == 0) {
      frame.narrow((long) at + 6 + Octets.u16(frame.bytes, at + 4));
      ppp(at + 6);
    }
  }

  /** PPP on a serial line; Cisco's HDLC is recorded as such too, and told by its address octet. */
  private void serial(int at) {
    if (frame.holds(at, 4) && (Octets.u16(frame.bytes, at) & 0x7fff) == 0x0f00) {
      cooked(at, 2, 4);
    } else {
      ppp(at);
    }
  }

  /** RFC 1661 §2, with or without HDLC's address and control, the protocol perhaps compressed. */
  void ppp(int at) {
    int next = at;
    if (frame.holds(next, 2) && Octets.u16(frame.bytes, next) == 0xff03) {
      next += 2;
    }
    if (!frame.holds(next, 2)) {
      return;
    }
    boolean compressed = (frame.bytes[next] & 1) != 0;
    int protocol = compressed ? Octets.u8(frame.bytes, next) : Octets.u16(frame.bytes, next);
    next += compressed ? 1 : 2;
    switch (protocol) {
      case 0x21, 0x57 -> internet.decode(next);
      case 0x281, 0x283 -> mpls(next);
      default -> {
        // A control protocol, or one that carries no IP.
      }
    }
  }

  /** IEEE 802.2, and SNAP behind it (RFC 1042). */
  void logicalLink(int at) {
    if (!frame.holds(at, 8)) {
      return;
    }
    int service = Octets.u16(frame.bytes, at);
    if (service == 0xaaaa) {
      etherType(Octets.u16(frame.bytes, at + 6), at + 8);
    } else if (service == 0x0606) {
      internet.decode(at + 3);
    } else if (service == 0xfefe) {
      networkLayer(at + 3);
    }
  }

  /** RFC 2427: an address whose last octet is odd, then RFC 2427's or Cisco's encapsulation. */
  private void frameRelay(int at) {
    int next = at;
    while (frame.holds(next, 1) && (frame.bytes[next] & 1) == 0 && next < at + 3) {
      next++;
    }
    next++;
    if (!frame.holds(next, 2)) {
      return;
    }
    if (frame.bytes[next] == 3) {
      networkLayer(next + (frame.bytes[next + 1] == 0 ? 2 : 1));
    } else {
      etherType(Octets.u16(frame.bytes, next), next + 2);
    }
  }

  /** A network layer protocol identifier (ISO/IEC TR 9577): IP's, or SNAP's header behind it. */
  private void networkLayer(int at) {
    if (!frame.holds(at, 6)) {
      return;
    }
    switch (Octets.u8(frame.bytes, at)) {
      case 0xcc, 0x8e -> internet.decode(at + 1);
      case 0x80 -> etherType(Octets.u16(frame.bytes, at + 4), at + 6);
      default -> {
        // Another protocol.
      }
    }
  }

  /** BSD's loopback: the address family in the byte order of whoever recorded. */
  private void loopback(int at) {
    if (!frame.holds(at, 4)) {
      return;
    }
    int family = Octets.i32(frame.bytes, at);
    int small = Math.abs(family) > 0xffff ? Integer.reverseBytes(family) : family;
    switch (small) {
      case 2, 10, 24, 28, 30 -> internet.decode(at + 4);
      default -> {
        // Another protocol family.
      }
    }
  }
}
