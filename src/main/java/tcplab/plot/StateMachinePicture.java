package tcplab.plot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcplab.tcp.State;
import tcplab.tcp.Transition;
import tcplab.tcp.Trigger;

/**
 * The state diagram of RFC 9293 §3.3.2 (its Figure 5), drawn from {@link Transition#TABLE}: only
 * where the states stand is chosen by hand. The transitions that the RFC's figure leaves out are
 * listed below it. Those that a connection took can be drawn bold.
 */
public final class StateMachinePicture {
  private static final double COLUMN = 300;
  private static final double ROW = 118;
  private static final double LEFT = 130;
  private static final double TOP = 70;
  private static final double BOX_WIDTH = 130;
  private static final double BOX_HEIGHT = 34;
  private static final double WIDTH = 2 * LEFT + 2 * COLUMN;
  private static final double LINE = 17;
  private static final double APART = 9;

  /** The height of an arrow's two lines. */
  private static final double LABEL = 27;

  private record Point(double x, double y) {
    Point plus(double dx, double dy) {
      return new Point(x + dx, y + dy);
    }
  }

  /** CLOSED stands twice, as in the RFC: at the top and, as the end of all, at the bottom. */
  private static final Point END = place(2, 6);

  private static final Map<State, Point> PLACES = places();

  private final List<Transition> taken;

  private StateMachinePicture(List<Transition> taken) {
    this.taken = taken;
  }

  /** The diagram. */
  public static Picture of() {
    return of("The states of a TCP endpoint (RFC 9293, Figure 5)", List.of());
  }

  /**
   * The diagram with the way that an endpoint went.
   *
   * @param title what the picture is called
   * @param taken the transitions to draw bold
   */
  public static Picture of(String title, List<Transition> taken) {
    StateMachinePicture diagram = new StateMachinePicture(List.copyOf(taken));
    String description =
        taken.isEmpty()
            ? words(Transition.TABLE.stream().filter(Transition::inFigure))
            : "Drawn bold: " + words(taken.stream());
    return Picture.of(
        diagram.draw(title, description), WIDTH, diagram.height(), title, description);
  }

  private static String words(Stream<Transition> transitions) {
    return transitions
        .map(t -> t.from() + " to " + t.to() + " on " + t.trigger().words())
        .collect(Collectors.joining("; "));
  }

  private static Point place(double column, double row) {
    return new Point(LEFT + column * COLUMN, TOP + row * ROW);
  }

  private static Map<State, Point> places() {
    Map<State, Point> places = new EnumMap<>(State.class);
    places.put(State.CLOSED, place(1, 0));
    places.put(State.LISTEN, place(0.75, 1));
    places.put(State.SYN_RECEIVED, place(0, 2));
    places.put(State.SYN_SENT, place(2, 2));
    places.put(State.ESTABLISHED, place(1, 3));
    places.put(State.FIN_WAIT_1, place(0, 4));
    places.put(State.CLOSE_WAIT, place(2, 4));
    places.put(State.FIN_WAIT_2, place(0, 5));
    places.put(State.CLOSING, place(1, 5));
    places.put(State.LAST_ACK, place(2, 5));
    places.put(State.TIME_WAIT, place(1, 6));
    return places;
  }

  private static Point at(State state) {
    Point point = PLACES.get(state);
    if (point == null) {
      throw new IllegalStateException(state + " has no place in the diagram");
    }
    return point;
  }

  private double listTop() {
    return TOP + 6 * ROW + BOX_HEIGHT + 46;
  }

  private double height() {
    int lines = others().values().stream().mapToInt(List::size).sum();
    return lines == 0 ? listTop() - 2 * LINE : listTop() + lines * LINE + 20;
  }

