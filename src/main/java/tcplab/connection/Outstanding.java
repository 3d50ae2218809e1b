package tcplab.connection;

import java.util.TreeMap;
import tcplab.tcp.Flags;

/**
 * The segments of one direction that are sent and not yet acknowledged, each with its history: what
 * the series are computed from. {@link Flight} is its lean brother for the walk over all packets.
 *
 * <p>{@link #pipe} counts what is still on its way, as RFC 6675 §4 does: a segment that SACK
 * reported has arrived; one below the highest SACK that is not reported is taken for lost; a repeat
 * is on its way again.
 */
final class Outstanding {
  /** Keeps a direction whose acknowledgements are not in the capture from growing for ever. */
  private static final int LIMIT = 1 << 14;

  /**
   * So many segments one repeat may touch, and one SACK block anew: more than the longest frame
   * holds, and few enough that packets made for the purpose do not cost their number's square.
   */
  private static final int MOST_AT_ONCE = 512;

  /** One segment. */
  static final class Segment {
    private long left;
    private final long right;
    final int packet;
    final long sentAt;
    final boolean timed;

    /** How many segments of the MSS it stands for (TSO). */
    private int count;

    int lastPacket;
    long lastSentAt;
    int repeats;
    private boolean sacked;
    private boolean onItsWayAgain;
    private boolean givenUp;
    private int inPipe;
    private int epoch;

    private Segment(Sighting s, long left, long right, int count) {
      this.left = left;
      this.right = right;
      this.count = count;
      packet = lastPacket = s.packet;
      sentAt = lastSentAt = s.time;
      timed = s.timed;
    }
  }

  /** What one acknowledgement says anew. */
  static final class News {
    /** Oldest segment newly covered, in part perhaps, that SACK had not reported before. */
    Segment oldest = NONE;

    /** The latest to pass of those that are covered to their ends. */
    Segment latest = NONE;

    /** Oldest segment newly reported by SACK that was sent once. */
    Segment oldestSacked = NONE;

    /** A segment newly covered was sent more than once: Karn's algorithm takes no sample. */
    boolean ambiguous;

    /** Segments of the MSS newly acknowledged in order, and newly reported by SACK. */
    int acked;

    int sacked;

    /** Segments that arrived, as far as this tells anew. */
    int delivered;
  }

  /** Stands where there is no segment. */
  static final Segment NONE = new Segment(new Sighting(), 0, 0, 0);

  private final TreeMap<Long, Segment> byLeft = new TreeMap<>();
  private final Ranges sackedRanges = new Ranges();
  private long top = Long.MIN_VALUE;
  private long acked = Long.MIN_VALUE;
  private long sackTop = Long.MIN_VALUE;
  private int pipe;

  /** Counted up when the timer gives up all that is on its way. */
  private int epoch;

  /**
   * A segment leaves.
   *
   * @param mss octets of a full segment
   * @param again whether octets leave again, though the capture may lack the first time
   * @return the segment that it repeats, or {@link #NONE}
   */
  Segment sent(Sighting s, int mss, boolean again) {
    Segment repeated = s.left < top ? repeat(s) : NONE;
    if (s.left < top && repeated == NONE) {
      put(s, s.left, Math.min(s.right, top), mss, again ? 1 : 0); // into a hole
    }
    int repeats = again && s.left >= top ? 1 : 0;
    long left = Math.max(s.left, top);
    if (s.has(Flags.SYN) && s.length > 0 && left == s.left) {
      put(s, left, ++left, mss, repeats); // the peer may take a SYN without its data
    }
    put(s, left, s.right, mss, repeats);
    top = Math.max(top, s.right);
    return repeated;
  }

  private void put(Sighting s, long left, long right, int mss, int repeats) {
    if (right <= left || right <= acked) {
      return;
    }
    if (byLeft.size() == LIMIT) {
      drop(byLeft.firstEntry().getValue());
    }
    Segment segment = new Segment(s, left, right, segments(right - left, mss));
    segment.repeats = repeats;
    segment.epoch = epoch;
    byLeft.put(left, segment);
    recount(segment);
  }

  private static int segments(long octets, int mss) {
    return (int) Math.max(1, Math.min(LIMIT, (octets + mss - 1) / mss));
  }

