package tcplab.kernel.shell;

import java.util.List;

/**
 * A cell's text and the number that the notebook gave it.
 *
 * @param number the execution count; 0 for code that no cell shows
 * @param text all of it, magics included
 */
public record CellSource(int number, String text) {
  /** How the cell is called in messages. */
  String title() {
    return number > 0 ? "Cell " + number : "Code";
  }

  List<String> lines() {
    return text.lines().toList();
  }

  /** The 1-based line in which a position lies. */
  int lineAt(int offset) {
    int line = 1;
    int end = Math.min(offset, text.length());
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /** The 0-based column of a position, in characters. */
  int columnAt(int offset) {
    int end = Math.min(offset, text.length());
    return end - (text.lastIndexOf('\n', end - 1) + 1);
  }
}
