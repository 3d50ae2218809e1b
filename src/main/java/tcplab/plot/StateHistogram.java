package tcplab.plot;

import java.util.Arrays;
import java.util.Map;
import tcplab.tcp.State;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;

/**
 * How many sockets (or connections) are in each of the 11 states, as bars.
 *
 * <p>All eleven are always there, in the order of {@link State}: a state that nothing is in is news
 * too.
 */
public final class StateHistogram {

  private StateHistogram() {}

  /**
   * The histogram as a jsplot figure.
   *
   * @param counts sockets per state; a state that is not in the map has none
   * @param title what was counted, for example {@code "Sockets of this machine"}
   */
  public static Figure figure(Map<State, ? extends Number> counts, String title) {
    State[] states = State.values();
    String[] names = Arrays.stream(states).map(State::name).toArray(String[]::new);
    double[] heights = Arrays.stream(states).mapToDouble(s -> count(counts, s)).toArray();
    Layout layout =
        Layout.builder()
            .title(title)
            .xAxis(Axis.builder().title("state").build())
            .yAxis(Axis.builder().title("sockets").build())
            .build();
    return new Figure(layout, BarTrace.builder(names, heights).build());
  }

  /**
   * The histogram as a picture.
   *
   * @param counts sockets per state; a state that is not in the map has none
   * @param title what was counted
   */
  public static Picture of(Map<State, ? extends Number> counts, String title) {
    return FigurePicture.of(figure(counts, title));
  }

  private static double count(Map<State, ? extends Number> counts, State state) {
    Number count = counts.get(state);
    return count == null ? 0 : count.doubleValue();
  }
}
