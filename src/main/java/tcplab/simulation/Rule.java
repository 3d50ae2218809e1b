package tcplab.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.Flags;
import tcplab.tcp.Segment;

/**
 * What the network does to certain segments: {@code Rule.drop().synAck(2)} loses the second
 * SYN-ACK, {@code Rule.delay(Duration.ofMillis(30)).data(3)} lets the third segment with text be
 * overtaken. Segments are counted as they are sent, from 1, repeats included. Without a kind a rule
 * means every segment.
 */
public final class Rule {
  /** What can be done to a segment. */
  enum Action {
    DROP,
    DUPLICATE,
    DELAY,
    DAMAGE
  }

  private final Action action;
  private final Duration delay;
  private final String kind;
  private final Predicate<Segment> matches;
  private final @Nullable End from;
  private final Set<Integer> nth;

  private Rule(
      Action action,
      Duration delay,
      String kind,
      Predicate<Segment> matches,
      @Nullable End from,
      Set<Integer> nth) {
    this.action = action;
    this.delay = delay;
    this.kind = kind;
    this.matches = matches;
    this.from = from;
    this.nth = nth;
  }

  private static Rule of(Action action, Duration delay) {
    if (delay.isNegative() || delay.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("a delay of " + delay + ": 0 to 1 h");
    }
    return new Rule(action, delay, "segment", segment -> true, null, Set.of());
  }

  /** The segment is lost. */
  public static Rule drop() {
    return of(Action.DROP, Duration.ZERO);
  }

  /** The segment arrives twice, the second time this much later. */
  public static Rule duplicate(Duration later) {
    return of(Action.DUPLICATE, later);
  }

  /** The segment takes this much longer, so that later ones overtake it. */
  public static Rule delay(Duration longer) {
    return of(Action.DELAY, longer);
  }

  /** A bit of the segment's first octet of text is turned over, its checksum left as it was. */
  public static Rule damage() {
    return of(Action.DAMAGE, Duration.ZERO);
  }

  /** Only segments that this end sends. */
  public Rule from(End end) {
    return new Rule(action, delay, kind, matches, end, nth);
  }

  /** SYNs without ACK: which of them, or all. */
  public Rule syn(int... which) {
    return kind("SYN", s -> s.has(Flags.SYN) && !s.has(Flags.ACK), which);
  }

  /** SYN-ACKs: which of them, or all. */
  public Rule synAck(int... which) {
    return kind("SYN-ACK", s -> s.has(Flags.SYN) && s.has(Flags.ACK), which);
  }

  /** FINs: which of them, or all. */
  public Rule fin(int... which) {
    return kind("FIN", s -> s.has(Flags.FIN), which);
  }

  /** RSTs: which of them, or all. */
  public Rule rst(int... which) {
    return kind("RST", s -> s.has(Flags.RST), which);
  }

  /** Segments with text: which of them, or all. */
  public Rule data(int... which) {
    return kind("segment with text", s -> s.length() > 0, which);
  }

  /** ACKs and nothing else: which of them, or all. */
  public Rule pureAck(int... which) {
    return kind("pure ACK", s -> s.flags() == Flags.ACK && s.length() == 0, which);
  }

  /**
   * Segments of the caller's own choice: which of them, or all.
   *
   * @param name what messages call them
   */
  public Rule matching(String name, Predicate<Segment> choice, int... which) {
    return kind(name, choice, which);
  }

  private Rule kind(String name, Predicate<Segment> choice, int... which) {
    for (int number : which) {
      if (number < 1) {
        throw new IllegalArgumentException("segments are counted from 1, not " + number);
      }
    }
    Set<Integer> numbers =
        Arrays.stream(which).boxed().collect(Collectors.toCollection(TreeSet::new));
    return new Rule(action, delay, name, choice, from, numbers);
  }

  Action action() {
    return action;
  }

  long delayNs() {
    return delay.toNanos();
  }

  boolean isOfKind(End sender, Segment segment) {
    return (from == null || from == sender) && matches.test(segment);
  }

  boolean wants(int count) {
    return nth.isEmpty() || nth.contains(count);
  }

  /** Which numbers it names and have not come. */
  List<Integer> beyond(int count) {
    return nth.stream().filter(number -> number > count).toList();
  }

  /** Such as {@code drop SYN-ACK 2 from server}. */
  @Override
  public String toString() {
    String which =
        nth.isEmpty()
            ? ""
            : nth.stream().map(n -> "" + n).collect(Collectors.joining(",", " ", ""));
    String verb = action.name().toLowerCase(java.util.Locale.ROOT);
    String time = delay.isZero() ? "" : " by " + delay.toNanos() / 1e6 + " ms";
    return verb + " " + kind + which + (from == null ? "" : " from " + from.label()) + time;
  }
}