  private String draw(String title, String description) {
    Svg svg = new Svg(WIDTH, height(), title, description);
    String heading = Labels.fit(title, WIDTH - 40, Svg.HEADING);
    svg.text(20, 26, heading, "font-size", Svg.HEADING, "font-weight", "bold");
    List<Transition> figure = Transition.TABLE.stream().filter(Transition::inFigure).toList();
    figure.forEach(transition -> arrow(svg, transition));
    PLACES.forEach((state, point) -> box(svg, state, point));
    box(svg, State.CLOSED, END);
    figure.forEach(transition -> label(svg, transition));
    list(svg);
    return svg.finish();
  }

  private void box(Svg svg, State state, Point point) {
    boolean visited = taken.stream().anyMatch(t -> t.from() == state || t.to() == state);
    svg.titled(
        state + ": " + state.meaning(),
        "rect",
        "x",
        point.x() - BOX_WIDTH / 2,
        "y",
        point.y() - BOX_HEIGHT / 2,
        "width",
        BOX_WIDTH,
        "height",
        BOX_HEIGHT,
        "rx",
        5,
        "fill",
        Paint.BAND,
        "stroke",
        visited ? Paint.ORANGE : Paint.INK,
        "stroke-width",
        visited ? 3 : 1.2);
    svg.text(
        point.x(),
        point.y() + 4.5,
        state.name(),
        "text-anchor",
        "middle",
        "font-weight",
        "bold",
        "data-state",
        state.name());
  }

  // ---- arrows: straight, shifted to their right-hand side so that opposite ones stand apart

  private static Point end(Transition transition) {
    boolean last = transition.from() == State.LAST_ACK || transition.from() == State.TIME_WAIT;
    return last && transition.to() == State.CLOSED ? END : at(transition.to());
  }

  private static Point shift(Transition transition) {
    Point from = at(transition.from());
    Point to = end(transition);
    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
    return new Point(-(to.y() - from.y()) / length * APART, (to.x() - from.x()) / length * APART);
  }

  private void arrow(Svg svg, Transition transition) {
    Point side = shift(transition);
    Point from = at(transition.from()).plus(side.x(), side.y());
    Point to = end(transition).plus(side.x(), side.y());
    Point tip = onBox(to, from, end(transition));
    Point tail = onBox(from, to, at(transition.from()));
    boolean bold = taken.contains(transition);
    Paint paint = bold ? Paint.ORANGE : paint(transition.trigger());
    double width = bold ? 3.2 : 1.4;
    svg.open("g", "data-from", transition.from().name(), "data-to", transition.to().name());
    svg.line(tail.x(), tail.y(), tip.x(), tip.y(), paint, "stroke-width", width);
    head(svg, tail, tip, paint);
    svg.close();
  }

  /** Where the line from {@code inside} to {@code outside} leaves the box around {@code centre}. */
  private static Point onBox(Point inside, Point outside, Point centre) {
    double dx = outside.x() - inside.x();
    double dy = outside.y() - inside.y();
    double right = centre.x() + Math.signum(dx) * BOX_WIDTH / 2;
    double below = centre.y() + Math.signum(dy) * BOX_HEIGHT / 2;
    double horizontal = dx == 0 ? Double.MAX_VALUE : (right - inside.x()) / dx;
    double vertical = dy == 0 ? Double.MAX_VALUE : (below - inside.y()) / dy;
    double part = Math.min(horizontal, vertical);
    return inside.plus(dx * part, dy * part);
  }

  private static void head(Svg svg, Point tail, Point tip, Paint paint) {
    double length = Math.hypot(tip.x() - tail.x(), tip.y() - tail.y());
    double ux = (tip.x() - tail.x()) / length;
    double uy = (tip.y() - tail.y()) / length;
    String points =
        Svg.number(tip.x())
            + ","
            + Svg.number(tip.y())
            + " "
            + Svg.number(tip.x() - 10 * ux - 4.5 * uy)
            + ","
            + Svg.number(tip.y() - 10 * uy + 4.5 * ux)
            + " "
            + Svg.number(tip.x() - 10 * ux + 4.5 * uy)
            + ","
            + Svg.number(tip.y() - 10 * uy - 4.5 * ux);
    svg.element("polygon", "points", points, "fill", paint);
  }

