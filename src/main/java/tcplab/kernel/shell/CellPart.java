package tcplab.kernel.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A statement or a declaration of a cell.
 *
 * @param at where in the cell it begins
 * @param source its text
 */
record CellPart(int at, String source) {
  private static final String NAME = "[\\p{Alpha}_\\u0080-\\uffff][\\w\\u0080-\\uffff]*";
  private static final String PATH = NAME + "(\\." + NAME + ")*";
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?<type>"
              + PATH
              + "(<[^=;(){}]*>)?(\\s*\\[\\s*\\])*)\\s+"
              + "(?<name>"
              + NAME
              + ")\\s*(=(?!=).*)?;",
          Pattern.DOTALL);
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "(\\+\\+|--)?"
              + PATH
              + "(\\[[^\\]]*\\])*\\s*"
              + "(\\(|=(?!=)|[-+*/%&|^]=|<<=|>>>?=|\\+\\+|--|;).*;",
          Pattern.DOTALL);
  private static final Pattern CONTROL =
      Pattern.compile(
          "((if|for|while|switch|synchronized)\\s*\\(|(do|try)\\s*\\{|\\{).*", Pattern.DOTALL);
  private static final Set<String> NO_TYPES =
      Set.of(
          "var",
          "return",
          "throw",
          "new",
          "assert",
          "import",
          "package",
          "else",
          "yield",
          "class",
          "interface",
          "enum",
          "record",
          "final",
          "static",
          "public",
          "private",
          "protected",
          "case",
          "goto",
          "const",
          "abstract",
          "transient",
          "volatile",
          "default");

  /** The name it declares as a variable of a named type; empty when it does not. */
  String variable() {
    Matcher matcher = VARIABLE.matcher(source);
    boolean is = matcher.matches() && !NO_TYPES.contains(matcher.group("type"));
    return is ? matcher.group("name") : "";
  }

  /** Whether it is a statement whose value, if it has one, is not asked for. */
  boolean isStatement(boolean last) {
    boolean control = CONTROL.matcher(source).matches();
    return control || !last && EXPRESSION.matcher(source).matches();
  }

  /** Whether a name stands in it; also true for one in a comment or a string. */
  boolean mentions(String name) {
    return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])")
        .matcher(source)
        .find();
  }

  /** What is compiled: a statement in braces is taken for one, without a look at its type. */
  String compiled() {
    return variable().isEmpty() ? "{" + source + "}" : source;
  }

  /** Takes a cell apart; what cannot be parsed is one part, to its end. */
  static List<CellPart> split(SourceCodeAnalysis analysis, int offset, String code) {
    List<CellPart> parts = new ArrayList<>();
    String rest = code;
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        break;
      }
      boolean whole = info.source() == null || !info.completeness().isComplete();
      String source = whole ? rest : info.source();
      // JShell loses count of lines when a snippet begins with blank lines or comments.
      int lead = JavaText.codeStart(source);
      int at = offset + code.length() - rest.length() + lead;
      parts.add(new CellPart(at, source.substring(lead).stripTrailing()));
      rest = whole ? "" : info.remaining();
    }
    return parts;
  }

  /** True only for code that cannot hold two statements; spares the analysis that splits it. */
  static boolean isOneExpression(String code) {
    return code.indexOf(';') < 0
        && code.indexOf('{') < 0
        && code.indexOf('\n') < 0
        && code.indexOf('/') < 0
        && !code.isBlank();
  }

  /** Whether such a snippet's value is shown when it ends a cell. */
  static boolean isValue(Snippet.SubKind kind) {
    return switch (kind) {
      case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
      default -> false;
    };
  }
}
