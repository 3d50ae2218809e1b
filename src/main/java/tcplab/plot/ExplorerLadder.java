package tcplab.plot;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tcplab.plot.ExplorerRows.Arrow;
import tcplab.plot.ExplorerRows.Row;
import tcplab.plot.Ladder.Mark;
import tcplab.simulation.Counterexample;
import tcplab.simulation.ExplorerStep.What;

/**
 * A counterexample as a ladder: its steps in words on the left, one below the other; on the right
 * both ends, the segments between them, and each state where it is entered.
 *
 * <p>Order is all that height means, for most models have no time; ticks that pass one after the
 * other share a row. An arrow goes from the step that sends a segment to the one in which it
 * arrives. What was on its way before the run, or is a copy that the network made, begins between
 * the ends; what is lost ends there with a cross, what is still on its way without one.
 */
public final class ExplorerLadder {
  private static final double WIDTH = 980;
  private static final double TEXT_LEFT = 20;
  private static final double TEXT_WIDTH = 330;
  private static final double CLIENT = 520;
  private static final double SERVER = 800;
  private static final double LINE = 15;
  private static final double STATE_WIDTH = 140;

  /** Up to this slope, in degrees, a label is turned along its arrow. */
  private static final double STEEP = 50;

  private static final LadderMark PLAIN = LadderMark.of(Set.of());
  private static final LadderMark LOST = LadderMark.of(Set.of(Mark.LOST));
  private static final LadderMark FOREIGN = LadderMark.of(Set.of(Mark.DUPLICATE));

  private final Counterexample run;
  private final List<Row> rows;
  private final List<String> heading;
  private final List<String> ending;
  private final double[] heights;
  private final double bottom;

  private ExplorerLadder(Counterexample run) {
    this.run = run;
    rows = ExplorerRows.rows(run.steps());
    heading = Labels.wrap(title(run), WIDTH - 2 * TEXT_LEFT, Svg.HEADING);
    ending = Labels.wrap("→ " + run.ending(), WIDTH - 2 * TEXT_LEFT, Svg.TEXT);
    heights = new double[rows.size()];
    double y = 26 + heading.size() * 20 + 46;
    for (int i = 0; i < heights.length; i++) {
      heights[i] = y;
      y += Math.max(36, lines(rows.get(i)).size() * LINE + 12);
    }
    bottom = y;
  }

  /** Draws a counterexample. */
  public static Picture of(Counterexample run) {
    return new ExplorerLadder(run).picture();
  }

  private static String title(Counterexample run) {
    return String.format(
        Locale.ROOT, "%s in %d step%s", run.title(), run.length(), run.length() == 1 ? "" : "s");
  }

  private Picture picture() {
    double height = bottom + 24 + ending.size() * LINE;
    String description = run.toString().replace('\n', ' ');
    Svg svg = new Svg(WIDTH, height, title(run), description);
    double y = 26;
    for (String line : heading) {
      svg.text(TEXT_LEFT, y, line, "font-size", Svg.HEADING, "font-weight", "bold");
      y += 20;
    }
    axes(svg, y);
    List<Arrow> arrows = ExplorerRows.arrows(run.steps());
    arrows.forEach(arrow -> arrow(svg, arrow));
    arrows.forEach(arrow -> label(svg, arrow));
    for (int i = 0; i < rows.size(); i++) {
      words(svg, i);
      state(svg, i, true);
      state(svg, i, false);
    }
    y = bottom + 16;
    for (String line : ending) {
      svg.text(TEXT_LEFT, y, line, "fill", Paint.ORANGE, "font-weight", "bold");
      y += LINE;
    }
    return Picture.of(svg.finish(), WIDTH, height, title(run), description);
  }

  private void axes(Svg svg, double top) {
    for (boolean client : new boolean[] {true, false}) {
      double x = client ? CLIENT : SERVER;
      svg.text(
          x, top + 6, client ? "client" : "server", "text-anchor", "middle", "font-weight", "bold");
      svg.line(x, top + 14, x, bottom, Paint.MUTED, "stroke-width", 1.4);
    }
  }

  private static List<String> lines(Row row) {
    return Labels.wrap(row.text(), TEXT_WIDTH, Svg.TEXT);
  }

  private void words(Svg svg, int index) {
    double y = heights[index] + 4;
    for (String line : lines(rows.get(index))) {
      svg.text(TEXT_LEFT, y, line);
      y += LINE;
    }
  }

  /** A state stands where it is entered. */
  private void state(Svg svg, int index, boolean client) {
    String state = state(rows.get(index), client);
    if (index > 0 && state(rows.get(index - 1), client).equals(state)) {
      return;
    }
    double x = client ? CLIENT - 10 : SERVER + 10;
    double y = heights[index] + 4;
    svg.element("circle", "cx", client ? CLIENT : SERVER, "cy", y - 4, "r", 3.5, "fill", Paint.SKY);
    for (String line : Labels.wrap(state, STATE_WIDTH, Svg.SMALL)) {
      svg.text(
          x,
          y,
          line,
          "font-size",
          Svg.SMALL,
          "font-weight",
          "bold",
          "text-anchor",
          client ? "end" : "start");
      y += 12;
    }
  }

