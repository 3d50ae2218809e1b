package tcplab.plot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.plotly.components.Figure;

/**
 * Any tablesaw-jsplot figure as a {@link Picture}: bars, lines, points and histograms are drawn
 * statically by us, every trace is drawn by plotly where scripts run.
 *
 * <p>jsplot itself loads plotly.js from a public host, loses titles with plotly.js 3 and breaks on
 * {@code </script>} in a label; a figure that goes through here does none of that.
 */
public final class FigurePicture {

  private static final int MAX_LISTED = 20;

  /** Up to here every whole number has room for a tick. */
  private static final int FEW = 10;

  private FigurePicture() {}

  /**
   * Draws a figure.
   *
   * @param figure as jsplot's builders or {@code create} methods make it
   * @return the picture; its static form says so where a trace can be drawn only by plotly
   */
  public static Picture of(Figure figure) {
    JsonObject read = FigureReader.read(figure);
    JsonObject layout = read.getAsJsonObject("layout");
    List<Series> series = new ArrayList<>();
    for (JsonElement trace : read.getAsJsonArray("data")) {
      series.add(Series.of(trace.getAsJsonObject()));
    }
    String title = Chart.titleOf(layout);
    if (title.isEmpty()) {
      title = series.isEmpty() ? "Empty figure" : "Figure: " + kinds(series);
    }
    String description = description(series);
    Chart chart = new Chart(title, description, layout, series);
    wholeTicks(layout, series);
    return Picture.of(chart.draw(), Axes.WIDTH, chart.height(), title, description)
        .withFigure(read.toString());
  }

  /** Few things counted: plotly would put ticks at halves of them. */
  private static void wholeTicks(JsonObject layout, List<Series> series) {
    boolean upright = series.stream().allMatch(s -> s.kind() == Series.Kind.BARS);
    boolean lying = series.stream().allMatch(s -> s.kind() == Series.Kind.HORIZONTAL_BARS);
    List<String> values = series.stream().flatMap(s -> (upright ? s.y() : s.x()).stream()).toList();
    boolean few =
        values.stream().mapToDouble(Scale::parse).allMatch(v -> v == Math.rint(v) && v < FEW);
    if (few && (upright || lying) && !series.isEmpty()) {
      String name = upright ? "yaxis" : "xaxis";
      JsonObject axis = layout.has(name) ? layout.getAsJsonObject(name) : new JsonObject();
      axis.addProperty("dtick", 1);
      layout.add(name, axis);
    }
  }

  private static String kinds(List<Series> series) {
    return series.stream()
        .map(s -> s.kind() == Series.Kind.LIVE_ONLY ? s.name() : s.kindInWords())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String description(List<Series> series) {
    return series.isEmpty()
        ? "The figure has no data."
        : series.stream().map(FigurePicture::sentence).collect(Collectors.joining(" "));
  }

  private static String sentence(Series s) {
    String name = s.name().isEmpty() ? "" : s.name() + ": ";
    return switch (s.kind()) {
      case LIVE_ONLY -> "A " + s.name() + " plot, drawn only where scripts run.";
      case BARS -> name + values(s.x(), s.y(), s.size()) + ".";
      case HORIZONTAL_BARS -> name + values(s.y(), s.x(), s.size()) + ".";
      case LINE, MARKERS, LINE_AND_MARKERS ->
          name + s.size() + " points" + range(", x", s.x()) + range(", y", s.y()) + ".";
    };
  }

  private static String values(List<String> names, List<String> numbers, int size) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(size, MAX_LISTED); i++) {
      out.append(i == 0 ? "" : ", ").append(Labels.inert(Chart.number(names.get(i)), 40));
      out.append(' ').append(Chart.number(numbers.get(i)));
    }
    return size > MAX_LISTED ? out + " and " + (size - MAX_LISTED) + " more" : out.toString();
  }

  private static String range(String axis, List<String> values) {
    double[] numbers =
        values.stream().mapToDouble(Scale::parse).filter(Double::isFinite).sorted().toArray();
    return numbers.length == 0
        ? ""
        : axis
            + " from "
            + Ticks.label(numbers[0])
            + " to "
            + Ticks.label(numbers[numbers.length - 1]);
  }

  /** The traces of a figure's JSON, for tests of its structure. */
  static JsonArray data(Figure figure) {
    return FigureReader.read(figure).getAsJsonArray("data");
  }
}
