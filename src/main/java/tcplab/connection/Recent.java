package tcplab.connection;

/**
 * The last segments of one direction, to tell a packet captured twice from a segment sent twice.
 *
 * <p>A sender gives every packet another IP identification (RFC 6864 §4; Linux counts them up),
 * even a repeated segment's. The same identification on the same segment within milliseconds is
 * therefore the same packet: a mirror port that copies both ingress and egress, or a network that
 * delivered it twice.
 */
final class Recent {
  private static final int CAPACITY = 32;
  private static final long WITHIN_NS = 10_000_000;

  private final char[] ids = new char[CAPACITY];
  private final int[] seqs = new int[CAPACITY];
  private final int[] acks = new int[CAPACITY];
  private final int[] shapes = new int[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final int[] rows = new int[CAPACITY];
  private int size;
  private int last = -1;

  void clear() {
    size = 0;
    last = -1;
  }

  /** The row in which this very packet was captured before, or -1. Remembers it when it was not. */
  int sameAs(Sighting s) {
    if (!s.hasIpId || s.ipId == 0) {
      return -1;
    }
    int shape = shape(s);
    for (int i = 0; i < size; i++) {
      int at = last - i & CAPACITY - 1;
      if (s.time - times[at] > WITHIN_NS) {
        break;
      }
      if (ids[at] == s.ipId && seqs[at] == s.seq && acks[at] == s.ack && shapes[at] == shape) {
        return rows[at];
      }
    }
    remember(s, shape);
    return -1;
  }

  private void remember(Sighting s, int shape) {
    last = last + 1 & CAPACITY - 1;
    size = Math.min(size + 1, CAPACITY);
    ids[last] = (char) s.ipId;
    seqs[last] = s.seq;
    acks[last] = s.ack;
    shapes[last] = shape;
    times[last] = s.time;
    rows[last] = s.row;
  }

  /** Length, flags, window and timestamp folded together. */
  private static int shape(Sighting s) {
    int shape = s.length * 31 + s.flags;
    shape = shape * 31 + s.window;
    return s.stamped ? (shape * 31 + s.tsValue) * 31 + s.tsEcho : shape;
  }
}
