package tcplab.plot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a figure's series over two axes: title, legend, {@link Axes}, then the series themselves,
 * which {@link SeriesDrawing} draws.
 */
final class Chart {

  private static final double HEIGHT = 400;

  private final String title;
  private final String description;
  private final JsonObject layout;
  private final List<Series> series;
  private final Axes axes;

  Chart(String title, String description, JsonObject layout, List<Series> series) {
    this.title = title;
    this.description = description;
    this.layout = layout;
    this.series = series;
    List<String> xs = new ArrayList<>();
    List<String> ys = new ArrayList<>();
    boolean up = false;
    boolean across = false;
    for (Series s : series) {
      xs.addAll(s.x());
      ys.addAll(s.y());
      up |= s.kind() == Series.Kind.BARS;
      across |= s.kind() == Series.Kind.HORIZONTAL_BARS;
    }
    Scale x = Scale.of(xs, isLog("xaxis"), across);
    Scale y = Scale.of(ys, isLog("yaxis"), up);
    axes = new Axes(height(), legendNeeded() ? 1 : 0, x, y, axisTitle("xaxis"), axisTitle("yaxis"));
  }

  /** Height in pixels, as the figure asks for it, within reason. */
  double height() {
    JsonElement wanted = layout.get("height");
    return wanted == null ? HEIGHT : Math.max(200, Math.min(900, wanted.getAsDouble()));
  }

  String draw() {
    Svg svg = new Svg(Axes.WIDTH, height(), title, description);
    Axes.heading(svg, title);
    List<Series> drawn =
        series.stream().filter(s -> s.kind() != Series.Kind.LIVE_ONLY && s.size() > 0).toList();
    if (drawn.isEmpty()) {
      card(svg);
      return svg.finish();
    }
    legend(svg, drawn);
    axes.draw(svg);
    new SeriesDrawing(svg, axes).draw(drawn);
    if (drawn.size() < series.size()) {
      note(svg, "Not all of this figure's traces can be drawn without scripts.", height() - 6);
    }
    return svg.finish();
  }

  private void card(Svg svg) {
    if (series.stream().noneMatch(s -> s.kind() == Series.Kind.LIVE_ONLY)) {
      note(svg, "There are no points to draw.", height() / 2);
      return;
    }
    note(
        svg,
        "This kind of figure is drawn by its live layer, which needs scripts:",
        height() / 2 - 10);
    note(
        svg,
        "trust the notebook, or open the exported page with scripts switched on.",
        height() / 2 + 10);
  }

  private static void note(Svg svg, String text, double y) {
    svg.text(Axes.WIDTH / 2, y, text, "fill", Paint.MUTED, "text-anchor", "middle");
  }

  private void legend(Svg svg, List<Series> drawn) {
    if (!legendNeeded()) {
      return;
    }
    double at = axes.box().left();
    for (int i = 0; i < drawn.size() && at < axes.box().right() - 40; i++) {
      String name = Labels.fit(drawn.get(i).name(), 160, Svg.TEXT);
      SeriesDrawing.sample(svg, drawn.get(i), i, at, 43);
      svg.text(at + 26, 47, name);
      at += 40 + Labels.width(name, Svg.TEXT);
    }
  }

  private boolean legendNeeded() {
    return series.size() > 1 && series.stream().anyMatch(s -> !s.name().isEmpty());
  }

  private boolean isLog(String axis) {
    return layout.get(axis) instanceof JsonObject o
        && o.get("type") != null
        && o.get("type").getAsString().equals("log");
  }

  private String axisTitle(String axis) {
    return layout.get(axis) instanceof JsonObject o ? titleOf(o) : "";
  }

  /** The text of a layout's or an axis' title, empty when it has none. */
  static String titleOf(JsonObject titled) {
    return titled.get("title") instanceof JsonObject title && title.get("text") != null
        ? Series.plain(title.get("text").getAsString())
        : "";
  }

  /** A number as a reader wants it; any other text as it is. */
  static String number(String text) {
    double value = Scale.parse(text);
    return Double.isFinite(value) ? Ticks.label(value) : text;
  }
}
