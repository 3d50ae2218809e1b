package tcplab.connection;

import java.util.Arrays;

/**
 * The segments of one direction that are sent and not yet acknowledged, in sequence order, and the
 * round trips they give.
 *
 * <p><b>Karn's algorithm</b> (RFC 6298 §3): when a segment was sent twice, nobody can tell which
 * copy an acknowledgement answers. So an acknowledgement gives a sample only when none of the
 * segments it newly covers was repeated; the sample is that of the latest to pass, whose arrival
 * made the receiver speak, among those that SACK had not reported before; none when octets below
 * the acknowledgement were repeated after it, as that may be the repeat's answer. One that was
 * overtaken counts from when it passed. No sample is taken when octets are covered that the capture
 * lacks: those made the receiver speak, or an earlier acknowledgement is lacking, too. A segment
 * that passes after its acknowledgement never enters.
 */
final class Flight {
  /** Keeps a direction whose acknowledgements are not in the capture from growing for ever. */
  private static final int LIMIT = 1 << 16;

  /** So many segments one repeat may touch: more than the longest frame holds. */
  private static final int MOST_AT_ONCE = 512;

  /** So many segments at either end of a SACK block are looked at. */
  private static final int NEAR = 64;

  private long[] starts = new long[16];
  private long[] ends = new long[16];
  private long[] times = new long[16];
  private int[] rows = new int[16];
  private byte[] repeats = new byte[16];
  private boolean[] sacked = new boolean[16];
  private int head;
  private int size;
  private long acked = Long.MIN_VALUE;
  private long lastRepeat = Long.MIN_VALUE;
  private long lastRepeatStart;

  void clear() {
    head = 0;
    size = 0;
    acked = lastRepeat = Long.MIN_VALUE;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** A segment with new octets leaves; one without a time gives no sample. */
  void sent(long start, long end, long time, int row, boolean timed) {
    if (end > acked) {
      makeRoom();
      set(slot(size++), start, end, time, row, timed ? 0 : 1);
    }
  }

  private void makeRoom() {
    if (size == ends.length) {
      if (size == LIMIT) {
        head = next(head);
        size--;
      } else {
        grow();
      }
    }
  }

  private void set(int at, long start, long end, long time, int row, int repeated) {
    starts[at] = start;
    ends[at] = end;
    times[at] = time;
    rows[at] = row;
    repeats[at] = (byte) repeated;
    sacked[at] = false;
  }

  /** Octets that were not seen before come only now, behind later ones. */
  void overtaken(long start, long end, long time, int row, boolean timed) {
    late(start, end, time, row, timed ? 0 : 1);
  }

  /** Octets leave again; perhaps the capture lacks the first time. */
  void sentAgain(long start, long end, long time, int row) {
    lastRepeat = time;
    lastRepeatStart = start;
    late(start, end, time, row, 1);
  }

  private void late(long start, long end, long time, int row, int repeated) {
    if (end > acked && !fills(start, end, time, row, repeated)) {
      repeated(start, end, time, row);
    }
  }

  /** Enters a segment that lies in a hole; not when many would have to move for it. */
  private boolean fills(long start, long end, long time, int row, int repeated) {
    int place = search(start);
    boolean free = place == size || starts[slot(place)] >= end;
    if (!free || size - place > MOST_AT_ONCE) {
      return false;
    }
    int before = size;
    makeRoom();
    place -= before - size; // the oldest may have gone
    if (place < 0) {
      return false;
    }
    for (int i = size; i > place; i--) {
      move(slot(i - 1), slot(i));
    }
    size++;
    set(slot(place), start, end, time, row, repeated);
    return true;
  }

  private void move(int from, int to) {
    starts[to] = starts[from];
    ends[to] = ends[from];
    times[to] = times[from];
    rows[to] = rows[from];
    repeats[to] = repeats[from];
    sacked[to] = sacked[from];
  }

  private void repeated(long start, long end, long time, int row) {
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

  /** A SACK block reports these octets. It grows at its ends, or two become one near them. */
  void sacked(long start, long end) {
    int first = search(start);
    int last = Math.min(search(end), size - 1);
    int near = Math.min(last, first + NEAR);
    for (int i = first; i <= near; i++) {
      sack(slot(i), start, end);
    }
    for (int i = Math.max(near + 1, last - NEAR); i <= last; i++) {
      sack(slot(i), start, end);
    }
  }

  private void sack(int at, long start, long end) {
    sacked[at] |= starts[at] >= start && ends[at] <= end;
  }

  /**
   * Everything before {@code ack} arrived.
   *
   * @return the round trip in ns, or -1 when there is no sample
   */
  long acknowledged(long ack, long time) {
    acked = ack;
    long latest = Long.MIN_VALUE;
    boolean ambiguous = false;
    while (size > 0 && ends[head] <= ack) {
      ambiguous |= repeats[head] > 0;
      latest = sacked[head] ? latest : Math.max(latest, times[head]);
      head = next(head);
      size--;
    }
    ambiguous |= size > 0 && starts[head] < ack && repeats[head] > 0;
    ambiguous |= latest < lastRepeat && lastRepeatStart < ack;
    return ambiguous || latest == Long.MIN_VALUE ? -1 : time - latest;
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
    starts = unroll(starts, capacity);
    ends = unroll(ends, capacity);
    times = unroll(times, capacity);
    int[] newRows = Arrays.copyOf(rows, 2 * capacity);
    byte[] newRepeats = Arrays.copyOf(repeats, 2 * capacity);
    boolean[] newSacked = Arrays.copyOf(sacked, 2 * capacity);
    System.arraycopy(rows, 0, newRows, capacity, head);
    System.arraycopy(repeats, 0, newRepeats, capacity, head);
    System.arraycopy(sacked, 0, newSacked, capacity, head);
    rows = newRows;
    repeats = newRepeats;
    sacked = newSacked;
  }

  /** Doubles a full ring: what wrapped round to the front moves behind the old end. */
  private long[] unroll(long[] ring, int capacity) {
    long[] longer = Arrays.copyOf(ring, 2 * capacity);
    System.arraycopy(ring, 0, longer, capacity, head);
    return longer;
  }
}
