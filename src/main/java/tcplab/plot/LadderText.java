package tcplab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import tcplab.plot.Ladder.Diagram;
import tcplab.plot.Ladder.Entry;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;

/**
 * A ladder as lines of text, for a terminal: a line a segment, with both ends' states at its sides
 * where they change, and a second line for a SYN's options or what the segment is seen against
 * those before it.
 */
final class LadderText {
  private static final int PACKET = 6;
  private static final int SECONDS = 11;

  /** From here on a line has room for wider gaps. */
  private static final int ROOMY = 100;

  /** The longest state, and the mark of one that no packet shows. */
  private static final int STATE = "SYN_RECEIVED?".length();

  private static final int LEAST_ARROW = 24;
  private static final int LONGEST_ARROW = 64;
  private static final int ENDS = "── ".length() + " ─▶".length();
  private static final int MAX_NAME = 200;

  private final Diagram diagram;
  private final int arrow;
  private final int gap;
  private final StringBuilder out = new StringBuilder();

  private LadderText(Diagram diagram, int width) {
    this.diagram = diagram;
    gap = width < ROOMY ? 1 : 2;
    int sides = PACKET + SECONDS + 2 * STATE + 4 * gap;
    arrow = Math.min(LONGEST_ARROW, Math.max(LEAST_ARROW, width - sides));
  }

  /**
   * The lines, each ended.
   *
   * @param width how many cells a line may have; where that is too few, lines are longer
   */
  static String of(Diagram diagram, int width) {
    return new LadderText(diagram, width).lines();
  }

  private String lines() {
    line(Labels.inert(diagram.title(), MAX_NAME));
    diagram.notes().forEach(note -> line(Labels.inert(note, MAX_NAME)));
    line("");
    row("packet", diagram.timed() ? "seconds" : "", "client", " ".repeat(arrow), "server");
    for (int i = 0; i < diagram.steps().size(); i++) {
      step(i, diagram.steps().get(i));
    }
    if (diagram.more() > 0) {
      line(skipped(diagram.more()));
    }
    if (diagram.states().stream().anyMatch(Entry::presumed)) {
      line("");
      line("? presumed: no packet shows that the end went there");
    }
    return out.toString();
  }

  private void step(int index, Step step) {
    if (step.skipped() > 0) {
      line(skipped(step.skipped()));
    }
    List<String> client = states(index, true);
    List<String> server = states(index, false);
    String packet =
        step.evidence().packet().isPresent()
            ? String.valueOf(step.evidence().packet().getAsInt())
            : "";
    row(packet, seconds(step), at(client, 0), arrow(step), at(server, 0));
    String more = more(step);
    int lines = Math.max(Math.max(client.size(), server.size()), more.isEmpty() ? 1 : 2);
    for (int i = 1; i < lines; i++) {
      row("", "", at(client, i), padded(i == 1 ? fit(more, arrow) : "", arrow), at(server, i));
    }
  }

  private void row(String packet, String seconds, String client, String middle, String server) {
    line(
        (right(packet, PACKET)
                + right(seconds, gap + SECONDS)
                + " ".repeat(gap)
                + padded(client, STATE)
                + " ".repeat(gap)
                + middle
                + " ".repeat(gap)
                + server)
            .stripTrailing());
  }

  private static String skipped(int segments) {
    String what =
        segments == 1 ? "1 segment" : String.format(Locale.ROOT, "%,d segments", segments);
    return " ".repeat(PACKET - 1) + "⋮  " + what + " not shown";
  }

  private List<String> states(int index, boolean atClient) {
    return diagram.states().stream()
        .filter(entry -> entry.atClient() == atClient && entry.step().orElse(-1) == index)
        .map(entry -> entry.state().name() + (entry.presumed() ? "?" : ""))
        .toList();
  }

  private String seconds(Step step) {
    if (!diagram.timed()) {
      return "";
    }
    long first = ns(diagram.steps().get(0));
    return String.format(Locale.ROOT, "%.6f", (ns(step) - first) / 1e9);
  }

  private static long ns(Step step) {
    OptionalLong client = step.clientNs();
    return client.isPresent() ? client.getAsLong() : step.serverNs().orElseThrow();
  }

  private String arrow(Step step) {
    String label = fit(step.label(), arrow - ENDS);
    String line = (step.lost() ? "╌" : "─").repeat(arrow - ENDS - label.length());
    String tip = step.lost() ? "✗" : step.fromClient() ? "▶" : "◀";
    boolean fromTheWay = step.icmpError();
    return step.fromClient()
        ? (fromTheWay ? "◇─ " : "── ") + label + " " + line + "─" + tip
        : tip + "─" + line + " " + label + (fromTheWay ? " ─◇" : " ──");
  }

  private static String more(Step step) {
    List<String> parts = new ArrayList<>();
    if (!step.options().isEmpty()) {
      parts.add(step.options());
    }
    if (step.options().isEmpty() || step.lost()) {
      parts.add(step.marks().stream().sorted().map(Mark::words).collect(Collectors.joining(", ")));
    }
    String text = String.join(", ", parts);
    return text.isEmpty() ? "" : "   " + text;
  }

  private static String at(List<String> texts, int index) {
    return index < texts.size() ? texts.get(index) : "";
  }

  private static String fit(String text, int cells) {
    return Labels.inert(text, cells);
  }

  private static String padded(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - text.length()));
  }

  private static String right(String text, int cells) {
    return " ".repeat(Math.max(0, cells - text.length())) + text;
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