  private Segment repeat(Sighting s) {
    Segment first = NONE;
    int touched = 0;
    Long from = byLeft.floorKey(s.left);
    for (Segment segment : byLeft.subMap(from == null ? s.left : from, s.right).values()) {
      if (segment.right > s.left) {
        first = first == NONE ? segment : first;
        recount(segment);
        segment.onItsWayAgain = true;
        segment.repeats++;
        recount(segment);
      }
      if (++touched == MOST_AT_ONCE) {
        break;
      }
    }
    return first;
  }

  /** Notes that a segment left again, once its history has been read. */
  static void leftAgain(Segment segment, Sighting s) {
    segment.lastSentAt = s.time;
    segment.lastPacket = s.packet;
  }

  private void drop(Segment segment) {
    byLeft.remove(segment.left);
    pipe -= counted(segment);
  }

  private int counted(Segment segment) {
    return segment.epoch == epoch ? segment.inPipe : 0;
  }

  private void recount(Segment segment) {
    int before = counted(segment);
    if (segment.epoch < epoch) {
      segment.epoch = epoch;
      segment.givenUp = true;
      segment.onItsWayAgain = false;
    }
    int first = segment.givenUp || segment.right <= sackTop ? 0 : segment.count;
    int again = segment.onItsWayAgain ? segment.count : 0;
    segment.inPipe = segment.sacked ? 0 : first + again;
    pipe += segment.inPipe - before;
  }

  /**
   * An acknowledgement comes.
   *
   * @param sackEdges its SACK blocks as positions, left and right in turn, without a DSACK
   */
  News acknowledged(long acked, long[] sackEdges, int mss) {
    News news = new News();
    this.acked = Math.max(this.acked, acked);
    while (!byLeft.isEmpty() && byLeft.firstKey() < acked) {
      Segment segment = byLeft.firstEntry().getValue();
      news.ambiguous |= segment.repeats > 0;
      if (!segment.sacked) {
        news.oldest = news.oldest == NONE ? segment : news.oldest;
        boolean whole = segment.right <= acked;
        news.latest = whole ? later(news.latest, segment) : news.latest;
      }
      drop(segment);
      int count = segment.count;
      if (segment.right > acked) {
        count = keepRest(segment, acked, mss);
      }
      news.acked += count;
      news.delivered += segment.sacked ? 0 : count;
    }
    for (int i = 0; i + 1 < sackEdges.length; i += 2) {
      sack(sackEdges[i], sackEdges[i + 1], news);
    }
    news.delivered += news.sacked;
    return news;
  }

  private static Segment later(Segment one, Segment other) {
    return one == NONE || other.sentAt >= one.sentAt ? other : one;
  }

  /** A long frame was acknowledged in part. */
  private int keepRest(Segment segment, long acked, int mss) {
    int count = (int) Math.min(segment.count - 1L, (acked - segment.left) / mss);
    segment.left = acked;
    segment.count -= count;
    segment.inPipe = 0;
    byLeft.put(acked, segment);
    recount(segment);
    return count;
  }

  private void sack(long left, long right, News news) {
    long from = sackedRanges.contiguousFrom(left);
    if (from >= right || right > top) {
      return;
    }
    int touched = 0;
    for (Segment segment : byLeft.subMap(from, right).values()) {
      if (touched++ == MOST_AT_ONCE) {
        sackedRanges.add(left, segment.left); // the next block goes on from here
        return;
      }
      if (!segment.sacked && segment.right <= right) {
        segment.sacked = true;
        recount(segment);
        news.sacked += segment.count;
        if (segment.repeats == 0 && news.oldestSacked == NONE) {
          news.oldestSacked = segment;
        }
      }
    }
    sackedRanges.add(left, right);
    raiseSackTop(right);
  }

  /** What lies below the highest SACK and is not reported itself is taken for lost. */
  private void raiseSackTop(long right) {
    long from = sackTop;
    if (right > from) {
      sackTop = right;
      for (Segment segment : byLeft.subMap(from, right).values()) {
        recount(segment);
      }
    }
  }

  /** The timer ran out: all that was on its way is given up. */
  void giveUpAll() {
    epoch++;
    pipe = 0;
  }

  /** Segments of the MSS on their way. */
  int pipe() {
    return Math.max(0, pipe);
  }

  boolean isEmpty() {
    return byLeft.isEmpty();
  }
}
