package tcplab.table;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tcplab.connection.Finding;
import tcplab.connection.Findings;

/** What stands out in a capture, in words for a terminal: a paragraph a finding. */
public final class FindingText {
  private static final String INDENT = "  ";
  private static final int LEAST_WIDTH = 40;

  private final int width;
  private final StringBuilder out = new StringBuilder();

  private FindingText(int width) {
    this.width = Math.max(LEAST_WIDTH, width);
  }

  /**
   * The findings, the worst first, each with what it means, its examples and the packets that show
   * them.
   *
   * @param connections how many connections were looked at
   * @param width how many cells a line has
   */
  public static String of(Findings findings, int connections, int width) {
    FindingText text = new FindingText(width);
    if (findings.all().isEmpty()) {
      text.paragraph("", "Nothing stands out in " + counted(connections, "connection") + ".");
    }
    for (Finding finding : findings.all()) {
      text.add(finding);
    }
    return text.out.toString();
  }

  private void add(Finding finding) {
    Finding.Kind kind = finding.kind();
    out.append(out.isEmpty() ? "" : "\n");
    paragraph(
        "",
        "%s: %s (%s)"
            .formatted(
                kind.severity().words().toUpperCase(Locale.ROOT),
                kind.title(),
                counted(finding.connections(), "connection")));
    paragraph(INDENT, kind.meaning() + " [" + kind.reference() + "]");
    for (Finding.Example example : finding.examples()) {
      paragraph(
          INDENT + INDENT,
          "connection " + example.connection() + ": " + example.text() + packets(example));
    }
    int more = finding.connections() - finding.examples().size();
    if (more > 0) {
      paragraph(INDENT + INDENT, "and " + counted(more, "more connection"));
    }
  }

  private static String packets(Finding.Example example) {
    List<Integer> numbers = example.packets();
    return numbers.isEmpty()
        ? ""
        : (numbers.size() == 1 ? " [packet " : " [packets ")
            + numbers.stream().map(String::valueOf).collect(Collectors.joining(" "))
            + "]";
  }

  private static String counted(int number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** Lines of at most so many cells; a word that is longer has one of its own. */
  private void paragraph(String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    int used = indent.length();
    for (String word : text.split(" ", -1)) {
      CharSequence safe = TerminalText.safe(word);
      int cells = TerminalText.width(safe);
      boolean first = line.length() == indent.length();
      if (!first && used + 1 + cells > width) {
        out.append(line).append('\n');
        line.setLength(0);
        line.append(indent);
        used = indent.length();
        first = true;
      }
      line.append(first ? "" : " ").append(safe);
      used += cells + (first ? 0 : 1);
    }
    out.append(line).append('\n');
  }
}
