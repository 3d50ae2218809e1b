package tcplab.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes text that comes from captures, processes and files harmless before it is drawn.
 *
 * <p>Control characters and bidirectional marks (which could turn the text beside them around) and
 * everything that XML cannot hold become U+FFFD; long text is cut and ends with …. Escaping for XML
 * is the writer's own step, {@link #xml}.
 */
final class Labels {

  private static final char REPLACEMENT = '\uFFFD';
  private static final double NARROW = 0.56;
  private static final double WIDE = 1.0;

  private Labels() {}

  /** The text in at most {@code max} characters, with nothing in it that acts. */
  static String inert(String text, int max) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), max));
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean last = i >= text.length();
      if (out.length() + Character.charCount(point) > (last ? max : max - 1)) {
        return out.append('…').toString();
      }
      out.appendCodePoint(acts(point) ? REPLACEMENT : point);
    }
    return out.toString();
  }

  private static boolean acts(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** The text with XML's five special characters written as entities. */
  static String xml(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * About how wide the text is at this font size, in pixels; fonts differ, so it errs on the wide
   * side.
   */
  static double width(String text, double fontSize) {
    return text.codePoints().mapToDouble(p -> p >= 0x2E80 ? WIDE : NARROW).sum() * fontSize;
  }

  /** The text on as many lines of this width as it needs, three at most; empty text is one line. */
  static List<String> wrap(String text, double pixels, double fontSize) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : inert(text, 1000).split(" ", -1)) {
      boolean full = !line.isEmpty() && width(line + " " + word, fontSize) > pixels;
      if (full && lines.size() < 2) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(fit(line.toString(), pixels, fontSize));
    return lines;
  }

  /** The text cut so that it fits into {@code pixels} at this font size. */
  static String fit(String text, double pixels, double fontSize) {
    String whole = inert(text, 1000);
    int end = whole.length();
    while (end > 1 && width(whole.substring(0, end), fontSize) > pixels) {
      end = whole.offsetByCodePoints(end, -1);
    }
    return end == whole.length() ? whole : inert(whole, Math.max(2, end));
  }
}
