package tcplab.plot;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tcplab.plot.Ladder.Diagram;
import tcplab.plot.Ladder.Entry;
import tcplab.plot.Ladder.Links;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;
import tcplab.plot.Ladder.Time;
import tcplab.plot.LadderClock.Break;

/** Draws a {@link Ladder}: heads, axes, states in the margins, arrows, legend. */
final class LadderDrawing {

  /** More arrows than anybody reads in one picture. */
  static final int MAX_STEPS = 120;

  private static final double WIDTH = 900;
  private static final double CLIENT = 240;
  private static final double SERVER = WIDTH - CLIENT;
  private static final double STATE_LINE = 14;
  private static final double TIMES = 58;
  private static final int TICKS = 10;

  private final Diagram diagram;
  private final Optional<Links> links;
  private final List<Step> steps;
  private final LadderClock clock;
  private final Time time;
  private final double top;
  private final Set<Mark> marks = EnumSet.noneOf(Mark.class);

  /**
   * Prepares a picture.
   *
   * @param links what the page around it calls arrows and evidence, if there is such a page
   */
  LadderDrawing(Diagram diagram, Time time, Optional<Links> links) {
    this.diagram = diagram;
    this.links = links;
    this.time = time;
    this.steps = diagram.steps().subList(0, Math.min(MAX_STEPS, diagram.steps().size()));
    this.top = 106 + 16.0 * diagram.notes().size();
    this.clock = new LadderClock(steps, top, time);
    steps.forEach(step -> marks.addAll(step.marks()));
  }

  Picture picture() {
    String description = description();
    double height =
        bottom()
            + (marks.isEmpty() ? 24 : 50)
            + (left() > 0 ? 18 : 0)
            + (time == Time.TO_SCALE ? 20 : 0);
    Svg svg = new Svg(WIDTH, height, diagram.title(), description, links.isPresent());
    heads(svg);
    if (time == Time.TO_SCALE && diagram.timed()) {
      timeLines(svg);
    }
    axes(svg);
    states(svg, true);
    states(svg, false);
    if (diagram.timed()) {
      clock.breaks().forEach(gap -> gap(svg, gap));
    }
    boolean toScale = time == Time.TO_SCALE;
    int unnamed =
        new LadderArrows(svg, clock, CLIENT, SERVER, diagram.timed(), toScale, links).draw(steps);
    if (unnamed > 0) {
      String text = "labels left out because segments lie too close: " + unnamed;
      svg.text(20, bottom() + 18, text, "fill", Paint.MUTED, "font-size", 11);
    }
    legend(svg, height - 16);
    Picture picture = Picture.of(svg.finish(), WIDTH, height, diagram.title(), description);
    return links.isPresent() ? picture : picture.withEvidence(evidence());
  }

  /** Of each step that a capture is behind, what the list beside the picture says. */
  private Map<Integer, Picture.Entry> evidence() {
    Map<Integer, Picture.Entry> entries = new TreeMap<>();
    for (int n = 0; n < steps.size(); n++) {
      Step step = steps.get(n);
      if (!step.evidence().where().isEmpty()) {
        String who = step.icmpError() ? " (" + step.options() + ")" : "";
        List<String> lines = new ArrayList<>(List.of(step.directed() + who));
        lines.addAll(step.evidence().reasons());
        entries.put(n, new Picture.Entry(step.evidence().where(), lines));
      }
    }
    return entries;
  }

  /** How many segments are not drawn. */
  private int left() {
    return diagram.steps().size() - steps.size() + diagram.more();
  }

  private double bottom() {
    long longest = Math.max(count(true), count(false));
    return Math.max(clock.bottom() + 30, top + longest * STATE_LINE + 10);
  }

  private long count(boolean atClient) {
    return diagram.states().stream().filter(e -> e.atClient() == atClient).count();
  }

  private void heads(Svg svg) {
    String title = Labels.fit(diagram.title(), WIDTH - 40, Svg.HEADING);
    svg.text(20, 26, title, "font-size", Svg.HEADING, "font-weight", "bold");
    double y = 44;
    for (String note : diagram.notes()) {
      svg.text(20, y, Labels.fit(note, WIDTH - 40, Svg.TEXT), "fill", Paint.MUTED);
      y += 16;
    }
    head(svg, CLIENT, "client", diagram.client());
    head(svg, SERVER, "server", diagram.server());
  }

  private void head(Svg svg, double x, String role, String name) {
    double y = top - 52;
    svg.element(
        "rect",
        "x",
        x - 110,
        "y",
        y,
        "width",
        220,
        "height",
        34,
        "rx",
        4,
        "fill",
        Paint.BAND,
        "stroke",
        Paint.GRID);
    svg.text(x, y + 14, role, "fill", Paint.MUTED, "font-size", Svg.SMALL, "text-anchor", "middle");
    svg.text(
        x, y + 28, Labels.fit(name, 210, Svg.TEXT), "text-anchor", "middle", "font-weight", "bold");
  }

  private void axes(Svg svg) {
    for (double x : new double[] {CLIENT, SERVER}) {
      svg.line(x, top - 18, x, bottom(), Paint.MUTED, "stroke-width", 1.4);
    }
  }

