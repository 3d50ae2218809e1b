package tcplab.tcp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.SegmentOptions.Block;

/**
 * The text that has arrived: in order what the user can have, beside it what lies beyond a hole
 * (RFC 9293 §3.10.7.4, first and seventh). The pieces kept never overlap, so an octet that comes
 * twice is kept once.
 */
final class ReceiveQueue {
  private record Piece(int seq, byte[] text) {
    int end() {
      return seq + text.length;
    }
  }

  private final boolean ordering;
  private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
  private final List<Piece> held = new ArrayList<>();
  private int recent;
  private boolean finSeen;
  private int finSeq;
  private @Nullable Block repeated;

  ReceiveQueue(boolean ordering) {
    this.ordering = ordering;
  }

  /** Octets that the user has not received yet. */
  int ready() {
    return ready.size();
  }

  boolean hasHole() {
    return !held.isEmpty();
  }

  /** Hands over at most so many octets. */
  byte[] receive(int most) {
    byte[] all = ready.toByteArray();
    int count = Math.min(most, all.length);
    ready.reset();
    ready.write(all, count, all.length - count);
    return java.util.Arrays.copyOf(all, count);
  }

  /** Takes text that lies within the window; gives the new RCV.NXT. */
  int take(int next, int seq, byte[] text) {
    if (text.length == 0) {
      return next;
    }
    if (!ordering) {
      ready.writeBytes(text);
      return SequenceNumber.max(next, seq + text.length);
    }
    int end = seq + text.length;
    if (SequenceNumber.before(seq, next)) {
      repeated = new Block(seq, SequenceNumber.after(end, next) ? next : end);
    }
    int from = SequenceNumber.max(seq, next);
    if (SequenceNumber.after(end, from)) {
      hold(from, end, seq, text);
      recent = from;
    }
    return deliver(next);
  }

  /** Keeps of the octets from..end those that are not kept yet. */
  private void hold(int from, int end, int seq, byte[] text) {
    int at = from;
    for (Piece piece : List.copyOf(held)) {
      if (!SequenceNumber.after(piece.end(), at)) {
        continue;
      }
      if (!SequenceNumber.before(piece.seq(), end)) {
        break;
      }
      keep(at, piece.seq(), seq, text);
      int shared = SequenceNumber.max(at, piece.seq());
      int until = SequenceNumber.before(piece.end(), end) ? piece.end() : end;
      repeated = new Block(shared, until);
      at = piece.end();
    }
    keep(at, end, seq, text);
    int base = from;
    held.sort(Comparator.comparingInt(piece -> piece.seq() - base));
  }

  private void keep(int from, int end, int seq, byte[] text) {
    if (SequenceNumber.before(from, end)) {
      held.add(new Piece(from, java.util.Arrays.copyOfRange(text, from - seq, end - seq)));
    }
  }

  private int deliver(int next) {
    int now = next;
    while (!held.isEmpty() && held.get(0).seq() == now) {
      Piece piece = held.remove(0);
      ready.writeBytes(piece.text());
      now = piece.end();
    }
    return now;
  }

  /** Remembers where the peer's text ends. */
  void fin(int seq) {
    finSeen = true;
    finSeq = seq;
  }

  /** Whether the peer's FIN is next. */
  boolean finIsNext(int next) {
    return finSeen && (!ordering || finSeq == next);
  }

  /** SACK blocks, a repeat first (RFC 2883 §4), then that of the latest arrival (RFC 2018 §4). */
  List<Block> blocks(int most) {
    List<Block> merged = new ArrayList<>();
    for (Piece piece : held) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).right() == piece.seq()) {
        merged.set(last, new Block(merged.get(last).left(), piece.end()));
      } else {
        merged.add(new Block(piece.seq(), piece.end()));
      }
    }
    merged.sort(Comparator.comparing(block -> !holdsRecent(block)));
    if (repeated != null) {
      merged.add(0, repeated);
      repeated = null;
    }
    return merged.subList(0, Math.min(most, merged.size()));
  }

  private boolean holdsRecent(Block block) {
    return SequenceNumber.within(recent, block.left(), block.right() - block.left());
  }

  boolean sawRepeat() {
    return repeated != null;
  }
}
