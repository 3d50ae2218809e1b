package tcplab.plot;

import java.util.Set;
import tcplab.plot.Ladder.Mark;

/**
 * How an arrow with certain marks looks: colour, line and a badge of its own shape at the sender's
 * end, so that no mark is told by colour alone.
 *
 * @param paint the arrow's colour
 * @param width the line's width in pixels
 * @param dash the line's dashes, as SVG writes them
 * @param shape the badge's outline around its centre, as SVG path data; empty for no badge
 */
record LadderMark(Paint paint, double width, String dash, String shape) {

  private static final String NONE = "none";
  private static final String RING = "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z";
  private static final String SQUARE = "m-4 -4h8v8h-8z";
  private static final String DIAMOND = "m0 -5l5 5l-5 5l-5 -5z";
  private static final String TRIANGLE = "m0 -5l5 9h-10z";

  private static final LadderMark PLAIN = new LadderMark(Paint.INK, 1.4, NONE, "");
  private static final LadderMark LOST = new LadderMark(Paint.ORANGE, 1.8, "6 4", "");
  private static final LadderMark REPEATED = new LadderMark(Paint.BLUE, 2.4, NONE, RING);
  private static final LadderMark REPEATED_AND_LOST =
      new LadderMark(Paint.ORANGE, 2.4, "6 4", RING);
  private static final LadderMark DUPLICATE = new LadderMark(Paint.PURPLE, 1.8, "2 3", SQUARE);
  private static final LadderMark ICMP_ERROR = new LadderMark(Paint.ORANGE, 1.8, NONE, DIAMOND);
  private static final LadderMark OUT_OF_ORDER =
      new LadderMark(Paint.GREEN, 1.8, "9 3 2 3", TRIANGLE);

  /**
   * The look of an arrow with these marks; what went wrong on the way comes before why it was sent.
   */
  static LadderMark of(Set<Mark> marks) {
    if (marks.contains(Mark.LOST)) {
      return marks.contains(Mark.REPEATED) ? REPEATED_AND_LOST : LOST;
    }
    if (marks.contains(Mark.REPEATED)) {
      return REPEATED;
    }
    if (marks.contains(Mark.DUPLICATE)) {
      return DUPLICATE;
    }
    if (marks.contains(Mark.ICMP_ERROR)) {
      return ICMP_ERROR;
    }
    return marks.contains(Mark.OUT_OF_ORDER) ? OUT_OF_ORDER : PLAIN;
  }

  void badge(Svg svg, double x, double y) {
    if (!shape.isEmpty()) {
      String path = "M" + Svg.number(x) + " " + Svg.number(y) + shape;
      svg.element("path", "d", path, "fill", Paint.PAPER, "stroke", paint, "stroke-width", 2);
    }
  }

  /** The cross at which a lost segment ends. */
  static void cross(Svg svg, double x, double y) {
    svg.line(x - 6, y - 6, x + 6, y + 6, Paint.ORANGE, "stroke-width", 2.6);
    svg.line(x - 6, y + 6, x + 6, y - 6, Paint.ORANGE, "stroke-width", 2.6);
  }

  /** An arrow head whose tip is at the given place. */
  static void head(Svg svg, double x, double y, double angle, Paint paint) {
    StringBuilder path =
        new StringBuilder("M").append(Svg.number(x)).append(' ').append(Svg.number(y));
    for (double side : new double[] {0.32, -0.32}) {
      path.append('L').append(Svg.number(x - 11 * Math.cos(angle + side)));
      path.append(' ').append(Svg.number(y - 11 * Math.sin(angle + side)));
    }
    svg.element("path", "d", path.append('Z'), "fill", paint);
  }
}