  private static String state(Row row, boolean client) {
    return client ? row.client() : row.server();
  }

  private double y(int step) {
    for (int i = 0; i < rows.size(); i++) {
      if (step <= rows.get(i).last()) {
        return heights[i];
      }
    }
    return bottom;
  }

  /** Where an arrow begins and ends. */
  private record Line(double x1, double y1, double x2, double y2) {}

  private Line line(Arrow arrow) {
    boolean fromClient = arrow.segment().fromClient();
    double from = fromClient ? CLIENT : SERVER;
    double to = fromClient ? SERVER : CLIENT;
    double middle = (from + to) / 2;
    double begin = y(arrow.begun());
    double x1 = arrow.origin() == What.SENT ? from : middle;
    double x2 = arrow.fate() == What.ARRIVED ? to : from + (to - from) * 0.62;
    double end = arrow.fate() == What.SENT ? bottom - 6 : y(arrow.ended());
    if (arrow.fate() == What.SENT) {
      end = Math.min(end, begin + 40);
    }
    if (arrow.origin() == What.OLD) {
      begin = Math.max(begin, end - 30);
    }
    return new Line(x1, begin + 4, x2, Math.max(end, begin + 12));
  }

  private void arrow(Svg svg, Arrow arrow) {
    if (arrow.origin() != What.SENT && arrow.fate() != What.ARRIVED) {
      return; // an old segment or a copy that never arrives does nothing: the words tell of it
    }
    Line line = line(arrow);
    LadderMark mark =
        arrow.fate() == What.LOST ? LOST : arrow.origin() == What.SENT ? PLAIN : FOREIGN;
    svg.open("g", "data-segment", arrow.fate());
    svg.titled(
        title(arrow),
        "path",
        "d",
        String.format(
            Locale.ROOT, "M%.1f %.1fL%.1f %.1f", line.x1(), line.y1(), line.x2(), line.y2()),
        "fill",
        "none",
        "stroke",
        mark.paint(),
        "stroke-width",
        mark.width(),
        "stroke-dasharray",
        mark.dash());
    double angle = Math.atan2(line.y2() - line.y1(), line.x2() - line.x1());
    if (arrow.fate() == What.ARRIVED) {
      LadderMark.head(svg, line.x2(), line.y2(), angle, mark.paint());
    } else if (arrow.fate() == What.LOST) {
      LadderMark.cross(svg, line.x2(), line.y2());
    }
    svg.close();
  }

  private static String title(Arrow arrow) {
    String who = arrow.segment().fromClient() ? "client to server: " : "server to client: ";
    String from =
        switch (arrow.origin()) {
          case OLD -> ", old";
          case DUPLICATED -> ", a copy by the network";
          default -> "";
        };
    String to =
        switch (arrow.fate()) {
          case ARRIVED -> ", arrives";
          case LOST -> ", lost";
          default -> ", still on its way";
        };
    return who + arrow.segment().label() + from + to;
  }

  /**
   * The label stands along the middle of a flat arrow, at the beginning of a steep one and of one
   * that begins between the ends.
   */
  private void label(Svg svg, Arrow arrow) {
    Line line = line(arrow);
    boolean right = arrow.segment().fromClient();
    String text = Labels.fit(arrow.segment().label(), SERVER - CLIENT - 20, 11);
    double angle = Math.toDegrees(Math.atan((line.y2() - line.y1()) / (line.x2() - line.x1())));
    if (arrow.origin() == What.SENT && Math.abs(angle) <= STEEP) {
      double x = (line.x1() + line.x2()) / 2;
      double y = (line.y1() + line.y2()) / 2 - 4;
      String turn = "rotate(" + Svg.number(angle) + " " + Svg.number(x) + " " + Svg.number(y) + ")";
      label(svg, x, y, text, "middle", turn);
    } else if (arrow.origin() == What.SENT) {
      double x = line.x1() + (right ? 10 : -10);
      label(svg, x, line.y1() - 2, text, right ? "start" : "end", "rotate(0)");
    } else if (arrow.fate() == What.ARRIVED) {
      String origin = arrow.origin() == What.OLD ? "old " : "copy: ";
      label(svg, line.x1(), line.y1() - 2, origin + text, "middle", "rotate(0)");
    }
  }

  /** Text with an edge of paper around it, so that lines may cross it. */
  private static void label(
      Svg svg, double x, double y, String text, String anchor, String transform) {
    svg.text(
        x,
        y,
        text,
        "font-size",
        11,
        "text-anchor",
        anchor,
        "transform",
        transform,
        "stroke",
        Paint.PAPER,
        "class",
        "tl-halo",
        "fill",
        Paint.INK);
  }
}
