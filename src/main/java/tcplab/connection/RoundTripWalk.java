package tcplab.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Outstanding.News;
import tcplab.connection.Outstanding.Segment;
import tcplab.tcp.Flags;

/**
 * Takes the round trips of both directions, keeps both senders' retransmission timers, and lists
 * the retransmissions with what those timers said.
 *
 * <p>The sample of an acknowledgement is chosen as Linux chooses (tcp_ack_update_rtt): the oldest
 * segment newly covered, unless one of them was repeated; else the oldest that SACK newly reports;
 * else the echoed timestamp.
 */
final class RoundTripWalk implements Observer {
  /** A value of the sender's timestamp clock, and when it first passed. */
  private record Stamp(int value, long time, int packet) {}

  private static final int MOST_STAMPS = 1 << 14;

  /** One sender. */
  private static final class Sender {
    final Side side;
    final @Nullable MeasuredPath path;
    final Outstanding outstanding = new Outstanding();
    final RetransmissionTimer timer = new RetransmissionTimer();
    final ArrayDeque<Stamp> stamps = new ArrayDeque<>();
    int echoedPacket;
    long lastRepeat = Long.MIN_VALUE;
    long lastRepeatStart;

    Sender(Side side, @Nullable CapturePoint point) {
      this.side = side;
      path = MeasuredPath.of(side, point);
    }

    RttSample sample(
        Sighting s,
        int answers,
        RttSample.Method method,
        OptionalLong rtt,
        OptionalLong stamp,
        long timed) {
      return new RttSample(
          s.packet,
          s.timeNs(),
          side,
          answers,
          method,
          rtt,
          stamp,
          timed,
          timer.srtt(),
          timer.rttvar(),
          timer.rto(),
          timer.linuxSrtt(),
          timer.linuxRttvar(),
          timer.linuxRto(),
          path);
    }
  }

  private final boolean forwardIsClient;
  private final Sender client;
  private final Sender server;
  final List<RttSample> samples = new ArrayList<>();
  final List<Repeat> repeats = new ArrayList<>();

  RoundTripWalk(boolean forwardIsClient, @Nullable CapturePoint point) {
    this.forwardIsClient = forwardIsClient;
    client = new Sender(Side.CLIENT, point);
    server = new Sender(Side.SERVER, point);
  }

  @Override
  public void passed(Sighting s, Half from, Half to, int events) {
    if (s.has(Flags.RST)) {
      return;
    }
    boolean byClient = s.forward == forwardIsClient;
    Sender sender = byClient ? client : server;
    if (s.has(Flags.ACK)) {
      acknowledges(s, from, to, byClient ? server : client, Event.ACKED_UNSEEN.in(events));
    }
    boolean probe = Event.KEEP_ALIVE.in(events) || Event.ZERO_WINDOW_PROBE.in(events);
    if (s.span() > 0 && !probe) {
      leaves(s, from, to, sender, events);
    }
    remember(s, sender);
  }

  private static void remember(Sighting s, Sender sender) {
    Stamp last = sender.stamps.peekLast();
    if (s.stamped && s.timed && (last == null || s.tsValue - last.value() > 0)) {
      if (sender.stamps.size() == MOST_STAMPS) {
        sender.stamps.removeFirst();
      }
      sender.stamps.addLast(new Stamp(s.tsValue, s.time, s.packet));
    }
  }

