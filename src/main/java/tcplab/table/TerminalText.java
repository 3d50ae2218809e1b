package tcplab.table;

/**
 * Text as a terminal may show it: characters that would move the cursor, change colours or turn the
 * writing direction are escaped, and the width is counted in cells, of which an East Asian wide
 * character takes two (Unicode Standard Annex #11) and a combining mark none.
 */
final class TerminalText {
  /** Ranges of wide and full-width characters, and of the emoji that terminals show wide. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x231a, 0x231b, 0x23e9, 0x23ec, 0x25fd, 0x25fe, 0x2614, 0x2615, 0x2648, 0x2653,
    0x26a1, 0x26a1, 0x26bd, 0x26be, 0x2705, 0x2705, 0x274c, 0x274c, 0x2753, 0x2755, 0x2795, 0x2797,
    0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff,
    0xa000, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f,
    0xff00, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18aff, 0x1aff0, 0x1b2ff, 0x1f004, 0x1f004, 0x1f0cf,
    0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f200, 0x1f320, 0x1f32d, 0x1f64f, 0x1f680,
    0x1f6ff, 0x1f7e0, 0x1f7eb, 0x1f90c, 0x1faff, 0x20000, 0x3fffd
  };

  private TerminalText() {}

  /** Whether text is plain ASCII, which is as wide as it is long. */
  private static boolean isPlain(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** The text with everything dangerous escaped as {@code \}{@code u} and four hex digits. */
  static CharSequence safe(CharSequence text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int point = Character.codePointAt(text, i);
      i += Character.charCount(point);
      if (isDangerous(point)) {
        safe.append(String.format(point > 0xffff ? "\\U%08x" : "\\u%04x", point));
      } else {
        safe.appendCodePoint(point);
      }
    }
    return safe;
  }

  /** Control and format characters (the bidirectional ones are among them), halves of pairs. */
  private static boolean isDangerous(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** How many cells safe text takes. */
  static int width(CharSequence safe) {
    if (isPlain(safe)) {
      return safe.length();
    }
    int width = 0;
    for (int i = 0; i < safe.length(); ) {
      int point = Character.codePointAt(safe, i);
      i += Character.charCount(point);
      width += width(point);
    }
    return width;
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int i = 0; i < WIDE.length && point >= WIDE[i]; i += 2) {
      if (point <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }

  /** Safe text in at most {@code cells} cells, its end cut to … when it is wider. */
  static CharSequence fit(CharSequence safe, int cells) {
    if (width(safe) <= cells) {
      return safe;
    }
    StringBuilder cut = new StringBuilder();
    int width = 0;
    for (int i = 0; i < safe.length(); ) {
      int point = Character.codePointAt(safe, i);
      i += Character.charCount(point);
      width += width(point);
      if (width > cells - 1) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cells < 1 ? "" : cut.append('…');
  }
}
