package tcplab.connection;

import tcplab.tcp.Flags;

/**
 * Says what each segment is, by the rules that {@link Event} states, against what both directions
 * held before it.
 */
final class Judge {
  private static final long LATEST_PROBE_NS = 1_000_000_000L;
  private static final long UNKNOWN_RTT_NS = 3_000_000;

  /** Linux's least retransmission timeout; RFC 6298's of 1 s is a SHOULD that no stack keeps. */
  private static final long LEAST_RTO_NS = 200_000_000;

  /** A probe waits for two round trips and two ticks of Linux's timer, which are 2 ms and more. */
  private static final long LEAST_PROBE_NS = 1_000_000;

  /** So far ahead of a SYN an acknowledgement rather covers octets that the capture missed. */
  private static final int MISSED_AT_MOST = 1 << 20;

  private final Ledger ledger;

  /** SYN to last ACK of the handshake, or -1. */
  long initialRtt = -1;

  boolean sackAgreed;

  /** Whether data were captured twice. */
  private boolean copies;

  /** What the last judged segment was, for those who count. */
  boolean repeat;

  boolean outOfOrder;
  boolean acksUnseen;

  /** The last challenge ACK, or -1, and what it acknowledges. */
  private int challengeRow;

  private int challengeAck;

  /** The RST that answered it and so ended an earlier connection, or -1. */
  int halfOpenReset;

  Judge(Ledger ledger) {
    this.ledger = ledger;
  }

  void clear() {
    initialRtt = -1;
    sackAgreed = copies = false;
    challengeRow = halfOpenReset = -1;
  }

  /**
   * Whether a segment belongs to an earlier connection on the same ports, to which a SYN came as to
   * a half-open one (RFC 9293 §3.5.1, figures 9 and 10).
   */
  boolean isOfEarlier(Sighting s, Half from, Half to) {
    if (s.has(Flags.SYN)) {
      return false;
    }
    if (s.has(Flags.RST)) {
      boolean answers = challengeRow >= 0 && from.synSeen && !from.ackSent;
      if (answers && s.seq == challengeAck) {
        halfOpenReset = s.row;
        ledger.mark(s.row, Event.HALF_OPEN_RESET, challengeRow);
        return true;
      }
      return false;
    }
    if (!waitsForSynAck(to, from) || !s.has(Flags.ACK) || acknowledgesSyn(s, to)) {
      return false;
    }
    challengeRow = s.row;
    challengeAck = s.ack;
    ledger.mark(s.row, Event.CHALLENGE_ACK, to.lastRow);
    return true;
  }

  /** Whether an end has sent nothing but SYNs, and its peer no SYN. */
  static boolean waitsForSynAck(Half end, Half peer) {
    boolean onlySyn = end.synSeen && !end.synAckSeen && !end.ackSent;
    return onlySyn && !peer.synSeen && !peer.synAckSeen;
  }

  private static boolean acknowledgesSyn(Sighting s, Half to) {
    long acked = to.place(s.ack);
    return acked >= to.dataStart && acked <= to.next + MISSED_AT_MOST;
  }

  /** Whether this very packet was captured before. */
  boolean duplicate(Sighting s, Half from, Half to) {
    int first = from.recent.sameAs(s, copies);
    if (s.opens() && (first < 0 || to.synAckSeen)) {
      to.recent.isAsked();
      from.doubledSynRow = first < 0 ? -1 : s.row;
    }
    if (first < 0) {
      return false;
    }
    ledger.mark(s.row, Event.CAPTURE_DUPLICATE, first);
    if (s.span() > 0) {
      copies |= s.length > 0;
      from.repeats.add(s.left, s.right, ~s.row);
    }
    return true;
  }

  void judge(Sighting s, Half from, Half to) {
    repeat = false;
    outOfOrder = false;
    acksUnseen = false;
    boolean keepAlive = false;
    boolean windowProbe = false;
    if (s.has(Flags.SYN)) {
      judgeSyn(s, from, to);
    } else if (!s.has(Flags.RST)) {
      windowProbe = isWindowProbe(s, from, to);
      keepAlive = !windowProbe && isKeepAlive(s, from);
      if (windowProbe) {
        ledger.mark(s.row, Event.ZERO_WINDOW_PROBE, to.lastRow);
      } else if (keepAlive) {
        ledger.mark(s.row, Event.KEEP_ALIVE, from.nextRow, to.lastAckRow);
      } else {
        judgePlace(s, from, to);
      }
    }
    if (s.has(Flags.ACK)) {
      judgeAck(s, from, to);
    }
    from.lastWasKeepAlive = keepAlive;
    from.lastWasWindowProbe = windowProbe;
    from.lastProbeRow = keepAlive || windowProbe ? s.row : from.lastProbeRow;
  }

