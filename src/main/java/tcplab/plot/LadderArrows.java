package tcplab.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tcplab.plot.Ladder.Links;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;
import tcplab.plot.LadderClock.Moment;

/**
 * Draws a ladder's arrows with their labels and times.
 *
 * <p>A lost segment's arrow ends on the way, a copy's or an ICMP error's begins there, both as
 * steep as the nearest whole arrow in their direction, for nobody measured their other end.
 */
final class LadderArrows {

  private static final double LOST_AT = 0.6;
  private static final double COPIED_AT = 0.5;
  private static final double USUAL_DROP = 30;

  /** Nobody knows from how far away an ICMP error comes. */
  private static final double ERROR_DROP = 14;

  private static final double TEXT_HEIGHT = 10;

  /** How broad the band is along an arrow within which it can be pointed at. */
  private static final double BAND = 10;

  private static final int MAX_NAME = 400;

  /** Above this slope (in degrees) a turned label would run into its neighbours'. */
  private static final double STEEP = 7;

  /** A label beside a steep arrow may be so wide, however short the arrow is. */
  private static final double ROOM = 270;

  private static final double INDENT = 18;

  private final Svg svg;
  private final LadderClock clock;
  private final double client;
  private final double server;
  private final boolean timed;
  private final Optional<Links> links;
  private final boolean toScale;
  private final List<Rectangle2D> texts = new ArrayList<>();
  private int unnamed;
  private final List<Double> clientTimes = new ArrayList<>();
  private final List<Double> serverTimes = new ArrayList<>();

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

  /** One arrow; a lost one has no last moment, one made on the way no first. */
  private record Arrow(Step step, Line line, @Nullable Moment first, @Nullable Moment last) {}

  LadderArrows(
      Svg svg,
      LadderClock clock,
      double client,
      double server,
      boolean timed,
      boolean toScale,
      Optional<Links> links) {
    this.toScale = toScale;
    this.links = links;
    this.svg = svg;
    this.clock = clock;
    this.client = client;
    this.server = server;
    this.timed = timed;
  }

  /**
   * Draws them all.
   *
   * @param steps in the order by which a page finds an arrow
   * @return how many there was no room to label
   */
  int draw(List<Step> steps) {
    List<Arrow> whole = whole();
    List<Arrow> arrows = new ArrayList<>(whole);
    for (Moment moment : clock.moments()) {
      Step step = moment.step;
      if (step.lost()) {
        double end = Math.min(clock.bottom() + 20, moment.y + drop(whole, moment) * LOST_AT);
        Line line = new Line(from(step), moment.y, between(step, LOST_AT), end);
        arrows.add(new Arrow(step, line, moment, null));
      } else if (step.madeOnTheWay()) {
        boolean copy = step.marks().contains(Mark.DUPLICATE);
        double fall = copy ? drop(whole, moment) * (1 - COPIED_AT) : ERROR_DROP;
        double begin = Math.max(clock.moments().get(0).y, moment.y - fall);
        Line line = new Line(between(step, COPIED_AT), begin, to(step), moment.y);
        arrows.add(new Arrow(step, line, null, moment));
      }
    }
    arrows.sort(Comparator.comparingDouble(arrow -> arrow.line().y1()));
    arrows.forEach(this::arrow);
    Map<Step, Integer> numbers = new IdentityHashMap<>();
    steps.forEach(step -> numbers.put(step, numbers.size()));
    // Labels come last, so that no arrow covers them.
    arrows.forEach(
        arrow -> top(arrow, numbers.getOrDefault(arrow.step(), 0), isCrossed(arrow, arrows)));
    return unnamed;
  }

  /**
   * What can be pointed at: the label, and a broad band along the arrow. It bears the hover title;
   * in a page that explains packets it leads to its packet's evidence, elsewhere live.js makes it a
   * link to its entry in the list beside the picture.
   */
  private void top(Arrow arrow, int number, boolean crossed) {
    String title = title(arrow);
    OptionalInt packet = arrow.step().evidence().packet();
    if (links.isPresent() && packet.isPresent()) {
      String name = links.get().arrow().apply(packet.getAsInt());
      String target = "#" + links.get().evidence().apply(packet.getAsInt());
      svg.open("a", "id", name, "href", target, "aria-label", Labels.inert(title, MAX_NAME));
    } else {
      svg.open("g", "data-n", number);
    }
    svg.titled(
        title,
        "path",
        "d",
        arrow.line().path(),
        "fill",
        "none",
        "class",
        "tl-band",
        "stroke-width",
        BAND,
        "pointer-events",
        "stroke");
    label(arrow.step(), arrow.line(), crossed);
    svg.close();
  }

  /** Whether one that goes the other way crosses it, so that their second lines would meet. */
  private static boolean isCrossed(Arrow arrow, List<Arrow> arrows) {
    Line line = arrow.line();
    return arrows.stream()
        .filter(other -> other.step().fromClient() != arrow.step().fromClient())
        .map(Arrow::line)
        .anyMatch(other -> (line.y1() - other.y2()) * (line.y2() - other.y1()) < 0);
  }

