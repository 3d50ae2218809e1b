package tcplab.simulation;

import java.util.ArrayList;
import java.util.List;
import tcplab.tcp.Flags;
import tcplab.tcp.Segment;
import tcplab.tcp.SegmentOptions.Block;
import tcplab.tcp.SequenceNumber;

/**
 * What one end has on its way, in sequence order, and what is known of each segment (the scoreboard
 * of RFC 6675 §3).
 */
final class Flight {
  /** Duplicate ACKs, or segments that SACK reports above a hole, that make a loss. */
  static final int DUPLICATES = 3;

  /** A segment on its way. */
  static final class Sent {
    final Segment segment;
    final long sentNs;
    boolean repeated;
    boolean lost;
    boolean resent;
    private boolean sacked;

    private Sent(Segment segment, long sentNs) {
      this.segment = segment;
      this.sentNs = sentNs;
    }

    private boolean inNetwork() {
      return !sacked && (!lost || resent);
    }

    /** Whether it is thought lost and has not gone again. */
    boolean wanted() {
      return lost && !resent && !sacked;
    }
  }

  private final List<Sent> all = new ArrayList<>();

  List<Sent> all() {
    return List.copyOf(all);
  }

  Sent first() {
    return all.get(0);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void clear() {
    all.clear();
  }

  int octets() {
    return all.stream().mapToInt(sent -> sent.segment.length()).sum();
  }

  /** Adds what is sent for the first time. */
  void add(Segment segment, long nowNs) {
    if (all.stream().noneMatch(sent -> sent.segment.seq() == segment.seq())) {
      all.add(new Sent(segment, nowNs));
    } else if (segment.has(Flags.SYN) && segment.has(Flags.ACK)) {
      all.replaceAll(sent -> new Sent(segment, nowNs)); // SYNs that cross: RFC 9293 §3.5
    }
  }

  /** Drops what is not among those still unacknowledged; gives what was dropped. */
  List<Sent> forget(List<Segment> unacknowledged) {
    List<Sent> gone = new ArrayList<>();
    for (Sent sent : all()) {
      if (unacknowledged.stream().noneMatch(left -> left.seq() == sent.segment.seq())) {
        all.remove(sent);
        gone.add(sent);
      }
    }
    return gone;
  }

  /** Notes what SACK reports; whether that is news, as a duplicate ACK must be (RFC 6675 §2). */
  boolean mark(List<Block> blocks) {
    boolean news = false;
    for (Sent sent : all) {
      for (Block block : blocks) {
        boolean covered =
            SequenceNumber.atOrBefore(block.left(), sent.segment.seq())
                && SequenceNumber.atOrBefore(sent.segment.end(), block.right());
        news |= covered && !sent.sacked;
        sent.sacked |= covered;
      }
    }
    return news;
  }

  /** IsLost of RFC 6675 §4: three segments above it have arrived. */
  void markLost() {
    int above = 0;
    for (int i = all.size() - 1; i >= 0; i--) {
      Sent sent = all.get(i);
      if (sent.sacked) {
        above++;
      } else if (above >= DUPLICATES) {
        sent.lost = true;
      }
    }
  }

  /** Everything that SACK does not vouch for counts as lost. */
  void loseAll() {
    for (Sent sent : all) {
      sent.lost = !sent.sacked;
      sent.resent = false;
    }
  }

  /** Octets that are on their way, as far as is known (RFC 6675 §4: pipe). */
  int pipe() {
    return all.stream().filter(Sent::inNetwork).mapToInt(s -> s.segment.length()).sum();
  }
}
