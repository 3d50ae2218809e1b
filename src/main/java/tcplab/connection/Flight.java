package tcplab.connection;

import java.util.Arrays;

/**
 * The segments of one direction that are sent and not yet acknowledged, oldest first, and the round
 * trips they give.
 *
 * <p><b>Karn's algorithm</b> (RFC 6298 §3): when a segment was sent twice, nobody can tell which
 * copy an acknowledgement answers. So an acknowledgement gives a sample only when none of the
 * segments it newly covers was repeated; the sample is that of the latest one, whose arrival made
 * the receiver speak. Nor does it when one of them was overtaken: the receiver waited for that one,
 * and the time since the latest is the network's disorder, not a round trip.
 */
final class Flight {
  /** Keeps a direction whose acknowledgements are not in the capture from growing for ever. */
  private static final int LIMIT = 1 << 16;

  /** So many segments one repeat may touch: more than the longest frame holds. */
  private static final int MOST_AT_ONCE = 512;

  private long[] ends = new long[16];
  private long[] times = new long[16];
  private int[] rows = new int[16];
  private byte[] repeats = new byte[16];
  private boolean[] overtaken = new boolean[16];
  private int head;
  private int size;

  void clear() {
    head = 0;
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** A segment with new octets up to {@code end} leaves; one without a time gives no sample. */
  void sent(long end, long time, int row, boolean timed) {
    if (size == ends.length) {
      if (size == LIMIT) {
        head = next(head);
        size--;
      } else {
        grow();
      }
    }
    int at = slot(size++);
    ends[at] = end;
    times[at] = time;
    rows[at] = row;
    repeats[at] = (byte) (timed ? 0 : 1);
    overtaken[at] = false;
  }

  /** Octets before {@code end} and after {@code start} come only now, behind later ones. */
  void overtaken(long start, long end) {
    int first = search(start);
    for (int i = first; i < Math.min(size, first + MOST_AT_ONCE); i++) {
      int at = slot(i);
      overtaken[at] = true;
      if (ends[at] >= end) {
        return;
      }
    }
  }

  /** Octets before {@code end} and after {@code start} leave again. */
  void repeated(long start, long end, long time, int row) {
    int first = search(start);
    for (int i = first; i < Math.min(size, first + MOST_AT_ONCE); i++) {
      int at = slot(i);
      repeats[at] = (byte) Math.min(repeats[at] + 1, Byte.MAX_VALUE);
      times[at] = time;
      rows[at] = row;
      if (ends[at] >= end) {
        return;
      }
    }
  }

  /**
   * Everything before {@code ack} arrived.
   *
   * @return the round trip in ns, or -1 when there is no sample
   */
  long acknowledged(long ack, long time) {
    long sample = -1;
    boolean ambiguous = false;
    while (size > 0 && ends[head] <= ack) {
      ambiguous |= repeats[head] > 0 || overtaken[head];
      sample = time - times[head];
      head = next(head);
      size--;
    }
    return ambiguous ? -1 : sample;
  }

  /** The row in which the octet at {@code position} was last sent, or -1. */
  int lastSentRow(long position) {
    int i = search(position);
    return i < size ? rows[slot(i)] : -1;
  }

  /** When the octet at {@code position} was last sent, or {@link Long#MIN_VALUE}. */
  long lastSentTime(long position) {
    int i = search(position);
    return i < size ? times[slot(i)] : Long.MIN_VALUE;
  }

  /** How many times the octet at {@code position} was repeated so far. */
  int repeats(long position) {
    int i = search(position);
    return i < size ? repeats[slot(i)] : 0;
  }

  /** The first segment that ends after {@code position}. */
  private int search(long position) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[slot(middle)] > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private int slot(int i) {
    return head + i & ends.length - 1;
  }

  private int next(int at) {
    return at + 1 & ends.length - 1;
  }

  private void grow() {
    int capacity = ends.length;
    ends = unroll(ends, capacity);
    times = unroll(times, capacity);
    int[] newRows = Arrays.copyOf(rows, 2 * capacity);
    byte[] newRepeats = Arrays.copyOf(repeats, 2 * capacity);
    boolean[] newOvertaken = Arrays.copyOf(overtaken, 2 * capacity);
    System.arraycopy(rows, 0, newRows, capacity, head);
    System.arraycopy(repeats, 0, newRepeats, capacity, head);
    System.arraycopy(overtaken, 0, newOvertaken, capacity, head);
    rows = newRows;
    repeats = newRepeats;
    overtaken = newOvertaken;
  }

  /** Doubles a full ring: what wrapped round to the front moves behind the old end. */
  private long[] unroll(long[] ring, int capacity) {
    long[] longer = Arrays.copyOf(ring, 2 * capacity);
    System.arraycopy(ring, 0, longer, capacity, head);
    return longer;
  }
}
