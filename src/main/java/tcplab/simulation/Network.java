package tcplab.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tcplab.tcp.Segment;

/**
 * The way between the ends: it takes time, and it loses, repeats, delays and damages by rule and by
 * chance. Each segment meets the first rule that names it; where none does, chance.
 */
final class Network {
  private final Conditions conditions;
  private final List<Rule> rules;
  private final Clock clock;
  private final SplittableRandom random;
  private final int[] counts;
  private final int[] uses;
  private final Map<End, Endpoint> ends = new EnumMap<>(End.class);
  private final Map<End, Long> free = new EnumMap<>(End.class);
  private final Map<End, Integer> queued = new EnumMap<>(End.class);
  private final List<Parcel> parcels = new ArrayList<>();
  private long order;

  Network(Conditions conditions, List<Rule> rules, long seed, Clock clock) {
    this.conditions = conditions;
    this.rules = rules;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    this.counts = new int[rules.size()];
    this.uses = new int[rules.size()];
  }

  void join(End end, Endpoint endpoint) {
    ends.put(end, endpoint);
    free.put(end, 0L);
    queued.put(end, 0);
  }

  List<Parcel> parcels() {
    return parcels;
  }

  /** A sentence for each rule that found no segment, or not all that it names. */
  List<String> unusedRules() {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      List<Integer> beyond = rules.get(i).beyond(counts[i]);
      if (uses[i] == 0 || !beyond.isEmpty()) {
        sentences.add(
            "rule \""
                + rules.get(i)
                + "\""
                + (uses[i] == 0 ? " matched no segment" : " found no segment " + beyond)
                + ": "
                + counts[i]
                + " of that kind were sent");
      }
    }
    return sentences;
  }

  void send(End from, Segment segment) {
    Parcel parcel = new Parcel(parcels.size() + 1, clock.now(), order++, from, segment);
    parcels.add(parcel);
    int met = rule(from, segment);
    if (met >= 0) {
      apply(rules.get(met), parcel);
    } else {
      byChance(parcel);
    }
  }

  private int rule(End from, Segment segment) {
    int met = -1;
    for (int i = 0; i < counts.length; i++) {
      if (rules.get(i).isOfKind(from, segment)) {
        counts[i]++;
        if (met < 0 && rules.get(i).wants(counts[i])) {
          met = i;
          uses[i]++;
        }
      }
    }
    return met;
  }

  private void apply(Rule rule, Parcel parcel) {
    parcel.fate(rule.toString());
    switch (rule.action()) {
      case DROP -> parcel.lose();
      case DUPLICATE -> {
        carry(parcel, 0, false);
        carry(parcel, rule.delayNs(), false);
      }
      case DELAY -> carry(parcel, rule.delayNs(), false);
      case DAMAGE -> carry(parcel, 0, true);
    }
  }

  private void byChance(Parcel parcel) {
    // Each chance is drawn, used or not, so that one setting does not shift another's luck.
    double lost = random.nextDouble();
    double twice = random.nextDouble();
    double late = random.nextDouble();
    double jitter = random.nextDouble();
    if (lost < conditions.loss()) {
      parcel.fate("lost by chance");
      parcel.lose();
      return;
    }
    long extra = late < conditions.reordering() ? (long) (jitter * conditions.latenessNs()) : 0;
    if (extra > 0) {
      parcel.fate("delayed by chance");
    }
    carry(parcel, extra, false);
    if (twice < conditions.duplication()) {
      parcel.fate("duplicated by chance");
      carry(parcel, conditions.latenessNs() / 2, false);
    }
  }

  /** Through the queue, when the way has a rate, and along the way. */
  private void carry(Parcel parcel, long extraNs, boolean damaged) {
    End from = parcel.from();
    long wait = 0;
    if (conditions.octetsPerSecond() > 0) {
      if (queued.getOrDefault(from, 0) >= conditions.queue()) {
        parcel.fate("the queue was full");
        parcel.lose();
        return;
      }
      long start = Math.max(clock.now(), free.getOrDefault(from, 0L));
      long octets = FrameWriter.octets(parcel.segment());
      long done = start + octets * 1_000_000_000L / conditions.octetsPerSecond();
      free.put(from, done);
      queued.merge(from, 1, Integer::sum);
      wait = done - clock.now();
      clock.after(wait, () -> queued.merge(from, -1, Integer::sum));
    }
    clock.after(wait + conditions.oneWayNs() + extraNs, () -> deliver(parcel, damaged));
  }

  private void deliver(Parcel parcel, boolean damaged) {
    Segment segment = damaged ? damaged(parcel.segment()) : parcel.segment();
    parcel.arrived(clock.now(), order++, segment, damaged);
    Endpoint endpoint = ends.get(parcel.from().peer());
    if (endpoint != null) {
      endpoint.arrive(segment, damaged);
    }
  }

  /** One bit of the text turned over, or of the window when there is no text. */
  private static Segment damaged(Segment segment) {
    if (segment.length() > 0) {
      byte[] text = segment.text().clone();
      text[0] ^= 1;
      return segment.withText(text);
    }
    return new Segment(
        segment.seq(),
        segment.ack(),
        segment.flags(),
        segment.window() ^ 1,
        segment.urgent(),
        segment.options(),
        segment.text());
  }
}
