package tcplab.plot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Draws series inside a chart's axes: bars side by side, lines, markers.
 *
 * <p>A line with far more points than pixels is thinned to the first, lowest, highest and last
 * point of every pixel column, so that no extreme is lost; markers that fall on the same pixel are
 * drawn once. Series differ by colour and by dash or marker shape.
 */
final class SeriesDrawing {

  private static final double BAND = 0.78;
  private static final int LABELLED_BARS = 40;
  private static final int TITLED_MARKERS = 500;
  private static final String[] DASHES = {"none", "7 3", "2 3", "9 3 2 3"};
  private static final String[] SHAPES = {
    "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
    "m-3 -3h6v6h-6z",
    "m0 -4l4 7h-8z",
    "m0 -4l4 4l-4 4l-4 -4z"
  };

  private final Svg svg;
  private final Axes.Box plot;
  private final Scale x;
  private final Scale y;

  private record Point(double x, double y, String title) {}

  SeriesDrawing(Svg svg, Axes axes) {
    this.svg = svg;
    this.plot = axes.box();
    this.x = axes.x();
    this.y = axes.y();
  }

  void draw(List<Series> drawn) {
    int bars = (int) drawn.stream().filter(SeriesDrawing::isBars).count();
    int bar = 0;
    for (int i = 0; i < drawn.size(); i++) {
      Series s = drawn.get(i);
      switch (s.kind()) {
        case BARS -> bars(s, i, bar++, bars);
        case HORIZONTAL_BARS -> barsAcross(s, i, bar++, bars);
        case LINE -> line(points(s), i);
        case MARKERS -> markers(points(s), i);
        case LINE_AND_MARKERS -> {
          List<Point> points = points(s);
          line(points, i);
          markers(points, i);
        }
        case LIVE_ONLY -> throw new IllegalArgumentException("drawn by plotly only: " + s.name());
      }
    }
  }

  /** The legend's sample of a series. */
  static void sample(Svg svg, Series s, int index, double x, double y) {
    Paint paint = paint(index);
    if (isBars(s)) {
      svg.element("rect", "x", x, "y", y - 6, "width", 20, "height", 12, "fill", paint);
      return;
    }
    if (s.kind() != Series.Kind.MARKERS) {
      svg.line(x, y, x + 20, y, paint, "stroke-width", 2, "stroke-dasharray", dash(index));
    }
    if (s.kind() != Series.Kind.LINE) {
      svg.element(
          "path",
          "d",
          "M" + Svg.number(x + 10) + " " + Svg.number(y) + shape(index),
          "fill",
          paint);
    }
  }

  private void bars(Series s, int index, int slot, int slots) {
    double band = band(s.x(), x) * plot.width() * BAND;
    for (int i = 0; i < s.size(); i++) {
      double at = x.position().applyAsDouble(s.x().get(i));
      double value = y.position().applyAsDouble(s.y().get(i));
      if (Double.isFinite(at) && Double.isFinite(value)) {
        double left = plot.x(at) - band / 2 + slot * band / slots;
        double top = plot.y(Math.max(value, y.zero()));
        double bottom = plot.y(Math.min(value, y.zero()));
        bar(s.x().get(i), s.y().get(i), index, left, top, band / slots, bottom - top);
        if (s.size() * slots <= LABELLED_BARS) {
          String label = Chart.number(s.y().get(i));
          svg.text(
              left + band / slots / 2,
              top - 4,
              label,
              "text-anchor",
              "middle",
              "font-size",
              Svg.SMALL);
        }
      }
    }
  }

  private void barsAcross(Series s, int index, int slot, int slots) {
    double band = band(s.y(), y) * plot.height() * BAND;
    for (int i = 0; i < s.size(); i++) {
      double at = y.position().applyAsDouble(s.y().get(i));
      double value = x.position().applyAsDouble(s.x().get(i));
      if (Double.isFinite(at) && Double.isFinite(value)) {
        double top = plot.y(at) - band / 2 + slot * band / slots;
        double left = plot.x(Math.min(value, x.zero()));
        double right = plot.x(Math.max(value, x.zero()));
        bar(s.y().get(i), s.x().get(i), index, left, top, right - left, band / slots);
        if (s.size() * slots <= LABELLED_BARS) {
          svg.text(
              right + 4,
              top + band / slots / 2 + 4,
              Chart.number(s.x().get(i)),
              "font-size",
              Svg.SMALL);
        }
      }
    }
  }

