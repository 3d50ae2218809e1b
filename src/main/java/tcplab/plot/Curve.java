package tcplab.plot;

import java.util.Arrays;

/**
 * One set of points of a {@link CurvePlot}: up to millions, in primitive arrays. Points are added
 * in order of x.
 */
final class Curve {
  /** How points are drawn. */
  enum Style {
    /** Joined by straight lines. */
    LINE,
    /** Each value holds until the next. */
    STEPS,
    /** A mark each. */
    POINTS,
    /** An upright bar from low to high each. */
    SPANS
  }

  private static final int FIRST_CAPACITY = 64;

  private final String name;
  private final Style style;
  private double[] xs = new double[FIRST_CAPACITY];
  private double[] lows = new double[FIRST_CAPACITY];
  private double[] highs = new double[FIRST_CAPACITY];
  private int size;
  private boolean aside;

  /**
   * A curve without points.
   *
   * @param name what the legend says
   */
  Curve(String name, Style style) {
    this.name = name;
    this.style = style;
  }

  /** Adds a point; NaN as its value is a gap in a line. */
  void add(double x, double y) {
    add(x, y, y);
  }

  /** Adds a bar. */
  void add(double x, double low, double high) {
    if (size == xs.length) {
      xs = Arrays.copyOf(xs, 2 * size);
      lows = Arrays.copyOf(lows, 2 * size);
      highs = Arrays.copyOf(highs, 2 * size);
    }
    xs[size] = x;
    lows[size] = low;
    highs[size] = high;
    size++;
  }

  String name() {
    return name;
  }

  /**
   * The same curve, which the axes need not reach: it lies so far from the others that they could
   * not be told apart beside it. Only its name is drawn; where scripts run, that brings it in.
   */
  Curve aside() {
    aside = true;
    return this;
  }

  boolean isAside() {
    return aside;
  }

  Style style() {
    return style;
  }

  int size() {
    return size;
  }

  double x(int i) {
    return xs[i];
  }

  /** A point's value, or the upper end of a bar. */
  double y(int i) {
    return highs[i];
  }

  /** A point's value, or the lower end of a bar. */
  double low(int i) {
    return lows[i];
  }

  /**
   * The same picture in fewer points: as many as can be told apart on a grid of columns and rows.
   * Of a line each column keeps its first, lowest, highest and last point, so no extreme is lost;
   * points and bars that cover the same places are drawn once.
   */
  Curve thinned(Grid grid) {
    if (size <= grid.columns()) {
      return this;
    }
    Curve thin = new Curve(name, style);
    thin.aside = aside;
    int start = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || grid.column(xs[i]) != grid.column(xs[start])) {
        if (style == Style.LINE || style == Style.STEPS) {
          keepExtremes(start, i, thin);
        } else {
          keepCovered(start, i, grid, thin);
        }
        start = i;
      }
    }
    return thin;
  }

  /** What stands between two gaps is a piece of its own; gaps side by side are one. */
  private void keepExtremes(int start, int end, Curve thin) {
    int piece = start;
    for (int i = start; i <= end; i++) {
      if (i == end || Double.isNaN(highs[i])) {
        if (i > piece) {
          keepPiece(piece, i, thin);
        }
        if (i < end && !(thin.size > 0 && Double.isNaN(thin.highs[thin.size - 1]))) {
          thin.add(xs[i], Double.NaN);
        }
        piece = i + 1;
      }
    }
  }

  private void keepPiece(int start, int end, Curve thin) {
    int low = start;
    int high = start;
    for (int i = start + 1; i < end; i++) {
      low = highs[i] < highs[low] ? i : low;
      high = highs[i] > highs[high] ? i : high;
    }
    int[] chosen = {start, Math.min(low, high), Math.max(low, high), end - 1};
    for (int i = 0; i < chosen.length; i++) {
      if (i == 0 || chosen[i] != chosen[i - 1]) {
        thin.add(xs[chosen[i]], highs[chosen[i]]);
      }
    }
  }

  /** Sorted by their lower ends, bars that touch the same row become one. */
  private void keepCovered(int start, int end, Grid grid, Curve thin) {
    Integer[] order = new Integer[end - start];
    Arrays.setAll(order, i -> start + i);
    Arrays.sort(order, (a, b) -> Double.compare(lows[a], lows[b]));
    int first = order[0];
    double low = lows[first];
    double high = highs[first];
    for (int i : order) {
      if (grid.row(lows[i]) > grid.row(high)) {
        thin.add(xs[first], low, high);
        first = i;
        low = lows[i];
        high = highs[i];
      }
      high = style == Style.SPANS ? Math.max(high, highs[i]) : high;
    }
    thin.add(xs[first], low, high);
  }

  /** What can be told apart: a picture's pixels, or a finer grid for one that can be enlarged. */
  record Grid(double left, double right, int columns, double bottom, double top, int rows) {
    int column(double x) {
      return place(x, left, right, columns);
    }

    int row(double y) {
      return place(y, bottom, top, rows);
    }

    private static int place(double value, double from, double to, int cells) {
      return (int) Math.max(0, Math.min(cells - 1, (value - from) / (to - from) * cells));
    }
  }
}
