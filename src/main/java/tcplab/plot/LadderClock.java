package tcplab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import tcplab.plot.Ladder.Entry;
import tcplab.plot.Ladder.Step;
import tcplab.plot.Ladder.Time;

/**
 * Decides at which height each moment of a ladder stands.
 *
 * <p>Every arrow has two ends, each a moment on one of the two axes (a lost segment has no second,
 * a copy that the network made has no first). Taken in order of time, a moment stands below the one
 * before it by an amount in proportion to the time between them – not more than {@link #LONGEST}
 * (then the gap is broken and says how long it was) – and at least a row below the last moment on
 * the same axis, so that labels do not collide. Heights therefore never contradict the order of
 * time. To scale, only the proportion counts.
 */
final class LadderClock {

  private static final double ROW = 19;
  private static final double OPTIONS_ROW = 13;
  private static final double LONGEST = 64;
  private static final double SKIPPED = 44;
  private static final double LOST_REACH = 36;
  private static final double ONE_WAY = 30;
  private static final double SCALE_HEIGHT = 900;

  /** To scale, a picture of few segments need not be that high. */
  private static final double SCALE_HEIGHT_EACH = 90;

  private static final long DEFAULT_ONE_WAY_NS = 1_000_000;

  private final List<Moment> moments = new ArrayList<>();
  private final List<Break> breaks = new ArrayList<>();
  private final long oneWayNs;
  private double bottom;
  private double perNs;
  private double top;

  /** One end of an arrow. */
  static final class Moment {
    final Step step;
    final long timeNs;
    final boolean atClient;
    final boolean sent;
    final boolean measured;
    double y;

    Moment(Step step, long timeNs, boolean atClient, boolean sent, boolean measured) {
      this.step = step;
      this.timeNs = timeNs;
      this.atClient = atClient;
      this.sent = sent;
      this.measured = measured;
    }
  }

  /**
   * Time that was shortened: it lies between two heights, lasted so long, and held so many segments
   * that are not drawn.
   */
  record Break(double from, double to, long lengthNs, int segments) {}

  LadderClock(List<Step> steps, double top, Time time) {
    oneWayNs = oneWay(steps);
    for (Step step : steps) {
      long sent = step.sentNs().orElse(step.arrivedNs().orElse(0) - oneWayNs);
      long arrived = Math.max(sent, step.arrivedNs().orElse(sent + oneWayNs));
      if (!step.madeOnTheWay()) {
        moments.add(new Moment(step, sent, step.fromClient(), true, step.sentNs().isPresent()));
      }
      if (!step.lost()) {
        moments.add(
            new Moment(step, arrived, !step.fromClient(), false, step.arrivedNs().isPresent()));
      }
    }
    moments.sort(Comparator.comparingLong(m -> m.timeNs));
    this.top = top;
    bottom = top;
    if (!moments.isEmpty()) {
      place(top, time);
    }
  }

  private void place(double top, Time time) {
    long first = moments.get(0).timeNs;
    long length = moments.get(moments.size() - 1).timeNs - first;
    perNs =
        time == Time.TO_SCALE
            ? Math.min(SCALE_HEIGHT, SCALE_HEIGHT_EACH * moments.size()) / Math.max(1, length)
            : ONE_WAY / oneWayNs;
    double[] lastOnAxis = {top - ROW, top - ROW};
    double y = top;
    long before = first;
    boolean lost = false;
    for (Moment moment : moments) {
      double wanted = (moment.timeNs - before) * perNs;
      double next = y + (time == Time.TO_SCALE ? wanted : Math.min(LONGEST, wanted));
      if (time == Time.COMPRESSED) {
        int axis = moment.atClient ? 0 : 1;
        next = Math.max(next, lastOnAxis[axis] + ROW);
        int skipped = moment.sent || moment.step.madeOnTheWay() ? moment.step.skipped() : 0;
        next = skipped > 0 ? Math.max(next, y + SKIPPED) : next;
        if (wanted > LONGEST || skipped > 0) {
          // A lost segment's arrow and its label reach into the idle time after it.
          double from = lost ? y + LOST_REACH : y;
          next = Math.max(next, from + (lost ? SKIPPED : 0));
          breaks.add(new Break(from, next, moment.timeNs - before, skipped));
        }
        lost = moment.step.lost();
        boolean second = moment.sent && !moment.step.options().isEmpty();
        lastOnAxis[axis] = next + (second ? OPTIONS_ROW : 0);
      }
      moment.y = next;
      y = next;
      before = moment.timeNs;
    }
    bottom = y;
  }

  /** The height at which a state begins. */
  double y(Entry entry, List<Step> steps) {
    if (entry.step().isPresent() && entry.step().getAsInt() < steps.size()) {
      Step step = steps.get(entry.step().getAsInt());
      for (Moment moment : moments) {
        if (moment.step == step && moment.atClient == entry.atClient()) {
          return moment.y;
        }
      }
    }
    return y(entry.timeNs(), entry.atClient());
  }

  /** The height of a moment on one axis: that of the arrow's end it belongs to, else in between. */
  private double y(long timeNs, boolean atClient) {
    Moment below = null;
    for (Moment moment : moments) {
      if (moment.timeNs == timeNs && moment.atClient == atClient) {
        return moment.y;
      }
      if (moment.timeNs > timeNs) {
        return below == null ? moment.y : between(below, moment, timeNs);
      }
      below = moment;
    }
    return below == null ? bottom : below.y;
  }

  private static double between(Moment above, Moment below, long timeNs) {
    double part = (timeNs - above.timeNs) / (double) (below.timeNs - above.timeNs);
    return above.y + part * (below.y - above.y);
  }

  /** Half a round trip: measured where both ends were captured, else half the quickest answer. */
  private static long oneWay(List<Step> steps) {
    long[] both =
        steps.stream()
            .filter(s -> s.clientNs().isPresent() && s.serverNs().isPresent() && !s.lost())
            .mapToLong(s -> s.arrivedNs().orElse(0) - s.sentNs().orElse(0))
            .filter(ns -> ns > 0)
            .sorted()
            .toArray();
    if (both.length > 0) {
      return both[both.length / 2];
    }
    long[] answers = new long[Math.max(0, steps.size() - 1)];
    for (int i = 1; i < steps.size(); i++) {
      boolean answer = steps.get(i).fromClient() != steps.get(i - 1).fromClient();
      answers[i - 1] = answer ? (time(steps.get(i)) - time(steps.get(i - 1))) / 2 : Long.MAX_VALUE;
    }
    // The first answer of a handshake is the best witness; later ones may come at once from the
    // capturing end itself.
    return Arrays.stream(answers)
        .filter(ns -> ns > 0 && ns < Long.MAX_VALUE)
        .findFirst()
        .orElse(DEFAULT_ONE_WAY_NS);
  }

  private static long time(Step step) {
    OptionalLong sent = step.sentNs();
    return sent.isPresent() ? sent.getAsLong() : step.arrivedNs().orElse(0);
  }

  List<Moment> moments() {
    return moments;
  }

  List<Break> breaks() {
    return breaks;
  }

  /** To scale only: the height of a moment so many nanoseconds after the first. */
  double yAfter(double ns) {
    return top + ns * perNs;
  }

  /** From the first moment to the last, in nanoseconds. */
  long lengthNs() {
    return moments.isEmpty() ? 0 : moments.get(moments.size() - 1).timeNs - start();
  }

  /** The first moment, in nanoseconds since the epoch. */
  long start() {
    return moments.isEmpty() ? 0 : moments.get(0).timeNs;
  }

  /** The height of the last moment. */
  double bottom() {
    return bottom;
  }
}
