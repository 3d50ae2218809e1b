package tcplab.plot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws series over two axes: title, legend, grid, tick labels, then the series themselves.
 *
 * <p>The sizes of the margins follow from what stands in them, so labels are laid out first. {@link
 * SeriesDrawing} draws what is inside the axes.
 */
final class Chart {

  static final double WIDTH = 720;
  private static final double HEIGHT = 400;
  private static final double GAP = 8;
  private static final double MAX_LABEL = 150;
  private static final double SLANT = 35;

  private final String title;
  private final String description;
  private final JsonObject layout;
  private final List<Series> series;
  private final Scale x;
  private final Scale y;
  private final Box plot;

  /** The rectangle inside the axes. */
  record Box(double left, double top, double right, double bottom) {
    double width() {
      return right - left;
    }

    double height() {
      return bottom - top;
    }

    double x(double at) {
      return left + at * width();
    }

    double y(double at) {
      return bottom - at * height();
    }
  }

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
    x = Scale.of(xs, isLog("xaxis"), across);
    y = Scale.of(ys, isLog("yaxis"), up);
    plot = layOut();
  }

  /** Height in pixels, as the figure asks for it, within reason. */
  double height() {
    JsonElement wanted = layout.get("height");
    return wanted == null ? HEIGHT : Math.max(200, Math.min(900, wanted.getAsDouble()));
  }

  String draw() {
    Svg svg = new Svg(WIDTH, height(), title, description);
    svg.text(
        WIDTH / 2,
        24,
        Labels.fit(title, WIDTH - 40, Svg.HEADING),
        "font-size",
        Svg.HEADING,
        "font-weight",
        "bold",
        "text-anchor",
        "middle");
    List<Series> drawn =
        series.stream().filter(s -> s.kind() != Series.Kind.LIVE_ONLY && s.size() > 0).toList();
    if (drawn.isEmpty()) {
      card(svg);
      return svg.finish();
    }
    legend(svg, drawn);
    xAxis(svg);
    yAxis(svg);
    new SeriesDrawing(svg, plot, x, y).draw(drawn);
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
    svg.text(WIDTH / 2, y, text, "fill", Paint.MUTED, "text-anchor", "middle");
  }

  private Box layOut() {
    double labels = y.ticks().stream().mapToDouble(t -> labelWidth(t.label())).max().orElse(0);
    double left = 16 + Math.min(MAX_LABEL, labels) + GAP + (axisTitle("yaxis").isEmpty() ? 0 : 20);
    double top = 40 + (legendNeeded() ? 22 : 0);
    double widest = x.ticks().stream().mapToDouble(t -> labelWidth(t.label())).max().orElse(0);
    double right = WIDTH - 24;
    double below = slanted(widest, right - left) ? slantedHeight(widest) : Svg.TEXT + GAP;
    double bottom = height() - 14 - below - (axisTitle("xaxis").isEmpty() ? 0 : 20);
    return new Box(left, top, right, Math.max(top + 60, bottom));
  }

  private boolean slanted(double widest, double width) {
    return x.categories() > 0 && widest > width / Math.min(x.categories(), 30) - 4;
  }

  private static double slantedHeight(double widest) {
    return Math.min(MAX_LABEL, widest) * Math.sin(Math.toRadians(SLANT)) + 2 * GAP;
  }

  private static double labelWidth(String label) {
    return Labels.width(Labels.fit(label, MAX_LABEL, Svg.TEXT), Svg.TEXT);
  }

  private void legend(Svg svg, List<Series> drawn) {
    if (!legendNeeded()) {
      return;
    }
    double at = plot.left();
    for (int i = 0; i < drawn.size() && at < plot.right() - 40; i++) {
      String name = Labels.fit(drawn.get(i).name(), 160, Svg.TEXT);
      SeriesDrawing.sample(svg, drawn.get(i), i, at, 43);
      svg.text(at + 26, 47, name);
      at += 40 + Labels.width(name, Svg.TEXT);
    }
  }

  private boolean legendNeeded() {
    return series.size() > 1 && series.stream().anyMatch(s -> !s.name().isEmpty());
  }

  private void xAxis(Svg svg) {
    double widest = x.ticks().stream().mapToDouble(t -> labelWidth(t.label())).max().orElse(0);
    boolean slanted = slanted(widest, plot.width());
    int every = Math.max(1, (int) Math.ceil(x.ticks().size() / 30.0));
    for (int i = 0; i < x.ticks().size(); i += every) {
      double at = plot.x(x.ticks().get(i).at());
      if (x.categories() == 0) {
        svg.line(at, plot.top(), at, plot.bottom(), Paint.GRID);
      }
      String label = Labels.fit(x.ticks().get(i).label(), MAX_LABEL, Svg.TEXT);
      double below = plot.bottom() + Svg.TEXT + 4;
      if (slanted) {
        String turn =
            "rotate(-"
                + Svg.number(SLANT)
                + " "
                + Svg.number(at + 4)
                + " "
                + Svg.number(below - 2)
                + ")";
        svg.text(at + 4, below - 2, label, "text-anchor", "end", "transform", turn);
      } else {
        svg.text(at, below, label, "text-anchor", "middle");
      }
    }
    svg.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Paint.MUTED);
    String name = Labels.fit(axisTitle("xaxis"), plot.width(), Svg.TEXT);
    svg.text((plot.left() + plot.right()) / 2, height() - 10, name, "text-anchor", "middle");
  }

  private void yAxis(Svg svg) {
    int every = Math.max(1, (int) Math.ceil(y.ticks().size() / 40.0));
    for (int i = 0; i < y.ticks().size(); i += every) {
      Scale.Tick tick = y.ticks().get(i);
      double at = plot.y(tick.at());
      if (y.categories() == 0) {
        svg.line(plot.left(), at, plot.right(), at, Paint.GRID);
      }
      String label = Labels.fit(tick.label(), MAX_LABEL, Svg.TEXT);
      svg.text(plot.left() - GAP, at + 4, label, "text-anchor", "end");
    }
    double middle = (plot.top() + plot.bottom()) / 2;
    String name = Labels.fit(axisTitle("yaxis"), plot.height(), Svg.TEXT);
    String turn = "rotate(-90 18 " + Svg.number(middle) + ")";
    svg.text(18, middle, name, "text-anchor", "middle", "transform", turn);
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
