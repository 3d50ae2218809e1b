package tcplab.kernel.shell;

/**
 * What a quick walk over Java text tells without a compiler: how deep its brackets are open, and
 * whether it ends inside a comment, a text block or a string.
 */
public final class JavaText {
  private enum In {
    CODE,
    LINE_COMMENT,
    COMMENT,
    STRING,
    CHARACTER,
    TEXT_BLOCK
  }

  private final String text;
  private In in = In.CODE;
  private int depth;
  private boolean unopened;
  private boolean brokenString;
  private char lastCode = ';';
  private int literalStart;

  private JavaText(String text) {
    this.text = text;
  }

  /**
   * Walks over text.
   *
   * @param text Java, whole or in part
   * @return what was seen
   */
  public static JavaText scan(String text) {
    JavaText seen = new JavaText(text);
    for (int i = 0; i < text.length(); ) {
      i += seen.step(i);
    }
    if (seen.in == In.STRING || seen.in == In.CHARACTER) {
      seen.brokenString = true;
    }
    return seen;
  }

  /**
   * Where code begins behind blanks and comments.
   *
   * @param text Java
   * @return an offset; the text's length when there is no code
   */
  static int codeStart(String text) {
    JavaText seen = new JavaText(text);
    int i = 0;
    while (i < text.length()) {
      boolean comment = text.startsWith("//", i) || text.startsWith("/*", i);
      if (seen.in == In.CODE && !comment && !Character.isWhitespace(text.charAt(i))) {
        return i;
      }
      i += seen.step(i);
    }
    return text.length();
  }

  /**
   * The same statements in words that every JDK's JShell can tell apart: without {@code throw}
   * behind an arrow, and without the {@code non-} of {@code non-sealed}.
   *
   * @param text Java
   * @return text of the same length, with blanks instead of those words
   */
  static String plain(String text) {
    JavaText seen = new JavaText(text);
    StringBuilder plain = new StringBuilder(text);
    for (int i = 0; i < text.length(); ) {
      if (seen.in == In.CODE && seen.lastCode == '>' && seen.isWord("throw", i)) {
        plain.replace(i, i + 5, "     ");
      } else if (seen.in == In.CODE && seen.isWord("non-sealed", i)) {
        plain.replace(i, i + 4, "    ");
      }
      i += seen.step(i);
    }
    return plain.toString();
  }

  private boolean isWord(String word, int at) {
    int end = at + word.length();
    return text.startsWith(word, at)
        && (at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1)))
        && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
  }

  /**
   * Where the string literal begins that is still open at the end of this text.
   *
   * @param text Java up to a cursor
   * @return the offset of its first character; -1 when the text ends outside of string literals
   */
  public static int openString(String text) {
    JavaText seen = new JavaText(text);
    for (int i = 0; i < text.length(); ) {
      i += seen.step(i);
    }
    return seen.in == In.STRING ? seen.literalStart : -1;
  }

  /**
   * How many brackets of any kind are open at the end.
   *
   * @return 0 or more
   */
  public int depth() {
    return depth;
  }

  /**
   * Whether a bracket was closed that was not open.
   *
   * @return true for {@code )}
   */
  public boolean unopened() {
    return unopened;
  }

  /**
   * Whether a string or character literal lacks its end on its line.
   *
   * @return true for {@code "abc}
   */
  public boolean brokenString() {
    return brokenString;
  }

  /**
   * Whether the text ends inside a comment or a text block.
   *
   * @return true when more lines must follow
   */
  public boolean insideCommentOrTextBlock() {
    return in == In.COMMENT || in == In.TEXT_BLOCK;
  }

  /**
   * Whether a statement could begin at the end of this text.
   *
   * @return true at its start, and behind a semicolon or a closing brace outside of any bracket
   */
  public boolean atStatementStart() {
    return depth == 0
        && !unopened
        && (in == In.CODE || in == In.LINE_COMMENT)
        && (lastCode == ';' || lastCode == '}');
  }

  /**
   * The last character that is neither blank nor comment.
   *
   * @return that character; a semicolon when there is none
   */
  public char lastCode() {
    return lastCode;
  }

  /**
   * Whether the text ends in code, outside of comments and literals.
   *
   * @return true in code
   */
  public boolean inCode() {
    return in == In.CODE;
  }

  private int step(int i) {
    return switch (in) {
      case CODE -> code(i);
      case LINE_COMMENT -> lineComment(i);
      case COMMENT -> ends(i, "*/");
      case TEXT_BLOCK -> text.charAt(i) == '\\' ? 2 : ends(i, "\"\"\"");
      case STRING -> literal(i, '"');
      case CHARACTER -> literal(i, '\'');
    };
  }

  private int code(int i) {
    if (text.startsWith("//", i)) {
      in = In.LINE_COMMENT;
      return 2;
    }
    if (text.startsWith("/*", i)) {
      in = In.COMMENT;
      return 2;
    }
    if (text.startsWith("\"\"\"", i)) {
      in = In.TEXT_BLOCK;
      lastCode = '"';
      return 3;
    }
    char c = text.charAt(i);
    switch (c) {
      case '"' -> {
        in = In.STRING;
        literalStart = i + 1;
      }
      case '\'' -> in = In.CHARACTER;
      case '(', '[', '{' -> depth++;
      case ')', ']', '}' -> close();
      default -> {}
    }
    if (!Character.isWhitespace(c)) {
      lastCode = c;
    }
    return 1;
  }

  private void close() {
    unopened |= depth == 0;
    depth = Math.max(0, depth - 1);
  }

  private int lineComment(int i) {
    if (text.charAt(i) == '\n') {
      in = In.CODE;
    }
    return 1;
  }

  private int ends(int i, String mark) {
    if (text.startsWith(mark, i)) {
      in = In.CODE;
      return mark.length();
    }
    return 1;
  }

  private int literal(int i, char quote) {
    char c = text.charAt(i);
    if (c == '\\') {
      return 2;
    }
    if (c == quote || c == '\n') {
      brokenString |= c == '\n';
      in = In.CODE;
    }
    return 1;
  }
}
