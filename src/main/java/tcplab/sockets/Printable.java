package tcplab.sockets;

/** Hostile text made fit for a message: control and format characters escaped, length bounded. */
final class Printable {
  private static final int LONGEST = 80;

  private Printable() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder();
    int shown = Math.min(text.length(), LONGEST);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      if (Character.isISOControl(c)
          || type == Character.FORMAT
          || type == Character.SURROGATE
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return shown < text.length() ? out.append('…').toString() : out.toString();
  }
}
