package tcplab.capture;

import static tcplab.capture.Packets.ABSENT;

import java.util.Arrays;
import tcplab.capture.Packets.Options;

/**
 * The options of a TCP header (RFC 9293 §3.2): kind, length, value, but for the two of one octet.
 *
 * <p>Reading ends at the first option whose length cannot be; those before it count. An option of
 * known kind with the wrong length is passed over.
 */
final class OptionReader {
  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;
  private static final int FAST_OPEN = 34;
  private static final int EXPERIMENT_1 = 253;
  private static final int EXPERIMENT_2 = 254;
  private static final int FAST_OPEN_MAGIC = 0xf989;
  private static final int[] NO_EDGES = new int[0];

  private final Rows rows;
  private final int[] edges = new int[10];
  private int edgeCount;
  private int mss;
  private int windowScale;
  private boolean sackPermitted;
  private int fastOpen;
  private long kinds;
  private int status;
  private long stamps;

  /** Recent options without SACK by their hash, as most connections announce the same. */
  private final int[] recent = new int[256];

  OptionReader(Rows rows) {
    this.rows = rows;
  }

  /**
   * Reads the options of a segment.
   *
   * @param end where the header ends, or the captured octets
   * @param urgent the urgent pointer, or {@link Packets#ABSENT}
   * @return what {@link Rows#extra} says of them
   */
  int read(byte[] bytes, int from, int end, int urgent) {
    edgeCount = 0;
    mss = ABSENT;
    windowScale = ABSENT;
    sackPermitted = false;
    fastOpen = ABSENT;
    kinds = 0;
    status = 0;
    stamps = 0;
    int at = from;
    while (at < end) {
      int kind = bytes[at];
      if (kind == END) {
        break;
      }
      at = kind == NO_OPERATION ? at + 1 : option(bytes, at, end);
    }
    return number(urgent);
  }

  /** TSval and TSecr of the segment read last, as {@link Rows} keeps them. */
  long stamps() {
    return stamps;
  }

  /** {@link Rows#TIMESTAMPS} when it had them. */
  int status() {
    return status;
  }

  /** Reads one option; says where the next one is. */
  private int option(byte[] bytes, int at, int end) {
    int length = at + 1 < end ? Octets.u8(bytes, at + 1) : 0;
    if (length < 2 || at + length > end) {
      kinds |= 1L << 63;
      return end;
    }
    int kind = Octets.u8(bytes, at);
    value(bytes, kind, at, length);
    return at + length;
  }

  private void value(byte[] bytes, int kind, int at, int length) {
    if (kind == TIMESTAMPS && length == 10) {
      stamps = Octets.i64(bytes, at + 2);
      status = Rows.TIMESTAMPS;
    } else if (kind == MSS && length == 4) {
      mss = Octets.u16(bytes, at + 2);
    } else if (kind == WINDOW_SCALE && length == 3) {
      windowScale = Octets.u8(bytes, at + 2);
    } else if (kind == SACK_PERMITTED && length == 2) {
      sackPermitted = true;
    } else if (kind == SACK && (length & 7) == 2) {
      sack(bytes, at, length);
    } else {
      other(bytes, kind, at, length);
    }
  }

  private void sack(byte[] bytes, int at, int length) {
    for (int edge = at + 2; edge < at + length && edgeCount < edges.length; edge += 4) {
      edges[edgeCount++] = Octets.i32(bytes, edge);
    }
  }

  private void other(byte[] bytes, int kind, int at, int length) {
    kinds |= 1L << Math.min(kind, 62);
    if (kind == FAST_OPEN) {
      fastOpen = length - 2;
    } else if ((kind == EXPERIMENT_1 || kind == EXPERIMENT_2)
        && length >= 4
        && Octets.u16(bytes, at + 2) == FAST_OPEN_MAGIC) {
      fastOpen = length - 4; // RFC 7413 appendix A.5: before kind 34 was assigned
    }
  }

  /** The number of these options in {@link Rows#options}, plus one; 0 when there are none. */
  private int number(int urgent) {
    boolean none = mss < 0 && windowScale < 0 && !sackPermitted && edgeCount == 0;
    if (none && fastOpen < 0 && kinds == 0 && urgent < 0) {
      return 0;
    }
    int[] sack = edgeCount == 0 ? NO_EDGES : Arrays.copyOf(edges, edgeCount);
    Options options = new Options(mss, windowScale, sackPermitted, sack, urgent, fastOpen, kinds);
    int slot = options.hashCode() & 0xff;
    int known = recent[slot];
    if (known > 0 && rows.options.get(known - 1).equals(options)) {
      return known;
    }
    rows.options.add(options);
    recent[slot] = rows.options.size();
    return rows.options.size();
  }
}
