package tcplab.capture;

/**
 * The frame that is being decoded, and what the layers already passed have found out about it. One
 * object serves a whole capture.
 *
 * <p>{@link #end} is where the captured octets end, {@link #limit} where the packet ended on the
 * wire: a snapshot length makes {@code end} smaller, Ethernet's padding would make both larger than
 * the IP packet, so each layer that knows its length narrows both.
 */
final class Frame {
  private static final int MOST_WRAPPINGS = 8;

  byte[] bytes = new byte[0];
  int start;
  int end;
  int limit;
  int captured;
  int number;
  long timeNs;
  int interfaceId;

  boolean ipv6;
  int networkAt;
  int ttl;
  int ecn;
  int ipId;
  boolean hasIpId;
  boolean fragmented;
  int source4;
  int destination4;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  long pseudoHeader;

  /** VLAN identifiers of 12 bits, the outermost highest; a one above them. Zero without VLAN. */
  long vlans;

  /** Ordinals of {@link Tunnel} plus one, 4 bits each, the outermost highest. */
  long tunnels;

  /** Takes up another frame. */
  void begin(byte[] octets, int at, int capturedLength, int wire, long time, int interfaceNumber) {
    bytes = octets;
    start = at;
    end = at + capturedLength;
    limit = (int) Math.min((long) at + wire, Integer.MAX_VALUE);
    captured = capturedLength;
    timeNs = time;
    interfaceId = interfaceNumber;
    fragmented = false;
    vlans = 0;
    tunnels = 0;
    number++;
  }

  /** Takes up a packet that was put together from fragments of frames. */
  void replace(byte[] packet) {
    bytes = packet;
    end = packet.length;
    limit = packet.length;
    fragmented = false;
  }

  /** Whether octets {@code at} to {@code at + count} were captured. */
  boolean holds(int at, int count) {
    return at + count <= end;
  }

  /** The packet ends on the wire at the latest here; what follows is padding or a trailer. */
  void narrow(long wireEnd) {
    if (wireEnd < limit) {
      limit = (int) Math.max(wireEnd, 0);
      end = Math.min(end, limit);
    }
  }

  void addVlan(int tag) {
    if (vlans >>> 48 == 0) {
      vlans = (vlans == 0 ? 1 : vlans) << 12 | (tag & 0xfff);
    }
  }

  /** Notes a tunnel; says no when there are too many to be true. */
  boolean enter(Tunnel tunnel) {
    if (tunnels >>> (4 * (MOST_WRAPPINGS - 1)) != 0) {
      return false;
    }
    tunnels = tunnels << 4 | (tunnel.ordinal() + 1);
    return true;
  }
}
