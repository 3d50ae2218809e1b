package tcplab.tcp;

import java.util.ArrayList;
import java.util.List;

/**
 * The transmission control block (RFC 9293 §3.3.1): the variables of one connection at one end, and
 * the questions that are asked of them.
 */
final class ControlBlock {
  private static final int DEFAULT_MSS = 536;
  private static final int MOST_BLOCKS = 3;

  final Conduct conduct;
  final ReceiveQueue queue;

  /** Sent and not acknowledged, in sequence order: the retransmission queue. */
  final List<Segment> unacknowledged = new ArrayList<>();

  final boolean passive;
  boolean finSent;

  int iss;
  int sndUna;
  int sndNxt;
  int sndWnd;
  int sndWl1;
  int sndWl2;
  int maxSndWnd;
  int sndMss = DEFAULT_MSS;
  int sndShift;

  int irs;
  int rcvNxt;
  int rcvUp;
  int rcvShift;
  boolean sack;

  /** The right edge of the window last advertised, which must not move left (§3.8.6). */
  private int rcvEdge;

  /**
   * The end of the segment that came last, which is all that is acknowledged without cumulation.
   */
  private int lastEnd;

  /** Text that came with the SYN, to be taken when the connection is open (§3.10.7.2, third). */
  Segment early = Segment.of(0, 0, 0, 0);

  ControlBlock(Conduct conduct, boolean passive, int iss) {
    this.conduct = conduct;
    this.passive = passive;
    this.queue = new ReceiveQueue(conduct.ordering());
    this.iss = iss;
    this.sndUna = iss;
    this.sndNxt = iss;
  }

  /** RCV.WND: what may still come. Small steps are not offered (§3.8.6.2.2). */
  int rcvWnd() {
    int open = rcvNxt + Math.max(0, conduct.buffer() - queue.ready());
    int step = Math.min(conduct.buffer() / 2, conduct.mss());
    boolean worth = SequenceNumber.distance(rcvEdge, open) >= step;
    int edge = worth && SequenceNumber.after(open, rcvEdge) ? open : rcvEdge;
    return Math.max(0, SequenceNumber.distance(rcvNxt, edge));
  }

  /** What is left of the window last advertised. */
  int advertised() {
    return Math.max(0, SequenceNumber.distance(rcvNxt, rcvEdge));
  }

  /** The window field; a SYN's is never scaled (RFC 7323 §2.2). */
  int windowField(boolean syn) {
    int window = rcvWnd();
    int field = Math.min(0xffff, syn ? window : window >> rcvShift);
    int edge = rcvNxt + (field << (syn ? 0 : rcvShift));
    rcvEdge = SequenceNumber.max(rcvEdge, edge);
    return field;
  }

  void peerSyn(Segment segment) {
    irs = segment.seq();
    rcvNxt = irs + 1;
    lastEnd = rcvNxt;
    rcvEdge = rcvNxt;
    SegmentOptions offer = segment.options();
    sndMss = offer.mss() == SegmentOptions.ABSENT ? DEFAULT_MSS : offer.mss();
    boolean scaled = offer.windowScale() != SegmentOptions.ABSENT;
    if (scaled && conduct.windowScale() != SegmentOptions.ABSENT) {
      sndShift = Math.min(14, offer.windowScale());
      rcvShift = conduct.windowScale();
    }
    sack = offer.sackPermitted() && conduct.sack();
    sndWnd = segment.window();
    maxSndWnd = sndWnd;
    sndWl1 = segment.seq();
    sndWl2 = segment.ack();
  }

  /** What the SYN-ACK may offer: only what the peer's SYN offered too (RFC 7323 §2.2, RFC 2018). */
  SegmentOptions answeringOffer(SegmentOptions peers) {
    boolean scale = peers.windowScale() != SegmentOptions.ABSENT;
    return SegmentOptions.offer(
        conduct.mss(),
        scale ? conduct.windowScale() : SegmentOptions.ABSENT,
        conduct.sack() && peers.sackPermitted());
  }

  int ackField() {
    return conduct.cumulativeAck() ? rcvNxt : lastEnd;
  }

  /** An ACK with what SACK has to report. */
  Segment ackSegment() {
    Segment ack = Segment.of(sndNxt, ackField(), Flags.ACK, windowField(false));
    return sack ? ack.withOptions(SegmentOptions.NONE.withSack(queue.blocks(MOST_BLOCKS))) : ack;
  }

  /** The first check of §3.10.7.4: the four cases of the table in §3.4. */
  boolean acceptable(Segment segment) {
    if (!conduct.ordering()) {
      return true;
    }
    int length = segment.sequenceLength();
    int window = advertised();
    if (length == 0) {
      return window == 0
          ? segment.seq() == rcvNxt
          : SequenceNumber.within(segment.seq(), rcvNxt, window);
    }
    return window > 0
        && (SequenceNumber.within(segment.seq(), rcvNxt, window)
            || SequenceNumber.within(segment.end() - 1, rcvNxt, window));
  }

  /** Octets of a segment's text that lie within the window. */
  byte[] trimmed(Segment segment) {
    int room = SequenceNumber.distance(segment.textSeq(), SequenceNumber.max(rcvEdge, rcvNxt));
    return !conduct.ordering() || room >= segment.length()
        ? segment.text()
        : java.util.Arrays.copyOf(segment.text(), Math.max(0, room));
  }

  void arrived(Segment segment) {
    if (segment.sequenceLength() > 0) {
      lastEnd = segment.end();
    }
  }

  /** Whether SND.UNA &lt; SEG.ACK =&lt; SND.NXT. */
  boolean acknowledgesNew(int ack) {
    return SequenceNumber.before(sndUna, ack) && SequenceNumber.atOrBefore(ack, sndNxt);
  }

  /** Moves SND.UNA and empties the retransmission queue up to it. */
  void acknowledge(int ack) {
    if (conduct.cumulativeAck()) {
      unacknowledged.removeIf(segment -> SequenceNumber.atOrBefore(segment.end(), ack));
      sndUna = ack;
    } else {
      unacknowledged.removeIf(segment -> segment.end() == ack);
      sndUna = unacknowledged.isEmpty() ? sndNxt : unacknowledged.get(0).seq();
    }
  }

  boolean finAcknowledged() {
    return finSent && sndUna == sndNxt;
  }

  /** Sets SND.WND from a segment that is not older than the last that did (§3.10.7.4, fifth). */
  boolean updateWindow(Segment segment) {
    boolean newer =
        SequenceNumber.before(sndWl1, segment.seq())
            || (sndWl1 == segment.seq() && SequenceNumber.atOrBefore(sndWl2, segment.ack()));
    if (newer) {
      sndWnd = segment.window() << sndShift;
      maxSndWnd = Math.max(maxSndWnd, sndWnd);
      sndWl1 = segment.seq();
      sndWl2 = segment.ack();
    }
    return newer;
  }
}
