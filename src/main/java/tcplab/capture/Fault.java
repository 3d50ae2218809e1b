package tcplab.capture;

/**
 * A place in a capture that could not be read. What stood before it was.
 *
 * @param file the capture's name
 * @param offset octets from the file's beginning (of the unpacked stream when it is compressed)
 * @param problem what is wrong there, in words
 * @param advice what the reader can do
 */
public record Fault(String file, long offset, String problem, String advice) {
  private static final int QUOTED = 60;

  /** File, offset, problem and advice as one line, control characters escaped. */
  public String message() {
    return escape(file, Integer.MAX_VALUE)
        + ": offset "
        + offset
        + ": "
        + escape(problem, Integer.MAX_VALUE)
        + "; "
        + escape(advice, Integer.MAX_VALUE);
  }

  /** Foreign text in quotes, shortened, with everything escaped that could steer a terminal. */
  static String quote(String text) {
    return '\'' + escape(text, QUOTED) + '\'';
  }

  private static String escape(String text, int most) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), most) + 8);
    for (int i = 0; i < text.length(); i++) {
      if (i >= most) {
        return out.append('…').toString();
      }
      char c = text.charAt(i);
      if (isPlain(c)) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out.toString();
  }

  /** Neither a control nor a format character (bidirectional overrides), nor half a character. */
  private static boolean isPlain(char c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.SURROGATE;
  }
}
