package tcplab.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Growing primitive columns, 52 octets a packet; the decoder and the builder write them and nobody
 * else. A row is written field by field at index {@link #size}, after {@link #reserve}, and counts
 * once {@code size} is raised.
 */
final class Columns {
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

  int size;
  int[] packet;
  long[] timeNs;
  int[] flow;
  int[] seq;
  int[] ack;
  int[] length;
  int[] captured;
  short[] flags;
  char[] window;
  int[] tsValue;
  int[] tsEcho;
  int[] extra;
  char[] ipId;
  byte[] ttl;
  byte[] status;
  char[] origin = new char[0];
  final List<Packets.Options> options = new ArrayList<>();
  final List<Packets.Origin> origins = new ArrayList<>(List.of(Packets.Origin.PLAIN));

  Columns(int capacity) {
    packet = new int[capacity];
    timeNs = new long[capacity];
    flow = new int[capacity];
    seq = new int[capacity];
    ack = new int[capacity];
    length = new int[capacity];
    captured = new int[capacity];
    flags = new short[capacity];
    window = new char[capacity];
    tsValue = new int[capacity];
    tsEcho = new int[capacity];
    extra = new int[capacity];
    ipId = new char[capacity];
    ttl = new byte[capacity];
    status = new byte[capacity];
  }

  /** Makes room for one more row. */
  void reserve() {
    if (size == packet.length) {
      grow(0);
    }
  }

  /**
   * Makes room for more rows: by a half, or towards what is expected, at most eightfold, so that a
   * wrong expectation costs little.
   */
  void grow(int expected) {
    long least = size + (size >> 1) + 16L;
    long most = size * 8L + 1024;
    resize((int) Math.min(Math.max(least, Math.min(expected, most)), Integer.MAX_VALUE - 16));
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
    return (flags[row] & field) != 0;
  }

  /** Gives back what was reserved in vain, when it is much. */
  void trim() {
    if (packet.length > 64 && size < packet.length - (packet.length >> 3)) {
      resize(size);
    }
  }

  private void resize(int capacity) {
    packet = Arrays.copyOf(packet, capacity);
    timeNs = Arrays.copyOf(timeNs, capacity);
    flow = Arrays.copyOf(flow, capacity);
    seq = Arrays.copyOf(seq, capacity);
    ack = Arrays.copyOf(ack, capacity);
    length = Arrays.copyOf(length, capacity);
    captured = Arrays.copyOf(captured, capacity);
    flags = Arrays.copyOf(flags, capacity);
    window = Arrays.copyOf(window, capacity);
    tsValue = Arrays.copyOf(tsValue, capacity);
    tsEcho = Arrays.copyOf(tsEcho, capacity);
    extra = Arrays.copyOf(extra, capacity);
    ipId = Arrays.copyOf(ipId, capacity);
    ttl = Arrays.copyOf(ttl, capacity);
    status = Arrays.copyOf(status, capacity);
    if (origin.length > 0) {
      origin = Arrays.copyOf(origin, capacity);
    }
  }

  /** Gives the row at {@link #size} its options; equal neighbours share one object. */
  void putOptions(Packets.Options value) {
    if (value.equals(Packets.Options.NONE)) {
      extra[size] = 0;
      return;
    }
    int last = options.size();
    if (last == 0 || !options.get(last - 1).equals(value)) {
      options.add(value);
    }
    extra[size] = options.size();
  }

  /** Gives the row at {@link #size} its origin; the column exists only once one is not plain. */
  void putOrigin(int number) {
    if (number == 0 && origin.length == 0) {
      return;
    }
    if (origin.length == 0) {
      origin = new char[packet.length];
    }
    origin[size] = (char) number;
  }

  Packets.Origin origin(int row) {
    return origins.get(origin.length == 0 ? 0 : origin[row]);
  }

  Packets.Checksum checksum(int row) {
    return switch (status[row] & CHECKSUM_BITS) {
      case CHECKSUM_GOOD -> Packets.Checksum.GOOD;
      case CHECKSUM_BAD -> Packets.Checksum.BAD;
      default -> Packets.Checksum.UNVERIFIED;
    };
  }
}