  private void bar(
      String name, String value, int index, double left, double top, double width, double height) {
    String title = Chart.number(name) + ": " + Chart.number(value);
    svg.titled(
        title,
        "rect",
        "x",
        left,
        "y",
        top,
        "width",
        Math.max(0.5, width),
        "height",
        height,
        "fill",
        paint(index));
  }

  /**
   * How much of the axis one bar may take: a category, or the smallest distance between two bars.
   */
  private static double band(List<String> values, Scale scale) {
    if (scale.categories() > 0) {
      return 1.0 / scale.categories();
    }
    double[] places =
        values.stream()
            .mapToDouble(scale.position())
            .filter(Double::isFinite)
            .sorted()
            .distinct()
            .toArray();
    double smallest = 0.5;
    for (int i = 1; i < places.length; i++) {
      smallest = Math.min(smallest, places[i] - places[i - 1]);
    }
    return smallest;
  }

  private List<Point> points(Series s) {
    List<Point> points = new ArrayList<>(s.size());
    for (int i = 0; i < s.size(); i++) {
      double at = x.position().applyAsDouble(s.x().get(i));
      double value = y.position().applyAsDouble(s.y().get(i));
      String title = Chart.number(s.x().get(i)) + ": " + Chart.number(s.y().get(i));
      points.add(new Point(plot.x(at), plot.y(value), title));
    }
    return points;
  }

  private void line(List<Point> points, int index) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Point p : thinned(points)) {
      boolean there = Double.isFinite(p.x()) && Double.isFinite(p.y());
      if (there) {
        path.append(pen ? 'L' : 'M')
            .append(Svg.number(p.x()))
            .append(' ')
            .append(Svg.number(p.y()));
      }
      pen = there;
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
        1.8,
        "stroke-linejoin",
        "round",
        "stroke-dasharray",
        dash(index));
  }

  private List<Point> thinned(List<Point> points) {
    if (points.size() <= 4 * plot.width()) {
      return points;
    }
    List<Point> kept = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= points.size(); i++) {
      if (i == points.size() || (long) points.get(i).x() != (long) points.get(start).x()) {
        keepExtremes(points.subList(start, i), kept);
        start = i;
      }
    }
    return kept;
  }

  private static void keepExtremes(List<Point> column, List<Point> kept) {
    int low = 0;
    int high = 0;
    for (int i = 1; i < column.size(); i++) {
      low = column.get(i).y() < column.get(low).y() ? i : low;
      high = column.get(i).y() > column.get(high).y() ? i : high;
    }
    int[] chosen = {0, Math.min(low, high), Math.max(low, high), column.size() - 1};
    for (int i = 0; i < chosen.length; i++) {
      if (i == 0 || chosen[i] != chosen[i - 1]) {
        kept.add(column.get(chosen[i]));
      }
    }
  }

  private void markers(List<Point> points, int index) {
    Set<Long> seen = new HashSet<>();
    StringBuilder path = new StringBuilder();
    for (Point p : points) {
      if (Double.isFinite(p.x()) && Double.isFinite(p.y()) && seen.add(pixel(p))) {
        String mark = "M" + Svg.number(p.x()) + " " + Svg.number(p.y()) + shape(index);
        if (points.size() <= TITLED_MARKERS) {
          svg.titled(p.title(), "path", "d", mark, "fill", paint(index));
        } else {
          path.append(mark);
        }
      }
    }
    if (!path.isEmpty()) {
      svg.element("path", "d", path, "fill", paint(index));
    }
  }

  private static long pixel(Point p) {
    return Math.round(p.x()) << 32 | (Math.round(p.y()) & 0xffff_ffffL);
  }

  private static boolean isBars(Series s) {
    return s.kind() == Series.Kind.BARS || s.kind() == Series.Kind.HORIZONTAL_BARS;
  }

  private static Paint paint(int index) {
    return Paint.SERIES[index % Paint.SERIES.length];
  }

  private static String dash(int index) {
    return DASHES[index % DASHES.length];
  }

  private static String shape(int index) {
    return SHAPES[index % SHAPES.length];
  }
}
