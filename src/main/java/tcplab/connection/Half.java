package tcplab.connection;

import tcplab.capture.Packets;

/**
 * One direction of a connection while its packets are walked: what this end sent, and what the peer
 * said about it.
 *
 * <p>Sequence numbers are unwrapped to <em>positions</em>: {@code long} distances from this
 * direction's anchor, its first sequence number. Positions do not wrap, so a transfer may be longer
 * than 4 GiB and the initial sequence number plays no part in any decision.
 */
final class Half {
  final Ranges seen = new Ranges();
  final Flight flight = new Flight();
  final Recent recent = new Recent();
  final Repeats repeats = new Repeats();

  // Where the space begins
  boolean anchored;
  int anchor;
  boolean sent;
  boolean nextKnown;
  long next;
  long dataStart;
  int nextRow;
  long nextTime;
  boolean nextStamped;
  int nextTsValue;

  // The opening
  boolean synSeen;
  boolean synAckSeen;

  /** A SYN that looks captured twice, though its first copy had been answered before; or -1. */
  int doubledSynRow;

  int mss;
  int windowScale;
  boolean sackPermitted;

  // What this end said of the peer's octets
  boolean ackSent;
  long lastAck;
  long highestAck;
  int lastAckRow;
  int lastWindow;
  long windowBytes;
  long lastTime;
  int lastRow;
  int duplicateAcksRunning;
  int lastDuplicateAckRow;

  // What the peer said of this end's octets
  boolean ackedKnown;
  long acked;
  long acksChecked;
  long sackTop;
  int sackRow;
  int edgeRepeatRow;
  int edgeRepeatTsValue;

  /** Repeats and probes since the peer last spoke. */
  int unanswered;

  // The last probe this end sent
  int lastProbeRow;
  boolean lastWasKeepAlive;
  boolean lastWasWindowProbe;

  // The end
  boolean finSeen;
  long finEnd;

  // Counts
  int packets;
  long bytes;
  long uniqueBytes;
  int retransmissions;
  int outOfOrder;
  int duplicateAcks;
  int zeroWindows;
  long maxInFlight;

  /** When the window closed, while it is; and for how long it was, in ns. */
  long zeroSince;

  boolean windowClosed;
  long zeroWindowNs;
  long rttMin;
  long rttMax;
  long rttSum;
  int rttCount;

  Half() {
    clear();
  }

  void clear() {
    seen.clear();
    flight.clear();
    recent.clear();
    repeats.clear();
    doubledSynRow = -1;
    anchored = sent = nextKnown = synSeen = synAckSeen = sackPermitted = false;
    ackSent = ackedKnown = finSeen = nextStamped = false;
    lastWasKeepAlive = lastWasWindowProbe = false;
    anchor = lastWindow = nextTsValue = 0;
    next = dataStart = nextTime = lastAck = highestAck = lastTime = 0;
    acked = acksChecked = finEnd = 0;
    sackTop = Long.MIN_VALUE;
    mss = windowScale = Packets.ABSENT;
    windowBytes = -1;
    maxInFlight = 0;
    nextRow = lastRow = lastAckRow = sackRow = lastProbeRow = -1;
    duplicateAcksRunning = unanswered = 0;
    lastDuplicateAckRow = edgeRepeatRow = -1;
    windowClosed = false;
    zeroSince = zeroWindowNs = 0;
    packets = retransmissions = outOfOrder = duplicateAcks = zeroWindows = rttCount = 0;
    bytes = uniqueBytes = rttSum = 0;
    rttMin = Long.MAX_VALUE;
    rttMax = -1;
  }

  /** Gives the space its origin: {@code seq} becomes position 0. */
  void anchorAt(int seq) {
    anchored = true;
    anchor = seq;
    next = 0;
    dataStart = 0;
  }

  /** The position of a raw number: the one nearest to the highest seen (RFC 9293 §3.4). */
  long place(int number) {
    int near = anchor + (int) next;
    return next + (number - near);
  }

  /** Moves the highest position seen. */
  void advance(Sighting s) {
    next = s.right;
    nextKnown = true;
    nextRow = s.row;
    nextTime = s.time;
    nextStamped = s.stamped;
    nextTsValue = s.tsValue;
  }

  /** Follows how long the announced window is closed. */
  void announces(int window, long time) {
    if (windowClosed) {
      zeroWindowNs += Math.max(0, time - zeroSince);
    }
    windowClosed = window == 0;
    zeroSince = time;
  }

  /** The connection ends here; a window that is still closed was so until now. */
  void endAt(long time) {
    if (windowClosed) {
      announces(0, time);
    }
  }

  /** Octets sent and, as far as this capture tells, not yet acknowledged. */
  long inFlight() {
    return Math.max(0, next - acked);
  }

  /** Whether the peer's SACK blocks or acknowledgements say that something above is missing it. */
  boolean sackedAbove(long position) {
    return sackTop > position;
  }

  void sample(long ns) {
    rttMin = Math.min(rttMin, ns);
    rttMax = Math.max(rttMax, ns);
    rttSum += ns;
    rttCount++;
  }
}
