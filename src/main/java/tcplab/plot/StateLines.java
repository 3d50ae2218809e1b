package tcplab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tcplab.sockets.History;
import tcplab.tcp.State;

/**
 * How many sockets were in each state over time: a line for each state that occurred, always in the
 * same colour, seconds since the first reading from left to right.
 */
public final class StateLines {
  private static final double NS_PER_S = 1e9;

  private StateLines() {}

  /** The history so far as a picture. */
  public static Picture of(History history, String title) {
    List<History.Sample> samples = history.samples();
    List<Curve> curves = new ArrayList<>();
    for (State state : State.values()) {
      curves.add(curve(samples, state));
    }
    return CurvePlot.of(title, description(samples), "seconds", "sockets", curves);
  }

  private static int count(History.Sample sample, State state) {
    return sample.counts().getOrDefault(state, 0);
  }

  /** Without points for a state that never occurred; a single reading is a mark, not a line. */
  private static Curve curve(List<History.Sample> samples, State state) {
    Curve curve =
        new Curve(state.name(), samples.size() == 1 ? Curve.Style.POINTS : Curve.Style.STEPS);
    if (samples.stream().anyMatch(sample -> count(sample, state) > 0)) {
      for (History.Sample sample : samples) {
        curve.add(seconds(samples, sample), count(sample, state));
      }
    }
    return curve;
  }

  private static double seconds(List<History.Sample> samples, History.Sample sample) {
    return (sample.timeNs() - samples.get(0).timeNs()) / NS_PER_S;
  }

  private static String description(List<History.Sample> samples) {
    if (samples.isEmpty()) {
      return "No readings.";
    }
    History.Sample last = samples.get(samples.size() - 1);
    StringBuilder text = new StringBuilder();
    text.append("Sockets in each state at ")
        .append(samples.size())
        .append(samples.size() == 1 ? " reading" : " readings")
        .append(String.format(Locale.ROOT, " within %.1f s.", seconds(samples, last)));
    for (State state : State.values()) {
      int most = samples.stream().mapToInt(sample -> count(sample, state)).max().orElse(0);
      int least = samples.stream().mapToInt(sample -> count(sample, state)).min().orElse(0);
      if (most > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                " %s: %,d to %,d, at last %,d.",
                state,
                least,
                most,
                count(last, state)));
      }
    }
    return text.toString();
  }
}
