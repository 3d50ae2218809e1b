package tcplab.plot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Connection;
import tcplab.connection.CwndSample;
import tcplab.connection.CwndSample.Phase;
import tcplab.connection.Side;

/**
 * One sender's congestion window over time, estimated from its packets: a colour for each phase
 * (slow start, avoidance, recovery, after a timeout), the slow start threshold once a loss has set
 * it, and, where it was recorded, the window that the sender's kernel had.
 */
public final class CongestionWindow {
  private static final String UNKNOWN =
      "The packets do not tell the congestion window: the capture was taken at the other end, or"
          + " nothing was sent.";

  private CongestionWindow() {}

  /**
   * The picture of one direction.
   *
   * @param sender whose window
   */
  public static Picture of(Connection connection, Side sender) {
    return of(connection, sender, new long[0], new double[0]);
  }

  /**
   * The same with what the kernel recorded.
   *
   * @param times ns since the epoch, in order
   * @param windows the kernel's window at each of them, in segments
   * @throws IllegalArgumentException when there are not as many of both
   */
  public static Picture of(Connection connection, Side sender, long[] times, double[] windows) {
    if (times.length != windows.length) {
      throw new IllegalArgumentException(
          times.length + " times, " + windows.length + " windows: they must be as many");
    }
    Map<Phase, Curve> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      phases.put(phase, new Curve(phase.label().replace('_', ' '), Curve.Style.STEPS));
    }
    Curve threshold = new Curve("threshold (ssthresh)", Curve.Style.STEPS);
    int most = 0;
    CwndSample last = null;
    for (CwndSample sample : connection.cwnd()) {
      if (sample.side() != sender) {
        continue;
      }
      double at = Moment.seconds(connection, sample.timeNs());
      if (last != null && last.phase() != sample.phase()) {
        curve(phases, last.phase()).add(at, last.cwndSegments());
        curve(phases, last.phase()).add(at, Double.NaN);
      }
      curve(phases, sample.phase()).add(at, sample.cwndSegments());
      if (sample.ssthreshSegments().isPresent()) {
        threshold.add(at, sample.ssthreshSegments().getAsInt());
      }
      most = Math.max(most, sample.cwndSegments());
      last = sample;
    }
    String title = Moment.title(connection, "congestion window of the " + sender.label(), sender);
    if (last == null && times.length == 0) {
      return BlankPicture.of(title, UNKNOWN);
    }
    List<Curve> curves = new ArrayList<>(phases.values());
    curves.add(threshold);
    // Leaves a colour out: the kernel's marks in it would look like those of slow start.
    curves.add(new Curve("", Curve.Style.POINTS));
    curves.add(kernel(connection, times, windows));
    return CurvePlot.of(
        title, description(most, last, times.length), Moment.AXIS, "segments", curves);
  }

  private static String description(int most, @Nullable CwndSample last, int kernel) {
    if (last == null) {
      return UNKNOWN;
    }
    return String.format(
        Locale.ROOT,
        "The estimated congestion window, at most %,d segments, in the end in %s%s.",
        most,
        last.phase().label().replace('_', ' '),
        kernel == 0 ? "" : "; beside it what the kernel recorded");
  }

  private static Curve curve(Map<Phase, Curve> phases, Phase phase) {
    Curve curve = phases.get(phase);
    if (curve == null) {
      throw new IllegalStateException("no curve for " + phase);
    }
    return curve;
  }

  private static Curve kernel(Connection connection, long[] times, double[] windows) {
    Curve kernel = new Curve("kernel's", Curve.Style.POINTS);
    for (int i = 0; i < times.length; i++) {
      kernel.add(Moment.seconds(connection, times[i]), windows[i]);
    }
    return kernel;
  }
}
