package tcplab.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

/**
 * Walks one connection's packets in order and keeps what is known of it: both directions, both
 * ends' states, the ending, Zeek's codes.
 *
 * <p>The forward direction is that of the connection's first packet. Which of the two is the
 * client's is settled at the end, by {@link #orient}.
 *
 * <p>A track can be cleared and used for the next connection, so that a capture of a million
 * connections allocates one.
 */
final class Track {
  final Half forward = new Half();
  final Half backward = new Half();
  final StateWalk states = new StateWalk();
  final TeardownWalk teardown = new TeardownWalk();
  final ZeekCodes zeek = new ZeekCodes();
  private final Ledger ledger;
  private final Judge judge;

  private long lastSynTime;
  private boolean handshakeTimed;
  private int synWay;
  private int synAckWay;

  /** The round trip in ns that the last segment's acknowledgement measured, or -1. */
  long lastSample;

  boolean forwardIsClient;
  Orientation orientation = Orientation.FIRST_PACKET;
  @Nullable CapturePoint capturePoint;

  Track(Ledger ledger) {
    this.ledger = ledger;
    judge = new Judge(ledger);
    clear();
  }

  void clear() {
    forward.clear();
    backward.clear();
    states.clear();
    teardown.clear();
    zeek.clear();
    judge.clear();
    lastSynTime = -1;
    handshakeTimed = false;
    synWay = synAckWay = -1;
    forwardIsClient = true;
    orientation = Orientation.FIRST_PACKET;
    capturePoint = null;
  }

  /** The connection's first packet is a SYN on ports that an earlier connection used. */
  void reusesPorts(int row, int earlierRow) {
    ledger.mark(row, Event.PORT_REUSE, earlierRow);
  }

  void accept(Sighting s) {
    Half from = s.forward ? forward : backward;
    Half to = s.forward ? backward : forward;
    from.packets++;
    lastSample = -1;
    if (!s.whole || judge.isOfEarlier(s, from, to)) {
      return;
    }
    place(s, from, to);
    from.bytes += s.length;
    if (judge.duplicate(s, from, to)) {
      return;
    }
    judge.judge(s, from, to);
    boolean probe = from.lastWasWindowProbe;
    zeek.accept(s, judge.repeat, judge.acksUnseen);
    open(s, from, to);
    send(s, from, to, probe);
    if (s.has(Flags.ACK)) {
      acknowledge(s, from, to);
    }
    remember(s, from);
    countSilence(from, to, judge.repeat || probe);
    states.accept(s, from, to);
    teardown.accept(s, from, to, judge.repeat);
  }

  /**
   * A router or a host says that a segment did not arrive. Only one that is on its way counts, lest
   * somebody who cannot see the connection ends it (RFC 5927 §4.1).
   */
  void accept(IcmpError error, boolean goesForward) {
    Half from = goesForward ? forward : backward;
    long position = from.place(error.seq());
    boolean onItsWay = from.nextKnown && position < from.next && position >= from.acked;
    if (onItsWay && error.kind().isUnreachable()) {
      states.unreachable(error, goesForward);
    }
  }

  /** The row of the RST that ended an earlier connection on these ports, or -1. */
  int halfOpenReset() {
    return judge.halfOpenReset;
  }

  /** Whether an end that sent a SYN still waits for the other's. */
  boolean waitsForSynAck() {
    return Judge.waitsForSynAck(forward, backward) || Judge.waitsForSynAck(backward, forward);
  }

  /** This connection was the earlier one: a RST, sent when its ports opened the next, ended it. */
  void endsHalfOpen(Sighting s) {
    states.endsHalfOpen(s);
    teardown.endsHalfOpen(s);
  }

  /** The last packet has passed: a window that is closed still stays so until then. */
  void end(long time) {
    forward.endAt(time);
    backward.endAt(time);
  }

  private static void countSilence(Half from, Half to, boolean asksAgain) {
    from.unanswered += asksAgain || from.lastWasKeepAlive ? 1 : 0;
    to.unanswered = 0;
  }