  /** Lines at round times across the whole picture, the time at their left. */
  private void timeLines(Svg svg) {
    Ticks ticks = Ticks.over(0, (double) clock.lengthNs(), TICKS);
    for (int i = 0; i < ticks.count() && ticks.at(i) <= clock.lengthNs(); i++) {
      double y = clock.yAfter(ticks.at(i));
      svg.line(6, y, WIDTH - 6, y, Paint.GRID);
      svg.text(6, y - 3, duration((long) ticks.at(i)), "fill", Paint.MUTED, "font-size", 9.5);
    }
  }

  private void states(Svg svg, boolean atClient) {
    double edge = atClient ? CLIENT - TIMES - 12 : SERVER + TIMES + 4;
    List<Entry> entries = diagram.states().stream().filter(e -> e.atClient() == atClient).toList();
    double name = top - STATE_LINE;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      double from = clock.y(entry, steps);
      double to = i + 1 < entries.size() ? clock.y(entries.get(i + 1), steps) : bottom();
      Paint paint = i % 2 == 0 ? Paint.SKY : Paint.GOLD;
      svg.open("g", "data-state", entry.state());
      svg.titled(
          words(entry),
          "rect",
          "x",
          edge,
          "y",
          from,
          "width",
          8,
          "height",
          Math.max(1.5, to - from),
          "fill",
          paint);
      name = Math.max(name + STATE_LINE, from + 9);
      double x = atClient ? edge - 6 : edge + 14;
      svg.text(
          x,
          name,
          entry.state().name() + (entry.presumed() ? " (presumed)" : ""),
          "font-size",
          11,
          "text-anchor",
          atClient ? "end" : "start");
      svg.close();
    }
  }

  private String words(Entry entry) {
    String from = diagram.timed() ? " from " + time(entry.timeNs()) : "";
    return entry.state() + from + ": " + entry.state().meaning();
  }

  private void gap(Svg svg, Break gap) {
    double middle = (gap.from() + gap.to()) / 2;
    for (double x : new double[] {CLIENT, SERVER}) {
      svg.element(
          "rect", "x", x - 3, "y", middle - 5, "width", 6, "height", 10, "fill", Paint.PAPER);
      svg.line(x - 6, middle - 2, x + 6, middle - 8, Paint.MUTED);
      svg.line(x - 6, middle + 8, x + 6, middle + 2, Paint.MUTED);
    }
    String text =
        gap.segments() == 0
            ? duration(gap.lengthNs()) + " without a segment"
            : String.format(Locale.ROOT, "%,d segment", gap.segments())
                + (gap.segments() == 1 ? "" : "s")
                + " in "
                + duration(gap.lengthNs())
                + (gap.segments() == 1 ? " is not drawn" : " are not drawn");
    svg.text(
        WIDTH / 2,
        middle + 4,
        text,
        "fill",
        Paint.MUTED,
        "font-size",
        Svg.SMALL,
        "text-anchor",
        "middle");
  }

  private void legend(Svg svg, double y) {
    double x = 20;
    for (Mark mark : marks) {
      LadderMark look = LadderMark.of(Set.of(mark));
      svg.line(
          x,
          y - 4,
          x + 34,
          y - 4,
          look.paint(),
          "stroke-width",
          look.width(),
          "stroke-dasharray",
          look.dash());
      if (mark == Mark.LOST) {
        LadderMark.cross(svg, x + 34, y - 4);
      }
      look.badge(svg, x + 6, y - 4);
      svg.text(x + 44, y, mark.words(), "font-size", 11);
      x += 64 + Labels.width(mark.words(), 11);
    }
    if (left() > 0) {
      svg.text(
          20,
          marks.isEmpty() ? y : y - 20,
          left() + " more segments are not drawn",
          "fill",
          Paint.MUTED);
    }
  }

  private String description() {
    StringBuilder out = new StringBuilder();
    diagram.notes().forEach(note -> out.append(Labels.inert(note, 200)).append(". "));
    for (int i = 0; i < steps.size() && out.length() < 3000; i++) {
      Step step = steps.get(i);
      out.append(i + 1)
          .append(step.fromClient() ? " client " : " server ")
          .append(Labels.inert(step.label(), 120));
      step.marks().stream().sorted().forEach(m -> out.append(", ").append(m.words()));
      out.append("; ");
    }
    for (boolean atClient : new boolean[] {true, false}) {
      out.append(atClient ? "client states:" : " server states:");
      diagram.states().stream()
          .filter(e -> e.atClient() == atClient)
          .forEach(e -> out.append(' ').append(e.state()));
      out.append('.');
    }
    return out.toString();
  }

  private String time(long ns) {
    return duration(ns - clock.start());
  }

  /** A length of time with the unit in which it is easily read. */
  static String duration(long ns) {
    if (Math.abs(ns) >= 10_000_000_000L) {
      return String.format(Locale.ROOT, "%.2f s", ns / 1e9);
    }
    return String.format(
        Locale.ROOT, Math.abs(ns) >= 100_000_000L ? "%.1f ms" : "%.2f ms", ns / 1e6);
  }
}