  private void judgeSyn(Sighting s, Half from, Half to) {
    boolean again = s.opens() ? from.synSeen : from.synAckSeen;
    if (again && s.left == from.dataStart - 1) {
      repeat = true;
      ledger.mark(s.row, Event.RETRANSMISSION, from.flight.lastSentRow(s.left));
      ledger.mark(s.row, Event.SYN_RETRANSMISSION, from.flight.lastSentRow(s.left));
    }
    if (repeat && !s.opens() && to.doubledSynRow >= 0) {
      ledger.unmark(to.doubledSynRow, Event.CAPTURE_DUPLICATE);
      ledger.mark(to.doubledSynRow, Event.NETWORK_DUPLICATE, s.row);
      to.doubledSynRow = -1;
    }
  }

  private static boolean isWindowProbe(Sighting s, Half from, Half to) {
    if (!to.ackSent || to.lastWindow != 0 || !from.nextKnown || s.controls()) {
      return false;
    }
    return (s.length == 1 && s.left == from.next) || (s.length == 0 && s.left == from.next - 1);
  }

  private static boolean isKeepAlive(Sighting s, Half from) {
    if (!from.nextKnown || s.left != from.next - 1 || s.length > 1 || s.controls()) {
      return false;
    }
    return from.ackedKnown ? from.acked >= from.next : s.length == 0;
  }

  private void judgePlace(Sighting s, Half from, Half to) {
    if (!from.nextKnown) {
      return;
    }
    if (s.left > from.next) {
      ledger.mark(s.row, Event.LOST_SEGMENT, from.nextRow);
    } else if (s.span() > 0 && s.left < from.next) {
      judgeRepeat(s, from, to);
    }
    if (s.length > 0
        && !s.controls()
        && to.ackSent
        && to.windowBytes >= 0
        && s.dataRight() == to.lastAck + to.windowBytes) {
      ledger.mark(s.row, Event.WINDOW_FULL, to.lastRow);
    }
  }

  private void judgeRepeat(Sighting s, Half from, Half to) {
    boolean finKnown = !s.has(Flags.FIN) || (from.finSeen && s.right == from.finEnd);
    boolean seenBefore =
        finKnown && from.seen.covers(s.dataLeft(), Math.min(s.dataRight(), from.next));
    if (!seenBefore && overtaken(s, from)) {
      outOfOrder = true;
      ledger.mark(s.row, Event.OUT_OF_ORDER, from.nextRow);
      return;
    }
    repeat = true;
    int before = seenBefore ? from.flight.lastSentRow(s.left) : -1;
    ledger.mark(s.row, Event.RETRANSMISSION, before, from.nextRow);
    from.repeats.add(s.left, s.right, s.row);
    rememberEdge(s, from);
    refine(s, from, to, before);
  }

  /**
   * Whether octets that were not seen before come late because later ones overtook them. Timestamps
   * tell when the two were sent more than a tick apart; otherwise it is a matter of time: a repeat
   * needs a round trip.
   */
  private boolean overtaken(Sighting s, Half from) {
    if (s.stamped && from.nextStamped && s.tsValue != from.nextTsValue) {
      return s.tsValue - from.nextTsValue < 0;
    }
    long within = initialRtt > 0 ? initialRtt : UNKNOWN_RTT_NS;
    return s.time - from.nextTime < within && s.right != from.next;
  }

  /** The first repeat of the oldest octet outstanding, for {@link #judgeEdge}. */
  private static void rememberEdge(Sighting s, Half from) {
    boolean atEdge = from.ackedKnown && s.left <= from.acked && s.right > from.acked;
    if (atEdge && s.stamped && from.edgeRepeatRow < 0) {
      from.edgeRepeatRow = s.row;
      from.edgeRepeatTsValue = s.tsValue;
    }
  }

  /**
   * The first acknowledgement after that repeat tells by its echo which of the two it answers
   * (Eifel detection, RFC 3522 §3.2): a receiver that waited for these octets echoes the timestamp
   * of the segment that brought them.
   */
  private void judgeEdge(Sighting s, Half to) {
    if (to.edgeRepeatRow < 0 || s.acked <= to.acked) {
      return;
    }
    if (s.stamped && s.tsEcho - to.edgeRepeatTsValue < 0) {
      ledger.mark(to.edgeRepeatRow, Event.SPURIOUS_RETRANSMISSION, s.row);
    }
    to.edgeRepeatRow = -1;
  }

