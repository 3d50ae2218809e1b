package tcplab.plot;

import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;
import tcplab.plot.LadderClock.Moment;

/**
 * Draws a ladder's arrows with their labels and times.
 *
 * <p>A lost segment's arrow ends on the way, a copy's begins there, both as steep as the last whole
 * arrow in their direction, for nobody measured their other end.
 */
final class LadderArrows {

  private static final double LOST_AT = 0.6;
  private static final double COPIED_AT = 0.5;
  private static final double USUAL_DROP = 30;

  /** Above this slope (in degrees) a turned label would run into its neighbours'. */
  private static final double STEEP = 7;

  private final Svg svg;
  private final LadderClock clock;
  private final double client;
  private final double server;
  private final boolean timed;

  /** Where an arrow begins and ends. */
  private record Line(double x1, double y1, double x2, double y2) {
    double angle() {
      return Math.atan2(y2 - y1, x2 - x1);
    }

    String path() {
      return "M" + place(x1, y1) + "L" + place(x2, y2);
    }

    private static String place(double x, double y) {
      return Svg.number(x) + " " + Svg.number(y);
    }
  }

  LadderArrows(Svg svg, LadderClock clock, double client, double server, boolean timed) {
    this.svg = svg;
    this.clock = clock;
    this.client = client;
    this.server = server;
    this.timed = timed;
  }

  void draw() {
    Map<Step, Moment> sent = new IdentityHashMap<>();
    double[] drop = {USUAL_DROP, USUAL_DROP};
    for (Moment moment : clock.moments()) {
      Step step = moment.step;
      int direction = step.fromClient() ? 0 : 1;
      if (step.lost()) {
        double end = Math.min(clock.bottom() + 20, moment.y + drop[direction] * LOST_AT);
        arrow(step, new Line(from(step), moment.y, between(step, LOST_AT), end), moment, null);
      } else if (step.copied()) {
        double begin = moment.y - drop[direction] * (1 - COPIED_AT);
        arrow(step, new Line(between(step, COPIED_AT), begin, to(step), moment.y), null, moment);
      } else if (moment.sent) {
        sent.put(step, moment);
      } else {
        Moment first = sent.get(step);
        if (first != null) {
          drop[direction] = moment.y - first.y;
          arrow(step, new Line(from(step), first.y, to(step), moment.y), first, moment);
        }
      }
    }
  }

  private double from(Step step) {
    return step.fromClient() ? client : server;
  }

  private double to(Step step) {
    return step.fromClient() ? server : client;
  }

  private double between(Step step, double part) {
    return from(step) + (to(step) - from(step)) * part;
  }

  private void arrow(Step step, Line line, @Nullable Moment first, @Nullable Moment last) {
    LadderMark mark = LadderMark.of(step.marks());
    svg.open("g", "data-step", step.marks().isEmpty() ? "plain" : names(step));
    svg.titled(
        title(step, first, last),
        "path",
        "d",
        line.path(),
        "fill",
        "none",
        "stroke",
        mark.paint(),
        "stroke-width",
        mark.width(),
        "stroke-dasharray",
        mark.dash());
    if (last == null) {
      LadderMark.cross(svg, line.x2(), line.y2());
    } else {
      LadderMark.head(svg, line.x2(), line.y2(), line.angle(), mark.paint());
      time(last);
    }
    mark.badge(svg, line.x1() + (step.fromClient() ? 7 : -7), line.y1());
    if (first != null) {
      time(first);
    }
    label(step, line);
    svg.close();
  }

  private void label(Step step, Line line) {
    boolean right = step.fromClient();
    double angle = Math.toDegrees(right ? line.angle() : line.angle() - Math.PI);
    double slope = Math.abs(Math.IEEEremainder(angle, 360));
    double turn = slope > STEEP ? 0 : angle;
    String rotate =
        "rotate("
            + Svg.number(turn)
            + " "
            + Svg.number(line.x1())
            + " "
            + Svg.number(line.y1())
            + ")";
    double x = line.x1() + (right ? 18 : -18);
    double room = Math.abs(line.x2() - line.x1()) * (slope > STEEP ? 0.7 : 1) - 24;
    double up = slope > STEEP ? 2 : -4;
    text(x, line.y1() + up, Labels.fit(step.label(), room, 11), 11, Paint.INK, right, rotate);
    if (!step.options().isEmpty()) {
      double down = up + (slope > STEEP ? 12 : 15);
      text(
          x,
          line.y1() + down,
          Labels.fit(step.options(), room, 10),
          10,
          Paint.MUTED,
          right,
          rotate);
    }
  }

  /** Text with an edge of paper around it, so that arrows which cross it do not cover it. */
  private void text(
      double x, double y, String text, double size, Paint paint, boolean right, String rotate) {
    svg.text(
        x,
        y,
        text,
        "fill",
        paint,
        "font-size",
        size,
        "text-anchor",
        right ? "start" : "end",
        "transform",
        rotate,
        "stroke",
        Paint.PAPER,
        "stroke-width",
        3,
        "stroke-linejoin",
        "round",
        "paint-order",
        "stroke");
  }

  private void time(Moment moment) {
    if (moment.measured && timed) {
      svg.text(
          moment.atClient ? client - 6 : server + 6,
          moment.y + 4,
          LadderDrawing.duration(moment.timeNs - clock.start()),
          "fill",
          Paint.MUTED,
          "font-size",
          9.5,
          "text-anchor",
          moment.atClient ? "end" : "start");
    }
  }

  private static String names(Step step) {
    StringBuilder out = new StringBuilder();
    EnumSet.copyOf(step.marks()).forEach(m -> out.append(out.isEmpty() ? "" : " ").append(m));
    return out.toString();
  }

  private String title(Step step, @Nullable Moment first, @Nullable Moment last) {
    StringBuilder out = new StringBuilder();
    out.append(step.fromClient() ? "client to server: " : "server to client: ")
        .append(step.label());
    out.append(step.options().isEmpty() ? "" : " (" + step.options() + ")");
    out.append(moment(", sent at ", first)).append(moment(", arrived at ", last));
    EnumSet.allOf(Mark.class).stream()
        .filter(step.marks()::contains)
        .forEach(mark -> out.append(", ").append(mark.words()));
    return out.toString();
  }

  private String moment(String words, @Nullable Moment moment) {
    return moment != null && moment.measured && timed
        ? words + LadderDrawing.duration(moment.timeNs - clock.start())
        : "";
  }
}
