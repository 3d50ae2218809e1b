package tcplab.kernel.shell;

import java.util.Arrays;
import java.util.Objects;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * The first statement or declaration of some Java, as JShell's analysis tells it from the rest.
 *
 * <p>The analysis of JDK 17 knows neither {@code throw} behind a case's arrow nor {@code
 * non-sealed}: it gives up, and an evaluation of the whole then runs the first statement and says
 * nothing of those behind it. JDK 25 knows both.
 *
 * @param completeness whether it is whole
 * @param source its text, closed by a semicolon if only that was missing; empty where it is not
 *     whole
 * @param remaining what follows; all of it where the first is not whole
 */
record FirstSnippet(SourceCodeAnalysis.Completeness completeness, String source, String remaining) {

  static FirstSnippet of(SourceCodeAnalysis analysis, String code) {
    String plain = JavaText.plain(code);
    CompletionInfo info = analysis.analyzeCompletion(plain);
    if (!info.completeness().isComplete()) {
      return new FirstSnippet(info.completeness(), "", code);
    }
    String told = Objects.requireNonNullElse(info.source(), "");
    String remaining = code.substring(code.length() - info.remaining().length());
    int own = Math.min(told.length(), code.length() - remaining.length());
    // A missing semicolon is put where the code ends: before the comment behind it, if there is
    // one.
    int added = told.length() - own;
    int at = added == 0 ? own : Math.min(own, commonPrefix(told, plain));
    String source =
        code.substring(0, at) + told.substring(at, at + added) + code.substring(at, own);
    return new FirstSnippet(info.completeness(), source, remaining);
  }

  private static int commonPrefix(String one, String other) {
    int difference = Arrays.mismatch(one.toCharArray(), other.toCharArray());
    return difference < 0 ? one.length() : difference;
  }
}
