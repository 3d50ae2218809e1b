package tcplab.kernel.shell;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** The type of {@link #variable}, as it is written. */
  String type() {
    Matcher matcher = VARIABLE.matcher(source);
    return matcher.matches() ? matcher.group("type") : "";
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
}
