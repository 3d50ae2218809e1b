package tcplab.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a capture's packets are kept in: 52 octets each, in arrays of primitives. The decoder and
 * the builder write them and nobody else. A row is written at index {@link #size}, after {@link
 * #grow} when it {@link #isFull}, and counts once {@code size} is raised.
 *
 * <p>Nearly all of a row lies together, in six words: who walks a connection, whose rows lie far
 * apart, waits for memory once a packet, and not once a field. Parts of {@value #PART} rows never
 * move, so that growing copies little. The flow has a column of its own, as it is found later and
 * by another thread than the rest, and the origin one that few captures need.
 */
final class Rows {
  static final int CHECKSUM_GOOD = 1;
  static final int CHECKSUM_BAD = 2;
  static final int CHECKSUM_BITS = 3;
  static final int TIMESTAMPS = 4;
  static final int RELATIVE = 8;
  static final int IP_ID = 16;
  static final int TTL = 32;
  static final int ECN_SHIFT = 6;

  /** Above the nine flags: the header is broken, and which of its fields are not known. */
  static final int BROKEN = 1 << 9;

  static final int NO_SEQ = 1 << 10;
  static final int NO_ACK = 1 << 11;
  static final int NO_FLAGS = 1 << 12;
  static final int NO_WINDOW = 1 << 13;

  /**
   * The words of a row; two fields, or five in the last, stand side by side in those after the
   * time.
   */
  static final int TIME = 0;

  static final int SEQ_ACK = 1;
  static final int STAMPS = 2;
  static final int LENGTH_CAPTURED = 3;
  static final int PACKET_EXTRA = 4;
  static final int FLAGS_WINDOW_IP = 5;
  private static final int WORDS = 6;

  static final int FLAGS_SHIFT = 48;
  static final int WINDOW_SHIFT = 32;
  static final int IP_ID_SHIFT = 16;
  static final int TTL_SHIFT = 8;

  private static final int PART_BITS = 16;
  static final int PART = 1 << PART_BITS;
  private static final int WITHIN = PART - 1;
  private static final int LEAST = 64;

  int size;
  int[] flow;
  char[] origin = new char[0];
  private long[][] parts = new long[1][];
  private int capacity;
  final List<Packets.Options> options = new ArrayList<>();
  final List<Packets.Origin> origins = new ArrayList<>(List.of(Packets.Origin.PLAIN));

  Rows(int expected) {
    capacity = Math.max(LEAST, Math.min(expected, PART));
    parts[0] = new long[capacity * WORDS];
    flow = new int[capacity];
  }

  boolean isFull() {
    return size == capacity;
  }

  /** Makes room for more rows, of which so many are expected in all; 0 if that is not known. */
  void grow(int expected) {
    int last = capacity >>> PART_BITS;
    int within = capacity & WITHIN;
    if (last == parts.length) {
      parts = Arrays.copyOf(parts, 2 * last);
    }
    if (within == 0) {
      parts[last] = new long[PART * WORDS];
      capacity += PART;
    } else {
      int larger = Math.min(PART, within * 8);
      parts[last] = Arrays.copyOf(parts[last], larger * WORDS);
      capacity += larger - within;
    }
    if (flow.length < capacity) {
      resizeColumns(columnLength(expected));
    }
  }

  /** By a half, or towards what is expected, at most eightfold: a wrong one costs little. */
  private int columnLength(int expected) {
    long least = Math.max(capacity, size + (size >> 1));
    return (int) Math.min(Math.max(least, Math.min(expected, size * 8L)), Integer.MAX_VALUE - 16);
  }

  private void resizeColumns(int rows) {
    flow = Arrays.copyOf(flow, rows);
    if (origin.length > 0) {
      origin = Arrays.copyOf(origin, rows);
    }
  }

  /** Gives back what was reserved in vain. */
  void trim() {
    int last = size >>> PART_BITS;
    int used = size & WITHIN;
    if (last < parts.length && parts[last] != null && used < PART - (PART >> 3)) {
      parts[last] = Arrays.copyOf(parts[last], used * WORDS);
      capacity = size;
    }
    if (size < flow.length - (flow.length >> 3)) {
      resizeColumns(size);
    }
  }

  /** Writes the row at {@link #size}. */
  void put(long time, long seqAck, long stamps, long lengthCaptured, long packetExtra, long rest) {
    long[] part = parts[size >>> PART_BITS];
    int at = (size & WITHIN) * WORDS;
    part[at + FLAGS_WINDOW_IP] = rest;
    part[at + TIME] = time;
    part[at + SEQ_ACK] = seqAck;
    part[at + STAMPS] = stamps;
    part[at + LENGTH_CAPTURED] = lengthCaptured;
    part[at + PACKET_EXTRA] = packetExtra;
  }

  /** Two numbers side by side. */
  static long pair(int high, int low) {
    return (long) high << 32 | (low & 0xffffffffL);
  }

  /** The last word of a row. */
  static long rest(int flags, int window, int ipId, int ttl, int status) {
    return (long) flags << FLAGS_SHIFT
        | (long) window << WINDOW_SHIFT
        | (long) ipId << IP_ID_SHIFT
        | ttl << TTL_SHIFT
        | status;
  }

  /** Some bits of a row are put in place of what stands there. */
  void change(int row, int word, long mask, long bits) {
    long[] part = parts[row >>> PART_BITS];
    int at = (row & WITHIN) * WORDS + word;
    part[at] = (part[at] & ~mask) | (bits & mask);
  }

  private long word(int row, int word) {
    return part(row)[within(row) + word];
  }

  /** The array that holds a row's words. */
  long[] part(int row) {
    return parts[row >>> PART_BITS];
  }

  /** Where a row's words begin in its {@link #part}. */
  static int within(int row) {
    return (row & WITHIN) * WORDS;
  }

  long time(int row) {
    return word(row, TIME);
  }

  int seq(int row) {
    return (int) (word(row, SEQ_ACK) >>> 32);
  }

  int ack(int row) {
    return (int) word(row, SEQ_ACK);
  }

  int tsValue(int row) {
    return (int) (word(row, STAMPS) >>> 32);
  }

  int tsEcho(int row) {
    return (int) word(row, STAMPS);
  }

  /** Payload octets; the complement of it when there may be more. */
  int length(int row) {
    return (int) (word(row, LENGTH_CAPTURED) >>> 32);
  }

  int captured(int row) {
    return (int) word(row, LENGTH_CAPTURED);
  }

  int packet(int row) {
    return (int) (word(row, PACKET_EXTRA) >>> 32);
  }

  /** The number of the row's options in {@link #options}, plus one; 0 when it has none. */
  int extra(int row) {
    return (int) word(row, PACKET_EXTRA);
  }

  /** The control bits, and above them what is not known. */
  int flags(int row) {
    return (int) (word(row, FLAGS_WINDOW_IP) >>> FLAGS_SHIFT);
  }

  int window(int row) {
    return (int) (word(row, FLAGS_WINDOW_IP) >>> WINDOW_SHIFT) & 0xffff;
  }

  int ipId(int row) {
    return (int) (word(row, FLAGS_WINDOW_IP) >>> IP_ID_SHIFT) & 0xffff;
  }

  int ttl(int row) {
    return (int) (word(row, FLAGS_WINDOW_IP) >>> TTL_SHIFT) & 0xff;
  }

  int status(int row) {
    return (int) word(row, FLAGS_WINDOW_IP) & 0xff;
  }

  /** What a broken header does not tell of which so many octets can be used. */
  static int missing(int octets) {
    return BROKEN
        | (octets < 8 ? NO_SEQ : 0)
        | (octets < 12 ? NO_ACK : 0)
        | (octets < 14 ? NO_FLAGS : 0)
        | (octets < 16 ? NO_WINDOW : 0);
  }

  boolean lacks(int row, int field) {
    return (flags(row) & field) != 0;
  }

  /** The number of these options, {@link #extra}; equal neighbours share one object. */
  int number(Packets.Options value) {
    if (value.equals(Packets.Options.NONE)) {
      return 0;
    }
    int last = options.size();
    if (last == 0 || !options.get(last - 1).equals(value)) {
      options.add(value);
    }
    return options.size();
  }

  /** Gives the row at {@link #size} its origin; the column exists only once one is not plain. */
  void putOrigin(int number) {
    if (number == 0 && origin.length == 0) {
      return;
    }
    if (origin.length == 0) {
      origin = new char[flow.length];
    }
    origin[size] = (char) number;
  }

  Packets.Origin origin(int row) {
    return origins.get(origin.length == 0 ? 0 : origin[row]);
  }

  Packets.Checksum checksum(int row) {
    return switch (status(row) & CHECKSUM_BITS) {
      case CHECKSUM_GOOD -> Packets.Checksum.GOOD;
      case CHECKSUM_BAD -> Packets.Checksum.BAD;
      default -> Packets.Checksum.UNVERIFIED;
    };
  }
}
