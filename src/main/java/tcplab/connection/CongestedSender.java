package tcplab.connection;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tcplab.connection.LimitSpan.Limit;
import tcplab.connection.Outstanding.News;
import tcplab.tcp.Flags;

/** One sender for {@link CongestionWalk}: feeds two models with what passes. */
final class CongestedSender {
  /** CUBIC (RFC 9438 §4.6; Linux: 717/1024), then Reno (RFC 5681 §3.1). */
  private static final List<Double> FACTORS = List.of(0.7, 0.5);

  /** Sent no later after an acknowledgement, a segment is an answer to it. */
  private static final long AT_ONCE_NS = 1_000_000;

  /** From so much silence on, a repeat is the timer's. */
  private static final long LEAST_RTO_NS = 200_000_000;

  final Side side;
  final @Nullable MeasuredPath path;
  private final Outstanding outstanding = new Outstanding();
  private final RetransmissionTimer timer = new RetransmissionTimer();
  private final List<CongestionEstimate> estimates =
      FACTORS.stream().map(CongestionEstimate::new).toList();

  private int synRepeats;
  private long lastAckTime;
  private long lastSentTime;
  private boolean lastSentFull;
  private long mostWindow;

  /** Octets of the peer's window that were free after the packet before this one. */
  private long freeBefore = Long.MAX_VALUE;

  // The acknowledgements that came last, while nothing has answered them
  private boolean answerable;
  private long firstAckTime;
  private int pipeBeforeAck;
  private final int[] cwndBeforeAck = new int[FACTORS.size()];

  // The first repeat of an episode that the peer's echo has not judged yet
  private boolean repeatStamped;
  private int repeatTsValue;
  private long probeEnd = Long.MAX_VALUE;

  CongestedSender(Side side, @Nullable CapturePoint point) {
    this.side = side;
    path = MeasuredPath.of(side, point);
  }

  /** The estimate that the packets had to correct less. */
  CongestionEstimate best() {
    CongestionEstimate best = estimates.get(0);
    for (CongestionEstimate estimate : estimates) {
      best = estimate.model.corrections() < best.model.corrections() ? estimate : best;
    }
    return best;
  }

  /** The peer's acknowledgement comes. */
  void acknowledged(Sighting s, Half receiver, Half own) {
    int mss = SegmentSize.of(receiver, own, s.stamped);
    int before = outstanding.pipe();
    News news = outstanding.acknowledged(s.acked, SackBlocks.of(s, own), mss);
    boolean advances = news.oldest != Outstanding.NONE || news.acked > 0;
    boolean needless = s.options.dsack(s.ack);
    if (news.oldest != Outstanding.NONE && !news.ambiguous && s.timed && news.oldest.timed) {
      timer.sample(Math.max(0, s.time - news.oldest.sentAt), s.acked, own.next);
    }
    if (advances && !s.has(Flags.SYN)) {
      arm(s, before, mss);
    }
    learnOfRepeat(s, needless, advances);
    int pipe = outstanding.pipe();
    tell(m -> m.acknowledged(news.delivered, advances && !s.has(Flags.SYN), s.acked, pipe));
    if (advances || news.sacked > 0) {
      lastAckTime = s.time;
      record(s, own, mss);
    }
  }

  /**
   * Remembers how much was in flight before, in case the sender answers at once. Of several that
   * come together the first counts: a capture may show them all before the first answer.
   */
  private void arm(Sighting s, int pipeBefore, int mss) {
    if (answerable && s.time - firstAckTime <= AT_ONCE_NS) {
      return;
    }
    firstAckTime = s.time;
    answerable = s.length == 0 && lastSentFull && freeBefore >= mss;
    pipeBeforeAck = pipeBefore;
    for (int i = 0; i < cwndBeforeAck.length; i++) {
      cwndBeforeAck[i] = estimates.get(i).model.cwnd();
    }
  }

  private void learnOfRepeat(Sighting s, boolean needless, boolean advances) {
    if (needless) {
      tell(CongestionModel::repeatWasNeedless);
    }
    if (advances && repeatStamped && s.stamped && s.tsEcho - repeatTsValue < 0) {
      tell(CongestionModel::originalArrived);
    }
    repeatStamped &= !advances;
    if (s.acked >= probeEnd) {
      probeEnd = Long.MAX_VALUE;
      if (!needless) {
        tell(CongestionModel::probeRepaired);
      }
    }
  }

