package tcplab.plot;

import java.util.ArrayList;
import java.util.List;
import tcplab.sockets.History;
import tcplab.tcp.State;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * How many sockets were in each state over time: a line for each state that occurred, seconds since
 * the first reading from left to right.
 */
public final class StateLines {
  /** More points than this are thinned out: a picture is no wider than about 700 dots. */
  private static final int MOST_POINTS = 600;

  private static final double NS_PER_S = 1e9;

  private StateLines() {}

  /** The history so far as a picture. */
  public static Picture of(History history, String title) {
    List<History.Sample> all = history.samples();
    int step = Math.max(1, (all.size() + MOST_POINTS - 1) / MOST_POINTS);
    List<History.Sample> shown = new ArrayList<>();
    for (int i = (all.size() - 1) % step; i >= 0 && i < all.size(); i += step) {
      shown.add(all.get(i));
    }
    List<Trace> lines = new ArrayList<>();
    for (State state : State.values()) {
      if (shown.stream().anyMatch(sample -> count(sample, state) > 0)) {
        lines.add(line(all.get(0).timeNs(), shown, state));
      }
    }
    Layout layout =
        Layout.builder()
            .title(title)
            .xAxis(Axis.builder().title("seconds").build())
            .yAxis(Axis.builder().title("sockets").build())
            .build();
    return FigurePicture.of(new Figure(layout, lines.toArray(Trace[]::new)));
  }

  private static int count(History.Sample sample, State state) {
    return sample.counts().getOrDefault(state, 0);
  }

  private static Trace line(long startNs, List<History.Sample> samples, State state) {
    double[] seconds =
        samples.stream().mapToDouble(sample -> (sample.timeNs() - startNs) / NS_PER_S).toArray();
    double[] counts = samples.stream().mapToDouble(sample -> count(sample, state)).toArray();
    return ScatterTrace.builder(seconds, counts)
        .mode(samples.size() == 1 ? ScatterTrace.Mode.MARKERS : ScatterTrace.Mode.LINE)
        .name(state.name())
        .build();
  }
}
