package tcplab.simulation;

import java.util.Arrays;

/**
 * A state of the handshake models, unpacked: both ends and what is on its way.
 *
 * <p>Packed it is two longs: 12 bits an end in the first; five segments of 11 bits, in descending
 * order because their order means nothing, in the second.
 */
final class HandshakeState {
  static final int MAX_IN_FLIGHT = 5;
  static final int WORDS = 2;

  /** No connection: the client's CLOSED, the server's LISTEN. */
  static final int NONE = 0;

  static final int SYN_SENT = 1;

  /** Four-way only: the client's SYN is acknowledged, the server's has not come. */
  static final int SYN_ACKED = 2;

  /** Four-way only: the server's SYN has come, the client's is not acknowledged. */
  static final int SYN_GOT = 3;

  static final int SYN_RECEIVED = 4;
  static final int ESTABLISHED = 5;

  /** CLOSE was called and FIN sent: RFC 9293's FIN-WAIT-1. */
  static final int CLOSING = 6;

  /** The peer's FIN has come, and our own is sent. */
  static final int LAST_ACK = 7;

  /** One end. */
  static final class End {
    int state;

    /** Its own initial sequence number, and its peer's as it believes. */
    int own;

    int peer;
    boolean probing;

    /** For the property only: the SYN on which it opens was old when it came. */
    boolean oldSyn;

    /** For the property only: the client's incarnation that it talks to has ended. */
    boolean stale;

    long pack() {
      return state
          | own << 3
          | peer << 6
          | (probing ? 1 << 9 : 0)
          | (oldSyn ? 1 << 10 : 0)
          | (stale ? 1 << 11 : 0);
    }

    void unpack(int bits) {
      state = bits & 7;
      own = bits >> 3 & 7;
      peer = bits >> 6 & 7;
      probing = (bits >> 9 & 1) != 0;
      oldSyn = (bits >> 10 & 1) != 0;
      stale = (bits >> 11 & 1) != 0;
    }
  }

  final End client = new End();
  final End server = new End();
  final int[] segments = new int[MAX_IN_FLIGHT];
  int count;
  private final int most;

  HandshakeState(int most) {
    this.most = most;
  }

  HandshakeState unpack(long[] packed) {
    client.unpack((int) packed[0] & 0xfff);
    server.unpack((int) (packed[0] >> 12) & 0xfff);
    count = 0;
    for (long rest = packed[1]; rest != 0; rest >>>= HandshakeSegment.BITS) {
      segments[count++] = (int) rest & (1 << HandshakeSegment.BITS) - 1;
    }
    return this;
  }

  void pack(long[] packed) {
    packed[0] = client.pack() | server.pack() << 12;
    Arrays.sort(segments, 0, count);
    long network = 0;
    for (int i = count - 1; i >= 0; i--) {
      network = network << HandshakeSegment.BITS | segments[i];
    }
    packed[1] = network;
  }

  boolean isFull() {
    return count == most;
  }

  /** Puts a segment on its way; when there is no room it is lost at once. */
  void send(int segment) {
    if (!isFull()) {
      segments[count++] = segment;
    }
  }

  int take(int index) {
    int segment = segments[index];
    segments[index] = segments[--count];
    return segment;
  }

  /** Whether such a segment is on its way, old or not. */
  boolean carries(int segment) {
    for (int i = 0; i < count; i++) {
      if (segments[i] >> 1 == segment >> 1) {
        return true;
      }
    }
    return false;
  }

  boolean carriesOld() {
    for (int i = 0; i < count; i++) {
      if (HandshakeSegment.isOld(segments[i])) {
        return true;
      }
    }
    return false;
  }

  /** The client's numbers that a segment or an end holds, a bit each. */
  int clientNumbers() {
    int used = server.state == NONE ? 0 : 1 << server.peer;
    used |= client.state == NONE ? 0 : 1 << client.own;
    for (int i = 0; i < count; i++) {
      if (HandshakeSegment.hasA(HandshakeSegment.type(segments[i]))) {
        used |= 1 << HandshakeSegment.a(segments[i]);
      }
    }
    return used;
  }

  /** The server's numbers that a segment or an end holds, a bit each. */
  int serverNumbers() {
    int used = knowsServer() ? 1 << client.peer : 0;
    used |= server.state == NONE ? 0 : 1 << server.own;
    for (int i = 0; i < count; i++) {
      if (HandshakeSegment.hasB(HandshakeSegment.type(segments[i]))) {
        used |= 1 << HandshakeSegment.b(segments[i]);
      }
    }
    return used;
  }

  /** Whether the client holds a number of the server's. */
  boolean knowsServer() {
    return client.state == SYN_GOT || client.state >= ESTABLISHED;
  }

  /** The client's incarnation is over: what belongs to it is old from now on. */
  void endClient() {
    client.unpack(NONE);
    for (int i = 0; i < count; i++) {
      segments[i] = HandshakeSegment.aged(segments[i]);
    }
    server.stale = server.state != NONE;
  }

  void endServer() {
    server.unpack(NONE);
  }

  /** Whether both ends are in one connection and agree on both initial sequence numbers. */
  boolean agrees() {
    return client.own == server.peer && client.peer == server.own;
  }
}