  /** Finds the positions, and gives a direction its origin when it has none yet. */
  private static void place(Sighting s, Half from, Half to) {
    boolean opensLate = s.has(Flags.SYN) && !from.sent && !s.has(Flags.RST);
    if (!from.anchored || (opensLate && from.place(s.seq) != -1)) {
      from.anchorAt(s.seq);
    }
    s.left = from.place(s.seq);
    s.right = s.left + s.span();
    if (s.has(Flags.ACK)) {
      if (!to.anchored) {
        to.anchorAt(s.ack);
      }
      s.acked = to.place(s.ack);
    }
  }

  private void open(Sighting s, Half from, Half to) {
    if (!s.has(Flags.SYN) || s.has(Flags.RST)) {
      timeHandshake(s, from, to);
      return;
    }
    if (s.opens()) {
      lastSynTime = s.time;
      synWay = synWay < 0 ? way(s) : synWay;
      from.synSeen = true;
    } else {
      synAckWay = synAckWay < 0 ? way(s) : synAckWay;
      from.synAckSeen = true;
    }
    from.dataStart = s.left + 1;
    from.mss = s.options.mss();
    from.windowScale = s.options.windowScale();
    from.sackPermitted = s.options.sackPermitted();
    judge.sackAgreed = from.sackPermitted && to.sackPermitted;
  }

  /** The initial round trip: SYN to the ACK that completes the handshake. */
  private void timeHandshake(Sighting s, Half from, Half to) {
    if (!handshakeTimed && from.synSeen && to.synAckSeen && s.has(Flags.ACK)) {
      handshakeTimed = true;
      judge.initialRtt = lastSynTime < 0 ? -1 : s.time - lastSynTime;
    }
  }

  private void send(Sighting s, Half from, Half to, boolean probe) {
    if (s.has(Flags.RST)) {
      return;
    }
    if (judge.repeat) {
      long count = (long) from.retransmissions + segments(s, from, to);
      from.retransmissions = (int) Math.min(count, Integer.MAX_VALUE);
    }
    from.outOfOrder += judge.outOfOrder ? 1 : 0;
    from.uniqueBytes += from.seen.add(s.dataLeft(), s.dataRight());
    if (s.has(Flags.FIN) && !from.finSeen) {
      from.finSeen = true;
      from.finEnd = s.right;
    }
    if (!probe) {
      depart(s, from);
    }
    if (s.length > 0) {
      long base = from.ackedKnown ? from.acked : from.dataStart;
      from.maxInFlight = Math.max(from.maxInFlight, s.dataRight() - base);
    }
  }

  /**
   * How many segments a frame stands for: with TSO the capture holds it before the network card
   * cuts it to the MSS, which is the lesser of the two announced (RFC 9293 §3.7.1), less the
   * timestamps' 12 octets.
   */
  private static int segments(Sighting s, Half from, Half to) {
    if (!SegmentSize.isKnown(from, to)) {
      return 1;
    }
    int payload = SegmentSize.of(from, to, s.stamped);
    return s.length <= payload ? 1 : (int) (((long) s.length + payload - 1) / payload);
  }

  private void depart(Sighting s, Half from) {
    if (s.span() > 0 && from.nextKnown && s.left < from.next) {
      long right = Math.min(s.right, from.next);
      if (judge.repeat) {
        from.flight.sentAgain(s.left, right, s.time, s.row);
      } else if (judge.outOfOrder || s.has(Flags.SYN)) {
        from.flight.overtaken(s.left, right, s.time, s.row, s.timed);
      }
    }
    if (!from.nextKnown || s.right > from.next) {
      if (s.span() > 0) {
        enter(s, from);
      }
      from.advance(s);
    }
  }

  /** New octets are on their way; a SYN may be taken without its data. */
  private static void enter(Sighting s, Half from) {
    long left = from.nextKnown ? Math.max(s.left, from.next) : s.left;
    if (s.has(Flags.SYN) && s.length > 0 && left == s.left) {
      from.flight.sent(left, ++left, s.time, s.row, s.timed);
    }
    from.flight.sent(left, s.right, s.time, s.row, s.timed);
  }

