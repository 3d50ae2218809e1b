package tcplab.kernel.session;

/** Jupyter counts code points, Java counts UTF-16 units. */
final class CodePoints {
  private CodePoints() {}

  /** An offset in code points as one in characters; beyond the end is the end. */
  static int toChars(String text, int codePoints) {
    int whole = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, Math.max(0, Math.min(codePoints, whole)));
  }

  /** An offset in characters as one in code points. */
  static int ofChars(String text, int chars) {
    return text.codePointCount(0, Math.max(0, Math.min(chars, text.length())));
  }
}