  /** One of its own segments leaves. */
  void leaves(Sighting s, Half own, Half receiver, int events) {
    int mss = SegmentSize.of(own, receiver, s.stamped);
    boolean idle = outstanding.isEmpty();
    boolean ranOut = ranOut(s, events);
    if (ranOut) {
      outstanding.giveUpAll();
    }
    outstanding.sent(s, mss, Event.RETRANSMISSION.in(events));
    if (s.has(Flags.SYN)) {
      synRepeats += Event.SYN_RETRANSMISSION.in(events) ? 1 : 0;
      if (synRepeats == 2) {
        tell(CongestionModel::beginWithOne);
      }
    } else if (Event.RETRANSMISSION.in(events)) {
      repeats(s, own, events, ranOut);
      record(s, own, mss);
    } else if (s.length > 0) {
      sendsNew(s, own, idle, mss);
    }
  }

  /** Whether the timer sent it, and not an acknowledgement that came just before. */
  private boolean ranOut(Sighting s, int events) {
    boolean silent = s.time - Math.max(lastAckTime, lastSentTime) >= LEAST_RTO_NS;
    return Event.RTO_RETRANSMISSION.in(events) && silent;
  }

  private void repeats(Sighting s, Half own, int events, boolean ranOut) {
    int pipe = outstanding.pipe();
    if (Event.TAIL_LOSS_PROBE.in(events)) {
      probeEnd = own.next;
    } else if (ranOut) {
      probeEnd = Long.MAX_VALUE;
      noteRepeat(s);
      tell(m -> m.repeatedByTimer(own.next));
    } else if (Event.FAST_RETRANSMISSION.in(events)) {
      noteRepeat(s);
      tell(m -> m.repeatedFast(pipe, own.next));
    } else {
      tell(m -> m.repeated(pipe));
    }
    lastSentTime = s.time;
    answerable = false;
  }

  private void noteRepeat(Sighting s) {
    if (!repeatStamped && !best().model.repairs()) {
      repeatStamped = s.stamped;
      repeatTsValue = s.tsValue;
    }
  }

  private void sendsNew(Sighting s, Half own, boolean idle, int mss) {
    int cwnd = best().model.cwnd();
    if (idle && timer.known()) {
      long timeouts = (s.time - lastSentTime) / timer.linuxRto();
      tell(m -> m.idled(timeouts));
    }
    boolean full = s.length >= mss;
    if (answerable && full && s.time - lastAckTime <= AT_ONCE_NS) {
      for (int i = 0; i < cwndBeforeAck.length; i++) {
        estimates.get(i).model.answeredAtOnce(cwndBeforeAck[i] - pipeBeforeAck);
      }
    }
    answerable = false;
    int pipe = outstanding.pipe();
    tell(m -> m.sentNew(pipe, own.acked, own.next));
    lastSentTime = s.time;
    lastSentFull = full;
    if (best().model.cwnd() != cwnd) {
      record(s, own, mss);
    }
  }

  /** What keeps it from sending more now? */
  void judge(Sighting s, Half own, Half receiver) {
    mostWindow = Math.max(mostWindow, receiver.windowBytes);
    if (receiver.windowBytes >= 0) {
      freeBefore = FlightWalk.edge(receiver) - own.next;
    }
    if (own.finSeen || s.has(Flags.RST)) {
      estimates.forEach(e -> e.end(s.time));
    } else if (own.ackedKnown && receiver.ackSent && !s.has(Flags.SYN)) {
      for (CongestionEstimate estimate : estimates) {
        estimate.limitedBy(side, limit(estimate.model, own, receiver, s.stamped), s);
      }
    }
  }

  private Limit limit(CongestionModel model, Half own, Half receiver, boolean stamped) {
    boolean sending = own.inFlight() > 0;
    if (receiver.windowBytes >= 0) {
      long free = FlightWalk.edge(receiver) - own.next;
      long needed = Math.min(SegmentSize.of(own, receiver, stamped), Math.max(1, mostWindow / 2));
      if (free < needed && (sending || receiver.windowBytes == 0)) {
        return Limit.WINDOW;
      }
    }
    boolean full = sending && outstanding.pipe() >= model.cwnd();
    return full || (sending && model.repairs()) ? Limit.CONGESTION : Limit.APPLICATION;
  }

  private void tell(Consumer<CongestionModel> news) {
    estimates.forEach(estimate -> news.accept(estimate.model));
  }

  /** Without the peer's acknowledgements in the capture there is nothing to estimate by. */
  private void record(Sighting s, Half own, int mss) {
    if (!own.ackedKnown) {
      return;
    }
    for (CongestionEstimate estimate : estimates) {
      CongestionModel model = estimate.model;
      int cwnd = model.cwnd();
      OptionalInt ssthresh = model.ssthresh();
      estimate.samples.add(
          new CwndSample(
              s.packet,
              s.timeNs(),
              side,
              model.phase(),
              cwnd,
              (long) cwnd * mss,
              ssthresh,
              outstanding.pipe(),
              path));
    }
  }
}
