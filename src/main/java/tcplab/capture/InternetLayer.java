package tcplab.capture;

/**
 * IPv4 (RFC 791) and IPv6 (RFC 8200) down to the TCP header, through extension headers, fragments
 * and tunnels. A TCP header that an ICMP error quotes is no segment; it is handed on apart.
 */
final class InternetLayer {
  static final int TCP = 6;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int HOME_ADDRESS = 0xc9;
  private static final int JUMBO_PAYLOAD = 0xc2;
  private static final int LOOSE_ROUTE = 0x83;
  private static final int STRICT_ROUTE = 0x89;

  private final Frame frame;
  private final SegmentSink segments;
  private final TunnelLayer tunnels;
  private final Fragments fragments = new Fragments();

  /** What the pseudo header has on top, as the source's home address stands for its address. */
  private long away;

  InternetLayer(Frame frame, SegmentSink segments, LinkLayer link) {
    this.frame = frame;
    this.segments = segments;
    this.tunnels = new TunnelLayer(frame, link, this);
  }

  /** Either version, told by its first four bits. */
  void decode(int at) {
    if (!frame.holds(at, 20)) {
      return;
    }
    int version = frame.bytes[at] >> 4 & 15;
    if (version == 4) {
      version4(at);
    } else if (version == 6 && frame.holds(at, 40)) {
      version6(at);
    }
  }

  private void version4(int at) {
    byte[] bytes = frame.bytes;
    int header = (bytes[at] & 15) << 2;
    int total = Octets.u16(bytes, at + 2);
    if (header < 20 || !frame.holds(at, header) || (total != 0 && total < header)) {
      return;
    }
    if (total != 0) { // 0: the sender left cutting the packet to its network card (TSO)
      frame.narrow((long) at + total);
    }
    frame.ipv6 = false;
    frame.networkAt = at;
    frame.ecn = bytes[at + 1] & 3;
    frame.ipId = Octets.u16(bytes, at + 4);
    frame.hasIpId = true;
    frame.ttl = Octets.u8(bytes, at + 8);
    frame.source4 = Octets.i32(bytes, at + 12);
    frame.destination4 = Octets.i32(bytes, finalDestination4(at, header));
    int protocol = Octets.u8(bytes, at + 9);
    frame.pseudoHeader =
        (frame.source4 & 0xffffffffL) + (frame.destination4 & 0xffffffffL) + protocol;
    int fragment = Octets.u16(bytes, at + 6) & 0x3fff;
    if (fragment == 0) {
      transport(protocol, at + header);
    } else {
      boolean sound = Octets.fold(Octets.sum(bytes, at, at + header, 0)) == 0xffff;
      fragment(protocol, at + header, (fragment & 0x1fff) << 3, fragment >> 13 != 0, sound);
    }
  }

  /**
   * Where the address of the endpoint stands: the header's, or behind a source route that is not
   * yet used up the route's last one, which the checksum covers (RFC 791 §3.1, RFC 1122 §4.1.3.5).
   */
  private int finalDestination4(int at, int header) {
    int option = at + 20;
    while (option + 3 <= at + header) {
      int type = Octets.u8(frame.bytes, option);
      int length = type <= 1 ? 1 : Octets.u8(frame.bytes, option + 1);
      if (type == 0 || length == 0 || option + length > at + header) {
        break;
      }
      boolean route = type == LOOSE_ROUTE || type == STRICT_ROUTE;
      if (route && length >= 7 && Octets.u8(frame.bytes, option + 2) <= length - 3) {
        return option + 3 + (length - 3 & ~3) - 4;
      }
      option += length;
    }
    return at + 16;
  }

  private void version6(int at) {
    byte[] bytes = frame.bytes;
    int payload = Octets.u16(bytes, at + 4);
    int next = Octets.u8(bytes, at + 6);
    if (payload != 0) { // 0: a jumbogram (RFC 2675), or left to the network card
      frame.narrow((long) at + 40 + payload);
    }
    frame.ipv6 = true;
    frame.networkAt = at;
    frame.ecn = bytes[at + 1] >> 4 & 3;
    frame.hasIpId = false;
    frame.ipId = 0;
    frame.ttl = Octets.u8(bytes, at + 7);
    frame.sourceHigh = Octets.i64(bytes, at + 8);
    frame.sourceLow = Octets.i64(bytes, at + 16);
    frame.destinationHigh = Octets.i64(bytes, at + 24);
    frame.destinationLow = Octets.i64(bytes, at + 32);
    away = 0;
    if (next == TCP) {
      pseudoHeader6(TCP);
      segments.segment(at + 40);
    } else {
      extensions(next, at + 40, at);
    }
  }

  private void pseudoHeader6(int protocol) {
    frame.pseudoHeader =
        away
            + halves(frame.sourceHigh)
            + halves(frame.sourceLow)
            + halves(frame.destinationHigh)
            + halves(frame.destinationLow)
            + protocol;
  }

  private static long halves(long word) {
    return (word >>> 32) + (word & 0xffffffffL);
  }

