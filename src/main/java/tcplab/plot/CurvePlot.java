package tcplab.plot;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws {@link Curve}s over two axes of numbers: a static picture in as many points as there are
 * pixels, and a plotly figure in some more, so that it can be enlarged. 200,000 points make a
 * picture of at most some 100 kB.
 */
final class CurvePlot {
  private static final double HEIGHT = 420;
  private static final int LIVE_COLUMNS = 1400;
  private static final int LIVE_ROWS = 1000;
  private static final String[] DASHES = {"none", "none", "none", "none", "6 3", "2 3"};

  /** Of the curves for which there is no colour left. */
  private static final String SECOND_ROUND = "8 3 2 3";

  private static final double LEGEND_LEFT = 70;

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<Curve> curves;

  private CurvePlot(String title, String xTitle, String yTitle, List<Curve> curves) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    this.curves = curves;
  }

  /**
   * A plot.
   *
   * @param description what there is to see, in words
   * @param curves in the order of their colours; one without points only keeps its colour free
   */
  static Picture of(
      String title, String description, String xTitle, String yTitle, List<Curve> curves) {
    CurvePlot plot = new CurvePlot(title, xTitle, yTitle, curves);
    return Picture.of(plot.draw(description), Axes.WIDTH, HEIGHT, title, description)
        .withFigure(plot.figure().toString());
  }

  private String draw(String description) {
    Svg svg = new Svg(Axes.WIDTH, HEIGHT, title, description);
    Axes.heading(svg, title);
    if (curves.stream().allMatch(curve -> curve.size() == 0)) {
      svg.text(
          Axes.WIDTH / 2,
          HEIGHT / 2,
          "There are no points to draw.",
          "fill",
          Paint.MUTED,
          "text-anchor",
          "middle");
      return svg.finish();
    }
    Ticks x = Ticks.over(least(true), most(true), 8);
    Ticks y = Ticks.over(Math.min(0, least(false)), most(false), 6);
    List<Entry> legend = legend();
    int lines = legend.isEmpty() ? 1 : legend.get(legend.size() - 1).line() + 1;
    Axes axes = new Axes(HEIGHT, lines, Scale.of(x), Scale.of(y), xTitle, yTitle);
    legend.forEach(entry -> draw(svg, entry));
    axes.draw(svg);
    Axes.Box box = axes.box();
    int columns = (int) box.width();
    int rows = (int) box.height();
    Curve.Grid pixels = new Curve.Grid(x.first(), x.last(), columns, y.first(), y.last(), rows);
    for (int i = 0; i < curves.size(); i++) {
      if (!curves.get(i).isAside()) {
        draw(svg, i, curves.get(i).thinned(pixels), new Frame(box, x, y));
      }
    }
    return svg.finish();
  }

  /** From values to pixels. */
  private record Frame(Axes.Box box, Ticks xTicks, Ticks yTicks) {
    double x(double value) {
      return box.x((value - xTicks.first()) / (xTicks.last() - xTicks.first()));
    }

    double y(double value) {
      return box.y((value - yTicks.first()) / (yTicks.last() - yTicks.first()));
    }
  }

  /** A name of the legend: of which curve, where, and in which line. */
  private record Entry(int curve, String name, double left, int line) {
    double middle() {
      return 43 + Axes.LEGEND_LINE * line;
    }
  }

  /** Where each curve's name stands, in as many lines as they take. */
  private List<Entry> legend() {
    List<Entry> entries = new ArrayList<>();
    double at = LEGEND_LEFT;
    int line = 0;
    for (int i = 0; i < curves.size(); i++) {
      if (curves.get(i).size() > 0) {
        String name = Labels.fit(curves.get(i).name(), 160, Svg.TEXT);
        name = curves.get(i).isAside() ? "(" + name + ": outside)" : name;
        double width = 26 + Labels.width(name, Svg.TEXT);
        if (at > LEGEND_LEFT && at + width > Axes.WIDTH - 10) {
          at = LEGEND_LEFT;
          line++;
        }
        entries.add(new Entry(i, name, at, line));
        at += width + 20;
      }
    }
    return entries;
  }

  private void draw(Svg svg, Entry entry) {
    double left = entry.left();
    double middle = entry.middle();
    Paint paint = paint(entry.curve());
    if (curves.get(entry.curve()).isAside()) {
      svg.text(left, middle + 4, entry.name(), "fill", Paint.MUTED);
      return;
    }
    switch (curves.get(entry.curve()).style()) {
      case LINE, STEPS ->
          svg.line(
              left,
              middle,
              left + 20,
              middle,
              paint,
              "stroke-width",
              2,
              "stroke-dasharray",
              dash(entry.curve()));
      case POINTS -> svg.element("path", "d", mark(left + 10, middle), "fill", paint);
      case SPANS ->
          svg.line(left + 10, middle - 6, left + 10, middle + 6, paint, "stroke-width", 3);
    }
    svg.text(left + 26, middle + 4, entry.name());
  }

  private static void draw(Svg svg, int index, Curve curve, Frame frame) {
    if (curve.size() == 0) {
      return;
    }
    String path =
        switch (curve.style()) {
          case LINE, STEPS -> line(curve, frame);
          case POINTS -> marks(curve, frame);
          case SPANS -> bars(curve, frame);
        };
    if (curve.style() == Curve.Style.POINTS) {
      svg.element("path", "d", path, "fill", paint(index));
      return;
    }
    svg.element(
        "path",
        "d",
        path,
        "fill",
        "none",
        "stroke",
        paint(index),
        "stroke-width",
        curve.style() == Curve.Style.SPANS ? 2 : 1.5,
        "stroke-dasharray",
        dash(index));
  }

  private static String line(Curve curve, Frame frame) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < curve.size(); i++) {
      if (Double.isNaN(curve.y(i))) {
        pen = false;
        continue;
      }
      String x = Svg.number(frame.x(curve.x(i)));
      if (pen && curve.style() == Curve.Style.STEPS) {
        path.append('H').append(x).append('V').append(Svg.number(frame.y(curve.y(i))));
      } else {
        path.append(pen ? 'L' : 'M').append(x).append(' ').append(Svg.number(frame.y(curve.y(i))));
      }
      pen = true;
    }
    return path.toString();
  }

  private static String marks(Curve curve, Frame frame) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < curve.size(); i++) {
      path.append(mark(frame.x(curve.x(i)), frame.y(curve.y(i))));
    }
    return path.toString();
  }

  private static String mark(double x, double y) {
    return "M" + Svg.number(x) + " " + Svg.number(y) + "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z";
  }

  /** A bar that is too low to be seen is drawn two pixels high. */
  private static String bars(Curve curve, Frame frame) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < curve.size(); i++) {
      double bottom = frame.y(curve.low(i));
      double top = Math.min(bottom - 2, frame.y(curve.y(i)));
      path.append('M').append(Svg.number(frame.x(curve.x(i))));
      path.append(' ').append(Svg.number(bottom)).append('V').append(Svg.number(top));
    }
    return path.toString();
  }

  private JsonObject figure() {
    JsonArray data = new JsonArray();
    Curve.Grid fine =
        new Curve.Grid(least(true), most(true), LIVE_COLUMNS, least(false), most(false), LIVE_ROWS);
    for (int i = 0; i < curves.size(); i++) {
      data.add(trace(i, curves.get(i).thinned(fine)));
    }
    JsonObject layout = new JsonObject();
    JsonObject heading = text(title);
    heading.addProperty("y", 0.97); // at the very top: a legend of three lines stands below it
    heading.addProperty("yanchor", "top");
    layout.add("title", heading);
    layout.add("xaxis", axis(xTitle));
    layout.add("yaxis", axis(yTitle));
    layout.addProperty("height", HEIGHT);
    JsonObject legend = new JsonObject();
    legend.addProperty("orientation", "h");
    legend.addProperty("y", 1);
    legend.addProperty("yanchor", "bottom");
    layout.add("legend", legend);
    JsonObject figure = new JsonObject();
    figure.add("data", data);
    figure.add("layout", layout);
    return figure;
  }

  private static JsonObject trace(int index, Curve curve) {
    boolean spans = curve.style() == Curve.Style.SPANS;
    JsonArray xs = new JsonArray(curve.size());
    JsonArray ys = new JsonArray(curve.size());
    for (int i = 0; i < curve.size(); i++) {
      number(xs, curve.x(i));
      number(ys, curve.low(i));
      if (spans) {
        number(xs, curve.x(i));
        number(ys, curve.y(i));
        xs.add(JsonNull.INSTANCE);
        ys.add(JsonNull.INSTANCE);
      }
    }
    JsonObject trace = new JsonObject();
    trace.addProperty("type", "scatter");
    trace.addProperty("mode", curve.style() == Curve.Style.POINTS ? "markers" : "lines");
    trace.addProperty("name", Labels.inert(curve.name(), 80).replace("<", "&lt;"));
    trace.addProperty("showlegend", curve.size() > 0);
    JsonObject line = new JsonObject();
    line.addProperty("width", spans ? 3 : 1.5);
    line.addProperty("shape", curve.style() == Curve.Style.STEPS ? "hv" : "linear");
    if (!spans) {
      line.addProperty("dash", liveDash(index));
    }
    trace.add("line", line);
    if (curve.isAside()) {
      trace.addProperty("visible", "legendonly");
    }
    trace.add("x", xs);
    trace.add("y", ys);
    return trace;
  }

  /** Six decimals: microseconds, where the axis is in seconds. */
  private static void number(JsonArray array, double value) {
    if (Double.isFinite(value)) {
      array.add(
          new java.math.BigDecimal(String.format(Locale.ROOT, "%.6f", value)).stripTrailingZeros());
    } else {
      array.add(JsonNull.INSTANCE);
    }
  }

  private static JsonObject axis(String name) {
    JsonObject axis = new JsonObject();
    axis.add("title", text(name));
    return axis;
  }

  private static JsonObject text(String words) {
    JsonObject text = new JsonObject();
    text.addProperty("text", Labels.inert(words, 200).replace("<", "&lt;"));
    return text;
  }

  /** The curves that the axes have to reach. */
  private List<Curve> shown() {
    return curves.stream().filter(curve -> !curve.isAside()).toList();
  }

  private double least(boolean x) {
    double least = Double.POSITIVE_INFINITY;
    for (Curve curve : shown()) {
      for (int i = 0; i < curve.size(); i++) {
        double value = x ? curve.x(i) : curve.low(i);
        least = value < least ? value : least;
      }
    }
    return Double.isFinite(least) ? least : 0;
  }

  private double most(boolean x) {
    double most = Double.NEGATIVE_INFINITY;
    for (Curve curve : shown()) {
      for (int i = 0; i < curve.size(); i++) {
        double value = x ? curve.x(i) : curve.y(i);
        most = value > most ? value : most;
      }
    }
    return Double.isFinite(most) ? most : 1;
  }

  private static Paint paint(int index) {
    return Paint.SERIES[index % Paint.SERIES.length];
  }

  /** The same as plotly writes it, so that what a text says of a line holds for both pictures. */
  private static String liveDash(int index) {
    String dash = dash(index);
    return dash.equals("none") ? "solid" : dash.replace(" ", "px,") + "px";
  }

  private static String dash(int index) {
    return index < DASHES.length ? DASHES[index] : SECOND_ROUND;
  }
}
