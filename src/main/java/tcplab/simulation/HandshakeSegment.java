package tcplab.simulation;

/**
 * Segments of the handshake models as small integers: 4 bits type, 3 bits the client's number (a),
 * 3 bits the server's (b), and one bit that no end can see: whether it belongs to an incarnation of
 * the connection that has ended.
 *
 * <p>Sequence numbers are compared for equality only, so an initial sequence number is one of eight
 * names. What an RST carries is the number by which its receiver judges it: the one that the
 * segment which it answers had acknowledged (RFC 9293 §3.5.2).
 */
final class HandshakeSegment {
  static final int SYN = 1;
  static final int ACK_A = 2;
  static final int FIN_A = 3;
  static final int PROBE_A = 4;
  static final int RST_A = 5;
  static final int SYN_ACK = 6;
  static final int ACK_B = 7;
  static final int FIN_B = 8;
  static final int PROBE_B = 9;
  static final int RST_B = 10;

  /** The four-way handshake's second segment: it acknowledges a and says nothing of b. */
  static final int PLAIN_ACK = 11;

  /** The four-way handshake's third segment: it announces b and acknowledges nothing. */
  static final int PLAIN_SYN = 12;

  static final int BITS = 11;

  private HandshakeSegment() {}

  static int of(int type, int a, int b, boolean old) {
    return type << 7 | (hasA(type) ? a << 4 : 0) | (hasB(type) ? b << 1 : 0) | (old ? 1 : 0);
  }

  static int type(int segment) {
    return segment >> 7;
  }

  static int a(int segment) {
    return segment >> 4 & 7;
  }

  static int b(int segment) {
    return segment >> 1 & 7;
  }

  static boolean isOld(int segment) {
    return (segment & 1) != 0;
  }

  static int aged(int segment) {
    return segment | 1;
  }

  static boolean fromClient(int segment) {
    return type(segment) <= RST_A;
  }

  static boolean hasA(int type) {
    return type != PLAIN_SYN && type != RST_B;
  }

  static boolean hasB(int type) {
    return type != SYN && type != PLAIN_ACK && type != RST_A;
  }

  /** Flags and numbers, such as {@code SYN-ACK seq=Y1 ack=X1+1}. */
  static String label(int segment) {
    String x = "X" + a(segment);
    String y = "Y" + b(segment);
    return switch (type(segment)) {
      case SYN -> "SYN seq=" + x;
      case ACK_A -> "ACK seq=" + x + "+1 ack=" + y + "+1";
      case FIN_A -> "FIN seq=" + x + "+1 ack=" + y + "+1";
      case PROBE_A -> "keep-alive seq=" + x + " ack=" + y + "+1";
      case RST_A -> "RST seq=" + x + "+1";
      case SYN_ACK -> "SYN-ACK seq=" + y + " ack=" + x + "+1";
      case ACK_B -> "ACK seq=" + y + "+1 ack=" + x + "+1";
      case FIN_B -> "FIN seq=" + y + "+1 ack=" + x + "+1";
      case PROBE_B -> "keep-alive seq=" + y + " ack=" + x + "+1";
      case RST_B -> "RST seq=" + y + "+1";
      case PLAIN_ACK -> "ACK ack=" + x + "+1";
      case PLAIN_SYN -> "SYN seq=" + y;
      default -> throw new IllegalArgumentException("no segment: " + segment);
    };
  }
}
