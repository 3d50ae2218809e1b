package tcplab.capture;

/**
 * What a router or a host had to say of a TCP segment that it did not deliver: an ICMP error (RFC
 * 792, RFC 4443), which quotes the first octets of that segment.
 *
 * @param packet the 1-based frame number in the file
 * @param timeNs capture time in ns since the epoch, or {@link Packets#NO_TIME}
 * @param kind what it says
 * @param type ICMP's type, or ICMPv6's
 * @param code ICMP's code
 * @param reporter the address of who says so
 * @param source the address of the segment's sender, to whom it is said
 * @param sourcePort its port
 * @param destination the address that the segment was for
 * @param destinationPort its port
 * @param seq the segment's sequence number, raw
 * @param mtu with {@link Kind#TOO_BIG}, how many octets an IP packet may have, and 0 when it is not
 *     told; otherwise {@link Packets#ABSENT}
 * @param flow the flow of the segment, or -1 when these packets hold none between its ends
 * @param forward whether the segment went the way of the flow's first one; true without a flow
 */
public record IcmpError(
    int packet,
    long timeNs,
    Kind kind,
    int type,
    int code,
    String reporter,
    String source,
    int sourcePort,
    String destination,
    int destinationPort,
    int seq,
    int mtu,
    int flow,
    boolean forward) {

  /** What an ICMP error says. */
  public enum Kind {
    /** No way to that network. */
    NETWORK_UNREACHABLE(true, "network unreachable"),
    /** That host does not answer on its network. */
    HOST_UNREACHABLE(true, "host unreachable"),
    /** That host knows no TCP. */
    PROTOCOL_UNREACHABLE(true, "protocol unreachable"),
    /** Nobody listens there; firewalls that reject say so by default. */
    PORT_UNREACHABLE(true, "port unreachable"),
    /** A rule forbids it. */
    PROHIBITED(true, "communication prohibited"),
    /** It went through too many routers, or its fragments did not come together. */
    TIME_EXCEEDED(true, "time exceeded"),
    /** It is too long for the way and may not be cut (RFC 1191, RFC 8201). */
    TOO_BIG(false, "too long"),
    /** A field of its IP header is wrong, and whatever else RFC 792 and RFC 4443 know. */
    OTHER(true, "another error");

    private static final int UNREACHABLE_4 = 3;
    private static final int TIME_EXCEEDED_4 = 11;
    private static final int PARAMETER_PROBLEM_4 = 12;
    private static final int LAST_ERROR_6 = 4;

    private final boolean unreachable;
    private final String words;

    Kind(boolean unreachable, String words) {
      this.unreachable = unreachable;
      this.words = words;
    }

    /** Whether the segment will not arrive as it is, nor a shorter one. */
    public boolean isUnreachable() {
      return unreachable;
    }

    /** What it says, in words. */
    public String words() {
      return words;
    }

    static boolean isError4(int type) {
      return type == UNREACHABLE_4 || type == TIME_EXCEEDED_4 || type == PARAMETER_PROBLEM_4;
    }

    static boolean isError6(int type) {
      return type >= 1 && type <= LAST_ERROR_6;
    }

    /** RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1. */
    static Kind of4(int type, int code) {
      if (type != UNREACHABLE_4) {
        return type == TIME_EXCEEDED_4 ? TIME_EXCEEDED : OTHER;
      }
      return switch (code) {
        case 0, 6, 11 -> NETWORK_UNREACHABLE;
        case 1, 7, 8, 12 -> HOST_UNREACHABLE;
        case 2 -> PROTOCOL_UNREACHABLE;
        case 3 -> PORT_UNREACHABLE;
        case 4 -> TOO_BIG;
        case 9, 10, 13, 14, 15 -> PROHIBITED;
        default -> OTHER;
      };
    }

    /** RFC 4443 §3. */
    static Kind of6(int type, int code) {
      return switch (type) {
        case 1 ->
            switch (code) {
              case 0 -> NETWORK_UNREACHABLE;
              case 1, 5, 6 -> PROHIBITED;
              case 3 -> HOST_UNREACHABLE;
              case 4 -> PORT_UNREACHABLE;
              default -> OTHER;
            };
        case 2 -> TOO_BIG;
        case 3 -> TIME_EXCEEDED;
        default -> OTHER;
      };
    }
  }

  /** What it says, in words: {@code too long (MTU 1200)}. */
  public String words() {
    return kind.words() + (mtu > 0 ? " (MTU " + mtu + ")" : "");
  }
}
