package tcplab.kernel.shell;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/**
 * A statement or a declaration of a cell.
 *
 * @param at where in the cell it begins
 * @param source its text
 */
record CellPart(int at, String source) {
  /** Takes a cell apart; what cannot be parsed is one part, to its end. */
  static List<CellPart> split(SourceCodeAnalysis analysis, int offset, String code) {
    List<CellPart> parts = new ArrayList<>();
    String rest = code;
    while (!rest.isBlank()) {
      FirstSnippet first = FirstSnippet.of(analysis, rest);
      if (first.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        break;
      }
      boolean whole = first.source().isEmpty() || !first.completeness().isComplete();
      String source = whole ? rest : first.source();
      // JShell loses count of lines when a snippet begins with blank lines or comments.
      int lead = JavaText.codeStart(source);
      int at = offset + code.length() - rest.length() + lead;
      parts.add(new CellPart(at, source.substring(lead).stripTrailing()));
      rest = whole ? "" : first.remaining();
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