  private static Paint paint(Trigger trigger) {
    return switch (trigger.kind()) {
      case CALL -> Paint.BLUE;
      case SEGMENT -> Paint.GREEN;
      case TIMER -> Paint.PURPLE;
    };
  }

  /** How far along an arrow its words stand; chosen by hand where arrows lie close together. */
  private static double part(Transition transition) {
    State to = transition.to();
    return switch (transition.from()) {
      case CLOSED -> to == State.LISTEN ? 0.68 : 0.36;
      case LISTEN -> to == State.CLOSED ? 0.62 : to == State.SYN_SENT ? 0.56 : 0.44;
      case SYN_RECEIVED -> to == State.LISTEN ? 0.78 : to == State.FIN_WAIT_1 ? 0.5 : 0.44;
      case SYN_SENT -> to == State.SYN_RECEIVED ? 0.4 : 0.44;
      default -> at(transition.from()).x() == end(transition).x() ? 0.5 : 0.44;
    };
  }

  /** Event over action, as in the RFC; the paper behind it keeps it readable on a line. */
  private void label(Svg svg, Transition transition) {
    Point side = shift(transition);
    Point from = at(transition.from());
    Point to = end(transition);
    double part = part(transition);
    String event = transition.trigger().words();
    String action = transition.action();
    double width = Math.max(Labels.width(event, Svg.SMALL), Labels.width(action, Svg.SMALL));
    // So far aside that its box just clears the arrow, however that lies.
    double reach =
        1
            + (Math.abs(side.x()) * width / 2 + Math.abs(side.y()) * LABEL / 2 + APART)
                / APART
                / APART;
    double x = from.x() + (to.x() - from.x()) * part + side.x() * reach;
    double y = from.y() + (to.y() - from.y()) * part + side.y() * reach;
    svg.open("g", "data-label", transition.from() + " " + transition.trigger());
    svg.titled(
        transition.toString(),
        "rect",
        "x",
        x - width / 2,
        "y",
        y - 13,
        "width",
        width,
        "height",
        LABEL,
        "fill",
        Paint.PAPER,
        "fill-opacity",
        0.82);
    Object[] style = {
      "text-anchor", "middle", "font-size", Svg.SMALL, "fill", paint(transition.trigger())
    };
    svg.text(x, y - 2.5, event, style);
    svg.text(x, y + 10.5, action, "text-anchor", "middle", "font-size", Svg.SMALL);
    svg.close();
  }

  // ---- what the RFC's figure leaves out

  /** All of them, or those on the way that is drawn bold. */
  private Map<String, List<String>> others() {
    Map<String, List<State>> from = new LinkedHashMap<>();
    for (Transition t : Transition.TABLE) {
      if (!t.inFigure() && (taken.isEmpty() || taken.contains(t))) {
        String what = t.trigger().words() + " / " + t.action() + " → " + t.to();
        from.computeIfAbsent(what + " (" + t.reference() + "): from ", k -> new ArrayList<>())
            .add(t.from());
      }
    }
    Map<String, List<String>> lines = new LinkedHashMap<>();
    from.forEach(
        (what, states) -> {
          String all = states.stream().map(State::name).collect(Collectors.joining(", "));
          lines.put(what, Labels.wrap(what + all, WIDTH - 56, Svg.SMALL));
        });
    return lines;
  }

  private void list(Svg svg) {
    Map<String, List<String>> others = others();
    if (others.isEmpty()) {
      return;
    }
    double y = listTop();
    svg.text(
        20,
        y - LINE,
        "Not in the RFC's figure, for legibility (blue: user calls, green: segments, purple: timers):",
        "font-size",
        Svg.SMALL,
        "fill",
        Paint.MUTED);
    for (List<String> lines : others.values()) {
      for (String line : lines) {
        svg.text(lines.get(0).equals(line) ? 20 : 36, y, line, "font-size", Svg.SMALL);
        y += LINE;
      }
    }
  }
}
