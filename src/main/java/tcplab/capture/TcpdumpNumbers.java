package tcplab.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.Flags;

/**
 * Turns the sequence numbers that tcpdump prints back into raw ones.
 *
 * <p>Without -S tcpdump prints the first segment of a conversation that carries an ACK in raw
 * numbers and remembers from it, as the origin of each side, its sequence number and its
 * acknowledgement less one; a SYN-ACK begins anew. Every later segment with an ACK is printed
 * relative to these, and the edges of SACK blocks too; a segment without an ACK is always raw. So a
 * SYN-ACK in the text gives back what is behind it.
 *
 * <p>A text may also be an excerpt from the middle. If the first acknowledgement in it is below
 * 65536, which a raw one is once in 65536 times, it is taken to be relative to an origin that the
 * text does not show, unless a SYN in it does; such segments are marked. (It is at least 1 then.)
 */
final class TcpdumpNumbers {
  private static final long SMALL = 1 << 16;

  private final boolean raw;
  private final Map<TcpdumpLine.Host, Map<TcpdumpLine.Host, Side>> sides = new HashMap<>();

  int seq;
  int ack;
  int sackOrigin;
  boolean relative;

  /** What is known of one direction of a conversation. */
  private static final class Side {
    boolean started;
    int origin;
    boolean originKnown;
    boolean synSeen;
    int synSeq;
    int next;
  }

  /** Looks first whether the numbers of these lines are raw anyway (-S). */
  TcpdumpNumbers(List<TcpdumpLine> lines) {
    this.raw = areRaw(lines);
  }

  /** Sets the fields to the raw numbers of the next line; lines must come in order. */
  void read(TcpdumpLine line) {
    Side sender = side(line.source(), line.destination());
    Side receiver = side(line.destination(), line.source());
    boolean acknowledges = (line.flags() & Flags.ACK) != 0;
    relative = false;
    sackOrigin = 0;
    if (raw || !acknowledges) {
      seq = line.seq() < 0 ? sender.next : (int) line.seq();
      ack = (int) Math.max(0, line.ack());
    } else if (!sender.started || (line.flags() & Flags.SYN) != 0) {
      begin(line, sender, receiver);
    } else {
      later(line, sender, receiver);
    }
    remember(line, sender, receiver);
  }

  private void begin(TcpdumpLine line, Side sender, Side receiver) {
    if (isExcerpt(line, sender)) {
      startAt(sender, sender.synSeen, sender.synSeq);
      startAt(receiver, receiver.synSeen, receiver.synSeq);
      later(line, sender, receiver);
      return;
    }
    seq = line.seq() < 0 ? sender.next : (int) line.seq();
    ack = (int) Math.max(0, line.ack());
    startAt(sender, line.seq() >= 0, seq);
    startAt(receiver, line.ack() >= 0, ack - 1);
    sackOrigin = receiver.origin;
  }

  private static boolean isExcerpt(TcpdumpLine line, Side sender) {
    boolean small = line.ack() > 0 && line.ack() < SMALL;
    boolean nearSyn =
        sender.synSeen
            && line.seq() >= 0
            && distance(line.seq(), sender.synSeq) < distance(line.seq(), 0);
    return small && !nearSyn && (line.flags() & Flags.SYN) == 0;
  }

  private static long distance(long number, long origin) {
    return Math.abs((long) (int) (number - origin));
  }

  private static void startAt(Side side, boolean known, int origin) {
    side.started = true;
    side.originKnown = known;
    side.origin = known ? origin : 0;
  }

  private void later(TcpdumpLine line, Side sender, Side receiver) {
    seq = line.seq() < 0 ? sender.next : (int) line.seq() + sender.origin;
    ack = (int) Math.max(0, line.ack()) + receiver.origin;
    sackOrigin = receiver.origin;
    relative = (line.seq() >= 0 && !sender.originKnown) || !receiver.originKnown;
  }

  /** What the sender will send next: behind what it sent, or where its peer waits for it. */
  private void remember(TcpdumpLine line, Side sender, Side receiver) {
    boolean syn = (line.flags() & Flags.SYN) != 0;
    if (syn) {
      sender.synSeen = true;
      sender.synSeq = seq;
    }
    if (line.seq() >= 0) {
      int fin = (line.flags() & Flags.FIN) != 0 ? 1 : 0;
      sender.next = seq + Math.max(0, line.length()) + fin + (syn ? 1 : 0);
    }
    if (line.ack() >= 0 && (receiver.next == 0 || ack - receiver.next > 0)) {
      receiver.next = ack;
    }
  }

  private Side side(TcpdumpLine.Host from, TcpdumpLine.Host to) {
    return sides.computeIfAbsent(from, f -> new HashMap<>()).computeIfAbsent(to, t -> new Side());
  }

  /**
   * Each later acknowledgement votes: is it nearer to where the origin says it would be raw, or to
   * zero?
   */
  private static boolean areRaw(List<TcpdumpLine> lines) {
    Map<TcpdumpLine.Host, Map<TcpdumpLine.Host, Long>> origins = new HashMap<>();
    int votes = 0;
    for (TcpdumpLine line : lines) {
      if ((line.flags() & Flags.ACK) == 0 || line.ack() < 0) {
        continue;
      }
      Long origin = look(origins, line.source(), line.destination());
      if (origin != null && (line.flags() & Flags.SYN) == 0) {
        boolean tells = distance(origin, 0) > SMALL;
        votes += tells ? Long.compare(distance(line.ack(), 0), distance(line.ack(), origin)) : 0;
      } else {
        put(origins, line.source(), line.destination(), line.ack());
        if (line.seq() >= 0) {
          put(origins, line.destination(), line.source(), line.seq());
        }
      }
    }
    return votes > 0;
  }

  private static @Nullable Long look(
      Map<TcpdumpLine.Host, Map<TcpdumpLine.Host, Long>> origins,
      TcpdumpLine.Host from,
      TcpdumpLine.Host to) {
    Map<TcpdumpLine.Host, Long> known = origins.get(from);
    return known == null ? null : known.get(to);
  }

  private static void put(
      Map<TcpdumpLine.Host, Map<TcpdumpLine.Host, Long>> origins,
      TcpdumpLine.Host from,
      TcpdumpLine.Host to,
      long origin) {
    origins.computeIfAbsent(from, f -> new HashMap<>()).put(to, origin);
  }
}