  private void acknowledge(Sighting s, Half from, Half to) {
    if (s.has(Flags.RST)) {
      return;
    }
    if (!to.ackedKnown || s.acked > to.acked) {
      long sample = to.flight.acknowledged(s.acked, s.time);
      if (sample >= 0 && s.timed && !judge.acksUnseen) {
        to.sample(sample);
        lastSample = sample;
      }
      to.acked = s.acked;
      to.ackedKnown = true;
      from.duplicateAcksRunning = 0;
    }
    from.highestAck = from.ackSent ? Math.max(from.highestAck, s.acked) : s.acked;
    from.ackSent = true;
    from.lastAck = s.acked;
    from.lastAckRow = s.row;
  }

  /** Keeps what the next segment will be held against. */
  private void remember(Sighting s, Half from) {
    from.sent = true;
    from.lastTime = s.time;
    from.lastRow = s.row;
    if (!s.has(Flags.RST)) {
      from.lastWindow = s.window;
      from.windowBytes = windowBytes(s, from);
      if (s.timed && !s.has(Flags.SYN)) {
        from.announces(s.window, s.time);
      }
    }
  }

  /** The window in octets, or -1 while the scale is not known (RFC 7323 §2.2). */
  private long windowBytes(Sighting s, Half from) {
    if (s.has(Flags.SYN)) {
      return s.window;
    }
    boolean bothKnown =
        (forward.synSeen || forward.synAckSeen) && (backward.synSeen || backward.synAckSeen);
    if (!bothKnown) {
      return -1;
    }
    boolean agreed =
        forward.windowScale != Packets.ABSENT && backward.windowScale != Packets.ABSENT;
    return agreed ? (long) s.window << Math.min(from.windowScale, 14) : s.window;
  }

  /**
   * Settles who is the client, and where the capture was taken.
   *
   * @param forwardPort the port of the first packet's sender
   * @param backwardPort the other one
   */
  void orient(int forwardPort, int backwardPort) {
    if (synWay >= 0) {
      orientation = Orientation.SYN;
      forwardIsClient = synWay == 0;
    } else if (synAckWay >= 0) {
      orientation = Orientation.SYN_ACK;
      forwardIsClient = synAckWay == 1;
    } else {
      int service = Orientation.serviceOf(forwardPort, backwardPort);
      orientation = service == 0 ? Orientation.FIRST_PACKET : Orientation.PORTS;
      forwardIsClient = service >= 0;
    }
    capturePoint = CapturePoint.of(quickest(half(Side.SERVER)), quickest(half(Side.CLIENT)));
  }

  Half half(Side side) {
    return side == Side.CLIENT == forwardIsClient ? forward : backward;
  }

  private EndStates states(Side side) {
    return side == Side.CLIENT == forwardIsClient ? states.forward : states.backward;
  }

  /** The states that a side went through; see {@link EndStates#code}. */
  long stateCode(Side side) {
    return states(side).code(side == nearEnd());
  }

  /** The states that a side went through. */
  List<StateEntry> stateEntries(Side side) {
    return states(side).entries(side, nearEnd());
  }

  private @Nullable Side nearEnd() {
    return capturePoint == null ? null : capturePoint.side();
  }

  /** Payload octets that were acknowledged and are not in the capture. */
  long captureLoss() {
    return captureLoss(forward) + captureLoss(backward);
  }

  private static long captureLoss(Half half) {
    if (!half.ackedKnown) {
      return 0;
    }
    long end = half.finSeen ? Math.min(half.acked, half.finEnd - 1) : half.acked;
    return half.seen.missing(half.dataStart, end);
  }

  private static long quickest(Half half) {
    return half.rttCount == 0 ? -1 : half.rttMin;
  }

  private static int way(Sighting s) {
    return s.forward ? 0 : 1;
  }
}