  private List<Arrow> whole() {
    Map<Step, Moment> sent = new IdentityHashMap<>();
    List<Arrow> whole = new ArrayList<>();
    for (Moment moment : clock.moments()) {
      Step step = moment.step;
      Moment first = sent.get(step);
      if (moment.sent) {
        sent.put(step, moment);
      } else if (first != null) {
        Line line = new Line(from(step), first.y, to(step), moment.y);
        whole.add(new Arrow(step, line, first, moment));
      }
    }
    return whole;
  }

  /**
   * How far the whole arrow falls that is nearest to a moment at the same end and goes the same
   * way.
   */
  private static double drop(List<Arrow> whole, Moment moment) {
    double nearest = Double.MAX_VALUE;
    double drop = USUAL_DROP;
    for (Arrow arrow : whole) {
      double y = moment.sent ? arrow.line().y1() : arrow.line().y2();
      double distance = Math.abs(y - moment.y);
      if (arrow.step().fromClient() == moment.step.fromClient() && distance < nearest) {
        nearest = distance;
        drop = arrow.line().y2() - arrow.line().y1();
      }
    }
    return drop;
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

  private void arrow(Arrow arrow) {
    Step step = arrow.step();
    Line line = arrow.line();
    Moment first = arrow.first();
    Moment last = arrow.last();
    LadderMark mark = LadderMark.of(step.marks());
    svg.open("g", "data-step", step.marks().isEmpty() ? "plain" : names(step));
    svg.element(
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
    svg.close();
  }

  /** Whether text at this height would lie on text that is there already: so it may, to scale. */
  private static boolean taken(List<Double> heights, double y) {
    if (heights.stream().anyMatch(other -> Math.abs(other - y) < TEXT_HEIGHT)) {
      return true;
    }
    heights.add(y);
    return false;
  }

  private void label(Step step, Line line, boolean crossed) {
    boolean right = step.fromClient();
    double angle = Math.toDegrees(right ? line.angle() : line.angle() - Math.PI);
    double slope = Math.abs(Math.IEEEremainder(angle, 360));
    boolean steep = slope > STEEP;
    String rotate =
        "rotate("
            + Svg.number(steep ? 0 : angle)
            + " "
            + Svg.number(line.x1())
            + " "
            + Svg.number(line.y1())
            + ")";
    double length = Math.abs(line.x2() - line.x1());
    double room = (steep ? Math.max(ROOM, length * 0.7) : length) - 24;
    double up = steep ? 2 : -4;
    String label = Labels.fit(step.label(), room, 11);
    if (!place(line, label, 11, up, steep)) {
      unnamed++;
      return;
    }
    double x = line.x1() + (right ? INDENT : -INDENT);
    text(x, line.y1() + up, label, 11, Paint.INK, right, rotate);
    double half = length / 2 - INDENT;
    String options = Labels.fit(step.options(), crossed ? Math.min(room, half) : room, 10);
    double down = up + (steep ? 12 : 15);
    if (!options.isEmpty() && place(line, options, 10, down, steep)) {
      text(x, line.y1() + down, options, 10, Paint.MUTED, right, rotate);
    }
  }

  /**
   * Whether there is room for a text along an arrow. Compressed time makes room for all; to scale,
   * what would lie on a text that is there already is left out.
   */
  private boolean place(Line line, String text, double size, double down, boolean steep) {
    double width = Labels.width(text, size);
    double slope = steep ? 0 : (line.y2() - line.y1()) / Math.abs(line.x2() - line.x1());
    boolean right = line.x2() > line.x1();
    double near = line.y1() + down + slope * INDENT;
    double far = near + slope * width;
    double x = right ? line.x1() + INDENT : line.x1() - INDENT - width;
    double top = Math.min(near, far) - size * 0.8;
    Rectangle2D here = new Rectangle2D.Double(x, top, width, Math.abs(far - near) + size);
    if (toScale && texts.stream().anyMatch(here::intersects)) {
      return false;
    }
    texts.add(here);
    return true;
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
        "class",
        "tl-halo");
  }

  private void time(Moment moment) {
    if (moment.measured && timed && !taken(moment.atClient ? clientTimes : serverTimes, moment.y)) {
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

  private String title(Arrow arrow) {
    Step step = arrow.step();
    StringBuilder out = new StringBuilder();
    out.append(step.directed());
    out.append(step.options().isEmpty() ? "" : " (" + step.options() + ")");
    out.append(moment(", sent at ", arrow.first())).append(moment(", arrived at ", arrow.last()));
    EnumSet.allOf(Mark.class).stream()
        .filter(step.marks()::contains)
        .forEach(mark -> out.append(", ").append(mark.words()));
    String where = step.evidence().where();
    out.append(where.isEmpty() ? "" : "; " + where);
    step.evidence().reasons().forEach(reason -> out.append("; ").append(reason));
    return out.toString();
  }

  private String moment(String words, @Nullable Moment moment) {
    return moment != null && moment.measured && timed
        ? words + LadderDrawing.duration(moment.timeNs - clock.start())
        : "";
  }
}
