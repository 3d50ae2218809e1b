package tcplab.cli;

import org.jspecify.annotations.Nullable;

/**
 * The terminal, as far as kernel/tcplab saw one, and what a message may do to it: nothing but show.
 */
final class Terminal {
  private Terminal() {}

  /** How many cells wide stdout's terminal is; 0 when stdout is none. */
  static int width() {
    String columns = System.getenv("TCPLAB_COLUMNS");
    if (columns == null || !columns.matches("[1-9][0-9]{0,4}")) {
      return 0;
    }
    return Integer.parseInt(columns);
  }

  /** Whether stderr is a terminal, on which a progress bar can be drawn. */
  static boolean showsProgress() {
    return "1".equals(System.getenv("TCPLAB_PROGRESS"));
  }

  /**
   * The text with control, format and direction characters written as escapes, so that none of them
   * acts.
   */
  static String inert(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(c, out));
    return out.toString();
  }

  private static void append(int c, StringBuilder out) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          out.append(String.format("\\u{%x}", c));
      default -> out.appendCodePoint(c);
    }
  }
}
