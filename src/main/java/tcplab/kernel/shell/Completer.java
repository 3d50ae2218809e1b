package tcplab.kernel.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import tcplab.kernel.shell.Completions.Proposal;

/**
 * Completion at a place in a cell.
 *
 * <p>JShell completes within one snippet and knows only what has been evaluated. A cell has
 * several, and what its first lines declare should complete in its last; so these lines and the
 * unfinished one are asked about together, as one block.
 */
final class Completer {
  private static final int MOST = 500;
  private static final Set<String> KEYWORDS =
      Set.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "non-sealed",
          "null",
          "package",
          "permits",
          "private",
          "protected",
          "public",
          "record",
          "return",
          "sealed",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "true",
          "try",
          "var",
          "void",
          "volatile",
          "while",
          "yield");

  private static final long INDEXING_NANOS = 5_000_000_000L;

  private final SourceCodeAnalysis analysis;
  private final long born = System.nanoTime();

  Completer(SourceCodeAnalysis analysis) {
    this.analysis = analysis;
  }

  Completions complete(String code, int cursor) {
    int at = Math.max(0, Math.min(cursor, code.length()));
    String before = code.substring(0, at);
    List<String> done = new ArrayList<>();
    String unfinished = split(before, done);
    Map<String, Proposal> found = new LinkedHashMap<>();
    int start = ask("", unfinished, found, before.length());
    while (found.isEmpty() && unfinished.stripLeading().startsWith("import ") && stillIndexing()) {
      start = ask("", unfinished, found, before.length());
    }
    String locals = locals(done);
    if (!locals.isEmpty()) {
      start = Math.min(start, ask("{" + locals + "\n", unfinished, found, before.length()));
    }
    int word = wordStart(before);
    if (word < before.length() && (found.isEmpty() || start == word)) {
      keywords(before.substring(word), found);
      start = word;
    }
    List<Proposal> proposals = found.values().stream().limit(MOST).toList();
    return new Completions(proposals.isEmpty() ? at : start, at, proposals);
  }

  /**
   * Where the identifier before the cursor begins; the cursor when a keyword cannot stand there.
   */
  private static int wordStart(String before) {
    int start = before.length();
    while (start > 0 && Character.isJavaIdentifierPart(before.charAt(start - 1))) {
      start--;
    }
    boolean member = start > 0 && before.charAt(start - 1) == '.';
    return member || !JavaText.scan(before).inCode() ? before.length() : start;
  }

  private static void keywords(String prefix, Map<String, Proposal> found) {
    KEYWORDS.stream()
        .filter(keyword -> keyword.startsWith(prefix))
        .sorted()
        .forEach(keyword -> found.putIfAbsent(keyword, new Proposal(keyword, "keyword")));
  }

  /** JShell lists packages in the background at its start; waits a moment while it may. */
  private boolean stillIndexing() {
    if (System.nanoTime() - born > INDEXING_NANOS) {
      return false;
    }
    try {
      Thread.sleep(100);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes finished statements off the front; what remains is what the cursor stands in. */
  private String split(String before, List<String> done) {
    String rest = before;
    while (!rest.isBlank()) {
      FirstSnippet first = FirstSnippet.of(analysis, rest);
      boolean finished =
          first.completeness() == SourceCodeAnalysis.Completeness.COMPLETE
              && !first.source().isEmpty()
              && first.remaining().length() < rest.length();
      if (!finished || (first.remaining().isBlank() && !rest.stripTrailing().equals(rest))) {
        return finished ? keep(done, first.source(), first.remaining()) : rest;
      }
      if (first.remaining().isEmpty()) {
        return rest;
      }
      done.add(first.source());
      rest = first.remaining();
    }
    return rest;
  }

  private static String keep(List<String> done, String source, String remaining) {
    done.add(source);
    return remaining;
  }

  /** What of the finished statements declares variables, for a block may hold no more. */
  private String locals(List<String> done) {
    StringBuilder block = new StringBuilder();
    for (String source : done) {
      for (Snippet snippet : analysis.sourceToSnippets(source)) {
        if (snippet.kind() == Snippet.Kind.VAR
            && snippet.subKind() != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
          block.append('\n').append(source);
        }
      }
    }
    return block.toString();
  }

  /** Adds what JShell proposes; answers where in the cell the text to replace begins. */
  private int ask(String lead, String unfinished, Map<String, Proposal> found, int end) {
    int[] anchor = {-1};
    String asked = lead + unfinished;
    List<Suggestion> suggestions = analysis.completionSuggestions(asked, asked.length(), anchor);
    if (suggestions.isEmpty()) {
      return end;
    }
    for (Suggestion suggestion : suggestions) {
      String text = suggestion.continuation();
      found.putIfAbsent(text, new Proposal(text, kind(text)));
    }
    return end - (asked.length() - anchor[0]);
  }

  private static String kind(String text) {
    if (KEYWORDS.contains(text.strip())) {
      return "keyword";
    }
    if (text.endsWith("(") || text.endsWith(")")) {
      return "function";
    }
    if (text.endsWith(".")) {
      return "module";
    }
    boolean constant = text.equals(text.toUpperCase(java.util.Locale.ROOT)) && text.length() > 1;
    return Character.isUpperCase(text.charAt(0)) && !constant ? "class" : "instance";
  }
}
