package tcplab.kernel.shell;

import java.util.ArrayList;
import java.util.List;

/** Lines of a cell as an error shows them. */
final class Excerpt {
  private static final int NEIGHBOURS = 2;
  private static final int WIDEST = 200;

  private Excerpt() {}

  /** A line that threw, between its neighbours. */
  static List<String> around(CellSource cell, int line) {
    List<String> source = cell.lines();
    List<String> shown = new ArrayList<>();
    shown.add(Ansi.green(cell.title() + ", line " + line));
    int last = Math.min(source.size(), line + NEIGHBOURS);
    for (int i = Math.max(1, line - NEIGHBOURS); i <= last; i++) {
      String text =
          String.format("%s %3d | %s", i == line ? "->" : "  ", i, cut(source.get(i - 1)));
      shown.add(i == line ? text : Ansi.faint(text));
    }
    return shown;
  }

  /** A line that does not compile, with a caret under the place. All offsets are the cell's. */
  static List<String> marked(CellSource cell, int start, int caret, int end, String message) {
    int line = cell.lineAt(caret);
    List<String> source = cell.lines();
    List<String> shown = new ArrayList<>();
    shown.add(Ansi.green(cell.title() + ", line " + line));
    String text = line <= source.size() ? source.get(line - 1) : "";
    shown.add(String.format("-> %3d | %s", line, cut(text)));
    int column = cell.columnAt(caret);
    int from = cell.lineAt(start) == line ? Math.min(cell.columnAt(start), column) : column;
    int to = cell.lineAt(end) == line ? Math.max(cell.columnAt(end), column + 1) : column + 1;
    if (column < WIDEST) {
      String under = " ".repeat(9) + blank(text, from) + "~".repeat(column - from) + "^";
      shown.add(under + "~".repeat(Math.max(0, Math.min(to, WIDEST) - column - 1)));
    }
    shown.add(Ansi.red("CompileError") + ": " + message);
    return shown;
  }

  /** As many blanks as the text is wide up to a column; its tabs stay tabs. */
  private static String blank(String text, int column) {
    StringBuilder blank = new StringBuilder();
    for (int i = 0; i < column; i++) {
      blank.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
    }
    return blank.toString();
  }

  private static String cut(String line) {
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST) + "…";
  }
}