  private void refine(Sighting s, Half from, Half to, int before) {
    if (from.ackedKnown && s.right <= from.acked) {
      ledger.mark(s.row, Event.SPURIOUS_RETRANSMISSION, before, to.lastAckRow);
      return;
    }
    boolean asked = to.duplicateAcksRunning >= 2 && s.left == to.lastAck;
    boolean holeKnown = asked || from.sackedAbove(s.left);
    long silence = to.sent ? s.time - to.lastTime : Long.MAX_VALUE;
    long elapsed = s.time - from.flight.lastSentTime(s.left);
    if (holeKnown && silence < LEAST_RTO_NS) {
      int sign = asked ? to.lastDuplicateAckRow : from.sackRow;
      ledger.mark(s.row, Event.FAST_RETRANSMISSION, before, sign);
    } else if (!holeKnown && before >= 0 && isTailProbe(s, from, elapsed)) {
      ledger.mark(s.row, Event.TAIL_LOSS_PROBE, before, to.lastAckRow);
    } else if (elapsed >= LEAST_RTO_NS && (!from.ackedKnown || s.left <= from.acked)) {
      ledger.mark(s.row, Event.RTO_RETRANSMISSION, before, to.lastAckRow);
    }
  }

  /**
   * The probe comes after two round trips and what a receiver may delay its acknowledgement, and
   * before the timer runs out (RFC 8985 §7.2); what comes later is the timer's.
   */
  private boolean isTailProbe(Sighting s, Half from, long elapsed) {
    return sackAgreed
        && s.right == from.next
        && from.flight.repeats(s.left) == 0
        && elapsed >= LEAST_PROBE_NS
        && elapsed < Math.max(LATEST_PROBE_NS, 4 * initialRtt);
  }

  private void judgeAck(Sighting s, Half from, Half to) {
    if (!s.has(Flags.RST)) {
      judgeEdge(s, to);
    }
    acksUnseen = !s.has(Flags.RST) && acksUnseen(s, to);
    if (acksUnseen) {
      ledger.mark(s.row, Event.ACKED_UNSEEN, to.nextRow);
    }
    if (s.controls()) {
      return;
    }
    if (s.window == 0) {
      from.zeroWindows++;
      ledger.mark(s.row, Event.ZERO_WINDOW);
    }
    if (s.length == 0 && from.ackSent && s.left == from.next && s.acked == from.lastAck) {
      judgeSameAck(s, from, to);
    }
    if (s.options.sack().length >= 2) {
      readSack(s, to);
    }
  }

  /** Whether it acknowledges octets that nobody saw pass; each is reported once. */
  private static boolean acksUnseen(Sighting s, Half to) {
    if (!to.nextKnown || s.acked <= to.acksChecked) {
      return false;
    }
    long start = Math.max(to.acksChecked, to.dataStart);
    long end = to.finSeen ? Math.min(s.acked, to.finEnd - 1) : s.acked;
    to.acksChecked = s.acked;
    return to.seen.missing(start, end) > 0;
  }

  /** A segment without payload that stands where its predecessor stood. */
  private void judgeSameAck(Sighting s, Half from, Half to) {
    boolean sameWindow = s.window == from.lastWindow;
    boolean sack = s.options.sack().length >= 2;
    if (to.lastWasWindowProbe && s.window == 0 && sameWindow) {
      ledger.mark(s.row, Event.ZERO_WINDOW_PROBE_ACK, to.lastProbeRow);
    } else if (to.lastWasKeepAlive && sameWindow) {
      ledger.mark(s.row, Event.KEEP_ALIVE_ACK, to.lastProbeRow);
    } else if (sack || (sameWindow && s.window != 0)) {
      from.duplicateAcks++;
      from.duplicateAcksRunning++;
      from.lastDuplicateAckRow = s.row;
      ledger.mark(s.row, Event.DUPLICATE_ACK, from.lastAckRow);
    } else if (!sameWindow && s.window != 0) {
      ledger.mark(s.row, Event.WINDOW_UPDATE, from.lastRow);
    }
  }

  /** SACK blocks (RFC 2018 §3): the first may report a duplicate (RFC 2883 §4). */
  private void readSack(Sighting s, Half to) {
    int[] edges = s.options.sack();
    boolean reportsDuplicate = s.options.dsack(s.ack);
    if (reportsDuplicate) {
      reportDuplicate(s, to, to.place(edges[0]), to.place(edges[1]));
    }
    for (int i = reportsDuplicate ? 2 : 0; i + 1 < edges.length; i += 2) {
      long right = to.place(edges[i + 1]);
      to.flight.sacked(to.place(edges[i]), right);
      if (right > to.sackTop) {
        to.sackTop = right;
        to.sackRow = s.row;
      }
    }
  }

  private void reportDuplicate(Sighting s, Half to, long left, long right) {
    int row = to.repeats.reported(left, right);
    if (row == Repeats.NONE) {
      return;
    }
    if (row >= 0) {
      ledger.mark(row, Event.SPURIOUS_RETRANSMISSION, s.row);
    } else {
      ledger.unmark(~row, Event.CAPTURE_DUPLICATE);
      ledger.mark(~row, Event.NETWORK_DUPLICATE, s.row);
    }
  }
}
