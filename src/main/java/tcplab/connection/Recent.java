package tcplab.connection;

import java.util.Arrays;
import tcplab.tcp.Flags;

/**
 * The last segments of one direction, to tell a packet captured twice from a segment sent twice.
 *
 * <p>A sender gives every packet another IP identification (RFC 6864 §4; Linux counts them up),
 * even a repeated segment's. The same identification on the same segment within milliseconds is
 * therefore the same packet: a mirror port that copies both ingress and egress, or a network that
 * delivered it twice. Because identifications count up, the low bits of one are its slot, and a
 * packet is found in one step while no more than {@value #CAPACITY} others came between.
 *
 * <p>An identification of 0, or none (IPv6, macOS), tells nothing. A SYN or SYN-ACK is judged
 * without it: no stack repeats those within milliseconds, but to answer another SYN, or one that
 * the network delivered twice. So no copy is a SYN-ACK right behind a SYN that came after the
 * SYN-ACK before. Nor does a sender repeat data within a few microseconds: before it can know that
 * they were lost, a round trip passes. A pure acknowledgement it may well repeat as quickly; that
 * is a copy only where the capture was seen to copy data.
 */
final class Recent {
  private static final int CAPACITY = 32;

  /** SYNs have a slot of their own, behind the others. */
  private static final int SYN_SLOT = CAPACITY;

  private static final long WITHIN_NS = 10_000_000;

  /** Less than a round trip even of a loopback interface. */
  private static final long AT_ONCE_NS = 10_000;

  private final int[] ids = new int[CAPACITY + 1];
  private final int[] seqs = new int[CAPACITY + 1];
  private final int[] acks = new int[CAPACITY + 1];
  private final int[] shapes = new int[CAPACITY + 1];
  private final long[] times = new long[CAPACITY + 1];
  private final int[] rows = new int[CAPACITY + 1];

  void clear() {
    Arrays.fill(rows, -1);
  }

  /**
   * The row in which this very packet was captured before, or -1. Remembers it when it was not.
   *
   * @param copies whether data of this connection were captured twice at once before
   */
  int sameAs(Sighting s, boolean copies) {
    int id = s.hasIpId ? s.ipId : 0;
    boolean syn = s.has(Flags.SYN);
    long within = id != 0 || syn ? WITHIN_NS : AT_ONCE_NS;
    int shape = shape(s);
    int slot = syn ? SYN_SLOT : (id != 0 ? id : s.seq + 31 * s.ack + s.length) & CAPACITY - 1;
    boolean same =
        rows[slot] >= 0
            && ids[slot] == id
            && seqs[slot] == s.seq
            && acks[slot] == s.ack
            && shapes[slot] == shape
            && Math.abs(s.time - times[slot]) <= within
            && (id != 0 || syn || isNeverRepeatedAtOnce(s, copies));
    if (same) {
      return rows[slot];
    }
    ids[slot] = id;
    seqs[slot] = s.seq;
    acks[slot] = s.ack;
    shapes[slot] = shape;
    times[slot] = s.time;
    rows[slot] = s.row;
    return -1;
  }

  private static boolean isNeverRepeatedAtOnce(Sighting s, boolean copies) {
    return s.timed && (s.length > 0 || copies);
  }

  /**
   * Says that a SYN has come for this direction's end: what it sends now without an identification
   * is an answer, not a copy.
   */
  void isAsked() {
    if (ids[SYN_SLOT] == 0) {
      rows[SYN_SLOT] = -1;
    }
  }

  /** Length, flags, window and timestamp folded together. */
  private static int shape(Sighting s) {
    int shape = s.length * 31 + s.flags;
    shape = shape * 31 + s.window;
    return s.stamped ? (shape * 31 + s.tsValue) * 31 + s.tsEcho : shape;
  }
}
