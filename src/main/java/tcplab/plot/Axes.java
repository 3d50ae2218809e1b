package tcplab.plot;

/**
 * Two axes with their grid, ticks and titles.
 *
 * <p>The sizes of the margins follow from what stands in them, so labels are laid out first.
 */
final class Axes {
  /** The width of every chart, in pixels. */
  static final double WIDTH = 720;

  /** How far the lines of a legend are apart, in pixels. */
  static final double LEGEND_LINE = 16;

  private static final double GAP = 8;
  private static final double MAX_LABEL = 150;
  private static final double SLANT = 35;
  private static final int MOST_X_TICKS = 30;
  private static final int MOST_Y_TICKS = 40;

  private final double height;
  private final Scale x;
  private final Scale y;
  private final String xTitle;
  private final String yTitle;
  private final double widest;
  private final Box box;

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

  /**
   * Lays the axes out.
   *
   * @param height of the whole chart, in pixels
   * @param legend how many lines of legend stand above
   * @param xTitle what is drawn to the right, empty for nothing
   * @param yTitle what is drawn upwards, empty for nothing
   */
  Axes(double height, int legend, Scale x, Scale y, String xTitle, String yTitle) {
    this.height = height;
    this.x = x;
    this.y = y;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    widest = widest(x);
    box = layOut(legend);
  }

  Box box() {
    return box;
  }

  Scale x() {
    return x;
  }

  Scale y() {
    return y;
  }

  /** The chart's title, above everything. */
  static void heading(Svg svg, String title) {
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
  }

  void draw(Svg svg) {
    drawX(svg);
    drawY(svg);
  }

  private Box layOut(int legend) {
    double left = 16 + Math.min(MAX_LABEL, widest(y)) + GAP + (yTitle.isEmpty() ? 0 : 20);
    double top = 40 + (legend == 0 ? 0 : 6 + LEGEND_LINE * legend);
    double right = WIDTH - 24;
    double below = slanted(right - left) ? slantedHeight() : Svg.TEXT + GAP;
    double bottom = height - 14 - below - (xTitle.isEmpty() ? 0 : 20);
    return new Box(left, top, right, Math.max(top + 60, bottom));
  }

  private boolean slanted(double width) {
    return x.categories() > 0 && widest > width / Math.min(x.categories(), MOST_X_TICKS) - 4;
  }

  private double slantedHeight() {
    return Math.min(MAX_LABEL, widest) * Math.sin(Math.toRadians(SLANT)) + 2 * GAP;
  }

  private static double widest(Scale scale) {
    return scale.ticks().stream()
        .mapToDouble(t -> Labels.width(Labels.fit(t.label(), MAX_LABEL, Svg.TEXT), Svg.TEXT))
        .max()
        .orElse(0);
  }

  private void drawX(Svg svg) {
    boolean slanted = slanted(box.width());
    int every = Math.max(1, (int) Math.ceil(x.ticks().size() / (double) MOST_X_TICKS));
    for (int i = 0; i < x.ticks().size(); i += every) {
      double at = box.x(x.ticks().get(i).at());
      if (x.categories() == 0) {
        svg.line(at, box.top(), at, box.bottom(), Paint.GRID);
      }
      String label = Labels.fit(x.ticks().get(i).label(), MAX_LABEL, Svg.TEXT);
      double below = box.bottom() + Svg.TEXT + 4;
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
    svg.line(box.left(), box.bottom(), box.right(), box.bottom(), Paint.MUTED);
    String name = Labels.fit(xTitle, box.width(), Svg.TEXT);
    svg.text((box.left() + box.right()) / 2, height - 10, name, "text-anchor", "middle");
  }

  private void drawY(Svg svg) {
    int every = Math.max(1, (int) Math.ceil(y.ticks().size() / (double) MOST_Y_TICKS));
    for (int i = 0; i < y.ticks().size(); i += every) {
      Scale.Tick tick = y.ticks().get(i);
      double at = box.y(tick.at());
      if (y.categories() == 0) {
        svg.line(box.left(), at, box.right(), at, Paint.GRID);
      }
      String label = Labels.fit(tick.label(), MAX_LABEL, Svg.TEXT);
      svg.text(box.left() - GAP, at + 4, label, "text-anchor", "end");
    }
    double middle = (box.top() + box.bottom()) / 2;
    String name = Labels.fit(yTitle, box.height(), Svg.TEXT);
    String turn = "rotate(-90 18 " + Svg.number(middle) + ")";
    svg.text(18, middle, name, "text-anchor", "middle", "transform", turn);
  }
}
