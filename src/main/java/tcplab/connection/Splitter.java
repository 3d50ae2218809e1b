package tcplab.connection;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

/**
 * Splits flows into connections.
 *
 * <p>A flow is a pair of endpoints; ports are used again, so it may hold several connections. A new
 * one begins with a SYN whose initial sequence number is not the current connection's (RFC 9293
 * §3.4.1 makes it differ). A SYN that the capture holds late, just below the first sequence number
 * seen, belongs to the connection it opens.
 */
final class Splitter {
  // Bits of known; the backward direction's stand one higher than the forward direction's.
  private static final int FORWARD_KNOWN = 1;
  private static final int FORWARD_BY_SYN = 4;
  private static final int ENDING = 16;

  /** Where none of these is set, a segment of a known way opens nothing and ends nothing. */
  private static final int TELLING = Flags.SYN | Flags.FIN | Flags.RST;

  private final Packets packets;
  private final IntUnaryOperator flowOf;

  /** Row to connection. */
  final int[] connectionOf;

  /** Connection to the row before it in the same flow, or -1. */
  int[] earlierRows = new int[16];

  int count;

  // Per flow: the current connection, both first sequence numbers, what is known, the last row.
  private final int[] current;
  private final int[] starts;
  private final byte[] known;
  private final int[] lastRows;

  /** Pairs of endpoints are flows, whatever the VLAN. */
  Splitter(Packets packets) {
    this(packets, packets::flow, packets.flowCount());
  }

  /** Pairs of endpoints in one VLAN are flows. */
  static Splitter apartByVlan(Packets packets) {
    VlanFlows flows = new VlanFlows(packets);
    return new Splitter(packets, flows::of, flows.count());
  }

  private Splitter(Packets packets, IntUnaryOperator flowOf, int flows) {
    this.packets = packets;
    this.flowOf = flowOf;
    connectionOf = new int[packets.size()];
    current = new int[flows];
    Arrays.fill(current, -1);
    starts = new int[2 * flows];
    known = new byte[flows];
    lastRows = new int[flows];
    for (int row = 0; row < connectionOf.length; row++) {
      connectionOf[row] = connection(row);
    }
  }

  private int connection(int row) {
    int flow = flowOf.applyAsInt(row);
    if (!packets.isWhole(row)) {
      if (current[flow] < 0) {
        begin(flow);
      }
      return current[flow];
    }
    int flags = packets.flags(row);
    int way = packets.forward(row) ? 0 : 1;
    if ((flags & TELLING) == 0 && (known[flow] & FORWARD_KNOWN << way) != 0) {
      lastRows[flow] = row; // none of the rules below has a case for it
      return current[flow];
    }
    int seq = packets.seq(row);
    int at = 2 * flow + way;
    if (current[flow] < 0 || isAnother(known[flow], starts[at], way, seq, flags)) {
      begin(flow);
    }
    if (tellsStart(known[flow], way, flags)) {
      starts[at] = seq;
    }
    known[flow] = (byte) learned(known[flow], way, flags);
    lastRows[flow] = row;
    return current[flow];
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
   * @param way 0 or 1
   */
  static boolean isAnother(int known, int start, int way, int seq, int flags) {
    if (!opens(flags)) {
      return false;
    }
    boolean ending = hasEnding(known);
    if ((known & FORWARD_KNOWN << way) == 0) {
      return ending;
    }
    int distance = start - seq;
    boolean bySyn = (known & FORWARD_BY_SYN << way) != 0;
    return bySyn ? distance != 0 : ending || distance != 1;
  }

  /** Whether a FIN or a RST passed. */
  static boolean hasEnding(int known) {
    return (known & ENDING) != 0;
  }

  /** Whether a segment's sequence number is its way's first. */
  static boolean tellsStart(int known, int way, int flags) {
    boolean unknown = (known & FORWARD_KNOWN << way) == 0;
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
    earlierRows[count] = current[flow] < 0 ? -1 : lastRows[flow];
    current[flow] = count++;
    known[flow] = 0;
  }
}