  /** RFC 8200 §4: each header says what follows and, in units of its own, how long it is. */
  private void extensions(int first, int from, int packet) {
    int next = first;
    int at = from;
    while (isExtension(next) && frame.holds(at, 8)) {
      int length = length(next, at);
      if (next == FRAGMENT && !isAtomic(at)) {
        pseudoHeader6(Octets.u8(frame.bytes, at));
        fragment6(at);
        return;
      }
      if (!frame.holds(at, length)) {
        return;
      }
      inspect(next, at, length, packet);
      next = Octets.u8(frame.bytes, at);
      at += length;
    }
    if (!isExtension(next)) {
      pseudoHeader6(next);
      transport(next, at);
    }
  }

  private static boolean isExtension(int next) {
    return switch (next) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS, 135, 139, 140 ->
          true;
      default -> false;
    };
  }

  private int length(int next, int at) {
    int units = Octets.u8(frame.bytes, at + 1);
    return switch (next) {
      case FRAGMENT -> 8;
      case AUTHENTICATION -> (units + 2) << 2;
      default -> (units + 1) << 3;
    };
  }

  private void inspect(int next, int at, int length, int packet) {
    if (next == FRAGMENT) {
      frame.ipId = Octets.u16(frame.bytes, at + 6);
      frame.hasIpId = true;
    } else if (next == ROUTING) {
      finalDestination(at, length);
    } else if (next == HOP_BY_HOP && Octets.u16(frame.bytes, packet + 4) == 0) {
      jumbo(at, length, packet);
    } else if (next == DESTINATION_OPTIONS) {
      homeAddress(at, length);
    }
  }

  /**
   * RFC 6275 §6.3: a host away from home names its home address, which the checksum covers in the
   * source's place (§11.3.1).
   */
  private void homeAddress(int at, int length) {
    int option = option(HOME_ADDRESS, at, length);
    if (option >= 0 && option + 18 <= at + length) {
      away =
          halves(Octets.i64(frame.bytes, option + 2))
              + halves(Octets.i64(frame.bytes, option + 10))
              - halves(frame.sourceHigh)
              - halves(frame.sourceLow);
    }
  }

  /** Where an option of a header of options stands (RFC 8200 §4.2); -1 when it has none such. */
  private int option(int wanted, int at, int length) {
    int option = at + 2;
    while (option + 2 <= at + length) {
      int type = Octets.u8(frame.bytes, option);
      if (type == wanted) {
        return option;
      }
      option += type == 0 ? 1 : 2 + Octets.u8(frame.bytes, option + 1);
    }
    return -1;
  }

  /**
   * On the way the destination is the next router; the checksum covers the last address (RFC 8200
   * §8.1). Types 0 and 2 list it last, segment routing (type 4, RFC 8754) first.
   */
  private void finalDestination(int at, int length) {
    int type = Octets.u8(frame.bytes, at + 2);
    int left = Octets.u8(frame.bytes, at + 3);
    if (left == 0 || length < 24 || (type != 0 && type != 2 && type != 4)) {
      return;
    }
    int address = type == 4 ? at + 8 : at + length - 16;
    frame.destinationHigh = Octets.i64(frame.bytes, address);
    frame.destinationLow = Octets.i64(frame.bytes, address + 8);
  }

  /** RFC 2675 §2: the true length of a packet longer than 65535 octets. */
  private void jumbo(int at, int length, int packet) {
    int option = option(JUMBO_PAYLOAD, at, length);
    if (option >= 0 && option + 6 <= at + length) {
      frame.narrow(packet + 40 + Octets.u32(frame.bytes, option + 2));
    }
  }

  /** RFC 6946: a fragment header on a packet that is whole. */
  private boolean isAtomic(int at) {
    return (Octets.u16(frame.bytes, at + 2) & 0xfff9) == 0;
  }

  private void fragment6(int at) {
    int word = Octets.u16(frame.bytes, at + 2);
    frame.ipId = Octets.u16(frame.bytes, at + 6);
    frame.hasIpId = true;
    fragment(Octets.u8(frame.bytes, at), at + 8, word & 0xfff8, (word & 1) != 0, true);
  }

  /** What was captured whole is put together; a first fragment that was cut stands for itself. */
  private void fragment(int protocol, int at, int offset, boolean more, boolean sound) {
    if (sound && frame.limit <= frame.end && frame.limit > at) {
      byte[] packet = fragments.add(frame, protocol, at, offset, more);
      if (packet != null) {
        frame.replace(packet);
        transport(protocol, 0);
      }
    } else if (offset == 0) {
      frame.fragmented = true;
      transport(protocol, at);
    }
  }

  private void transport(int protocol, int at) {
    if (protocol == TCP) {
      segments.segment(at);
    } else if (protocol == (frame.ipv6 ? ICMPV6 : ICMP)) {
      segments.icmp(at);
    } else if (protocol == AUTHENTICATION && !frame.ipv6) {
      authenticated(at);
    } else {
      tunnels.decode(protocol, at);
    }
  }

  /**
   * RFC 4302 §2 in IPv4 (IPv6's is an extension header): what follows is authenticated, not
   * encrypted.
   */
  private void authenticated(int from) {
    int next = AUTHENTICATION;
    int at = from;
    while (next == AUTHENTICATION && frame.holds(at, 12)) {
      next = Octets.u8(frame.bytes, at);
      at += length(AUTHENTICATION, at);
    }
    if (next != AUTHENTICATION && at <= frame.end) {
      frame.pseudoHeader += next - AUTHENTICATION;
      transport(next, at);
    }
  }
}
