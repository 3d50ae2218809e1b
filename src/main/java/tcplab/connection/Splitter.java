package tcplab.connection;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import tcplab.capture.PacketCursor;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

/**
 * Splits flows into connections.
 *
 * <p>A flow is a pair of endpoints; ports are used again, so it may hold several connections. A new
 * one begins with a SYN whose initial sequence number is not the current connection's (RFC 9293
 * §3.4.1 makes it differ), or after its end with the SYN-ACK to such a SYN, if the capture lacks
 * the SYN. A SYN that the capture holds late, just below the first sequence number seen, belongs to
 * the connection it opens; so does the SYN of a peer that acknowledged the other one's before.
 */
final class Splitter {
  // Bits of known; the backward direction's stand one higher than the forward direction's.
  private static final int FORWARD_KNOWN = 1;
  private static final int FORWARD_BY_SYN = 4;
  private static final int ENDING = 16;

  /** Where none of these is set, a segment of a known way opens nothing and ends nothing. */
  private static final int TELLING = Flags.SYN | Flags.FIN | Flags.RST;

  // Of each flow these stand together, for a packet's flow lies anywhere in memory.
  private static final int CURRENT = 0;
  private static final int LAST_ROW = 1;
  private static final int START = 2;
  private static final int STRIDE = 4;

  /** Row to flow where flows are not the packets' own. */
  private final @Nullable IntUnaryOperator flowOf;

  /** Row to connection. */
  final int[] connectionOf;

  /** Connection to the row before it in the same flow, or -1. */
  int[] earlierRows = new int[16];

  int count;

  /**
   * Per flow: the current connection plus one, 0 if there is none; the last row; the first sequence
   * numbers of both ways.
   */
  private final int[] state;

  /** Per flow what is known of its current connection. */
  private final byte[] known;

  /** Pairs of endpoints are flows, whatever the VLAN. */
  Splitter(Packets packets) {
    this(packets, null, packets.flowCount());
  }

  /** Pairs of endpoints in one VLAN are flows. */
  static Splitter apartByVlan(Packets packets) {
    VlanFlows flows = new VlanFlows(packets);
    return new Splitter(packets, flows::of, flows.count());
  }

  private Splitter(Packets packets, @Nullable IntUnaryOperator flowOf, int flows) {
    this.flowOf = flowOf;
    connectionOf = new int[packets.size()];
    state = new int[STRIDE * flows];
    known = new byte[flows];
    PacketCursor cursor = packets.cursor();
    for (int row = 0; row < connectionOf.length; row++) {
      cursor.moveTo(row);
      connectionOf[row] = connection(cursor);
    }
  }

  private int connection(PacketCursor packet) {
    int flow = flowOf == null ? packet.flow() : flowOf.applyAsInt(packet.row());
    int at = STRIDE * flow;
    int way = packet.forward() ? 0 : 1;
    int flags = packet.flags();
    if (!packet.isWhole()) {
      if (state[at + CURRENT] == 0) {
        begin(flow);
      }
    } else if ((flags & TELLING) == 0 && (known[flow] & FORWARD_KNOWN << way) != 0) {
      state[at + LAST_ROW] = packet.row(); // none of the rules has a case for it
    } else {
      follow(packet, flow, way, flags);
    }
    return state[at + CURRENT] - 1;
  }

  /** What a segment means by the rules below. */
  private void follow(PacketCursor packet, int flow, int way, int flags) {
    int at = STRIDE * flow;
    int seq = packet.seq();
    int start = state[at + START + way];
    int peerStart = state[at + START + (way ^ 1)];
    boolean none = state[at + CURRENT] == 0;
    if (none || isAnother(known[flow], start, peerStart, way, seq, packet.ack(), flags)) {
      begin(flow);
    }
    if (tellsStart(known[flow], way, flags)) {
      state[at + START + way] = seq;
    }
    known[flow] = (byte) learned(known[flow], way, flags);
    state[at + LAST_ROW] = packet.row();
  }

  private static boolean opens(int flags) {
    return (flags & (Flags.SYN | Flags.ACK | Flags.RST)) == Flags.SYN;
  }

  /**
   * Whether a segment opens another connection than its flow's current one. The same initial
   * sequence number again is the same attempt, even after a RST: Windows repeats a refused SYN so.
   *
   * @param known what {@link #learned} gave last, 0 at first
   * @param start the first sequence number of this way
   * @param peerStart that of the other way
   * @param way 0 or 1
   */
  static boolean isAnother(
      int known, int start, int peerStart, int way, int seq, int ack, int flags) {
    if ((flags & (Flags.SYN | Flags.RST)) != Flags.SYN) {
      return false;
    }
    boolean ending = hasEnding(known);
    boolean peerBySyn = isBySyn(known, way ^ 1);
    if ((flags & Flags.ACK) != 0) {
      boolean answers = peerBySyn && ack == peerStart + 1;
      return ending && !answers && isKnown(known, way) && startsElsewhere(known, start, way, seq);
    } else if (!isKnown(known, way) || (peerBySyn && !isBySyn(known, way))) {
      return ending;
    }
    return startsElsewhere(known, start, way, seq) || (ending && !isBySyn(known, way));
  }

  private static boolean isKnown(int known, int way) {
    return (known & FORWARD_KNOWN << way) != 0;
  }

  private static boolean isBySyn(int known, int way) {
    return (known & FORWARD_BY_SYN << way) != 0;
  }

  /** Whether a SYN's sequence number is another than the one that the way began with. */
  private static boolean startsElsewhere(int known, int start, int way, int seq) {
    return start - seq != (isBySyn(known, way) ? 0 : 1);
  }

  /** Whether a FIN or a RST passed. */
  static boolean hasEnding(int known) {
    return (known & ENDING) != 0;
  }

  /** Whether a segment's sequence number is its way's first. */
  static boolean tellsStart(int known, int way, int flags) {
    boolean unknown = !isKnown(known, way);
    return opens(flags) || (unknown && (flags & Flags.RST) == 0);
  }

  /** What is known of a connection after a segment. */
  static int learned(int known, int way, int flags) {
    int learned = known;
    if (tellsStart(known, way, flags)) {
      int bySyn = (flags & Flags.SYN) != 0 ? FORWARD_BY_SYN : 0;
      learned |= (FORWARD_KNOWN | bySyn) << way;
    }
    return (flags & (Flags.FIN | Flags.RST)) != 0 ? learned | ENDING : learned;
  }

  private void begin(int flow) {
    if (count == earlierRows.length) {
      earlierRows = Arrays.copyOf(earlierRows, 2 * count);
    }
    int at = STRIDE * flow;
    earlierRows[count] = state[at + CURRENT] == 0 ? -1 : state[at + LAST_ROW];
    state[at + CURRENT] = ++count;
    known[flow] = 0;
  }
}