  private void leaves(Sighting s, Half from, Half to, Sender sender, int events) {
    boolean repeat = Event.RETRANSMISSION.in(events);
    int mss = SegmentSize.of(from, to, s.stamped);
    Segment again = sender.outstanding.sent(s, mss, repeat);
    if (!repeat) {
      return;
    }
    sender.lastRepeat = s.time;
    sender.lastRepeatStart = s.left;
    boolean known = again != Outstanding.NONE;
    boolean ranOut = Event.RTO_RETRANSMISSION.in(events) || s.has(Flags.SYN);
    repeats.add(
        new Repeat(
            s.packet,
            s.timeNs(),
            sender.side,
            kind(events),
            s.length,
            known ? OptionalInt.of(again.packet) : OptionalInt.empty(),
            known ? OptionalInt.of(again.lastPacket) : OptionalInt.empty(),
            known && s.timed && again.timed
                ? OptionalLong.of(s.time - again.lastSentAt)
                : OptionalLong.empty(),
            known ? again.repeats : 0,
            sender.timer.known()
                ? OptionalLong.of(sender.timer.linuxRto())
                : OptionalLong.empty()));
    if (known) {
      Outstanding.leftAgain(again, s);
    }
    if (ranOut) {
      sender.timer.ranOut();
    }
  }

  /** The most exact name; that a repeat was spurious is known only afterwards, and comes last. */
  private static Event kind(int events) {
    Event[] byExactness = {
      Event.SYN_RETRANSMISSION,
      Event.TAIL_LOSS_PROBE,
      Event.FAST_RETRANSMISSION,
      Event.RTO_RETRANSMISSION,
      Event.SPURIOUS_RETRANSMISSION
    };
    for (Event event : byExactness) {
      if (event.in(events)) {
        return event;
      }
    }
    return Event.RETRANSMISSION;
  }

  private void acknowledges(Sighting s, Half from, Half to, Sender sender, boolean unseen) {
    int mss = SegmentSize.of(from, to, s.stamped);
    News news = sender.outstanding.acknowledged(s.acked, SackBlocks.of(s, to), mss);
    boolean advances = news.oldest != Outstanding.NONE;
    OptionalLong stamp = advances || news.acked > 0 ? echoed(s, sender) : OptionalLong.empty();
    boolean clean = advances && !news.ambiguous && !unseen;
    Segment covered = news.latest != Outstanding.NONE ? news.latest : news.oldest;
    Segment measured = clean ? covered : news.oldestSacked;
    OptionalLong timed = clean ? since(s, news.oldest) : since(s, news.oldestSacked);
    RttSample.Method method = clean ? RttSample.Method.ACK : RttSample.Method.SACK;
    if (timed.isEmpty()) {
      timed = stamp;
      method = RttSample.Method.TIMESTAMP;
    }
    if (timed.isPresent()) {
      sender.timer.sample(timed.getAsLong(), s.acked, to.next);
      int answers = method == RttSample.Method.TIMESTAMP ? sender.echoedPacket : measured.packet;
      boolean answersRepeat =
          news.latest.sentAt < sender.lastRepeat && sender.lastRepeatStart < s.acked;
      OptionalLong rtt = clean && !answersRepeat ? since(s, news.latest) : OptionalLong.empty();
      samples.add(sender.sample(s, answers, method, rtt, stamp, timed.getAsLong()));
    }
  }

  private static OptionalLong since(Sighting s, Segment segment) {
    return segment != Outstanding.NONE && s.timed && segment.timed && s.time >= segment.sentAt
        ? OptionalLong.of(s.time - segment.sentAt)
        : OptionalLong.empty();
  }

  /**
   * The time since the echoed timestamp first passed. Each value gives one sample, at its first
   * echo: segments of one tick share a value, and later echoes would add what lies between them.
   */
  private static OptionalLong echoed(Sighting s, Sender sender) {
    if (!s.stamped || !s.timed) {
      return OptionalLong.empty();
    }
    Stamp stamp = sender.stamps.peekFirst();
    while (stamp != null && stamp.value() - s.tsEcho < 0) {
      sender.stamps.removeFirst();
      stamp = sender.stamps.peekFirst();
    }
    if (stamp == null || stamp.value() != s.tsEcho || s.time < stamp.time()) {
      return OptionalLong.empty();
    }
    sender.stamps.removeFirst();
    sender.echoedPacket = stamp.packet();
    return OptionalLong.of(s.time - stamp.time());
  }
}
