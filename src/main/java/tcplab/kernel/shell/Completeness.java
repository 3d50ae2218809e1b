package tcplab.kernel.shell;

import java.util.Locale;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Whether a cell can be evaluated as it is.
 *
 * @param status the verdict
 * @param indent for {@link Status#INCOMPLETE}: what the next line should begin with
 */
public record Completeness(Status status, String indent) {
  /** The verdicts of Jupyter's is_complete_reply. */
  public enum Status {
    /** It can be evaluated. */
    COMPLETE,
    /** More is to come. */
    INCOMPLETE,
    /** It is wrong, and nothing that follows would mend it. */
    INVALID;

    /**
     * The verdict as the wire says it.
     *
     * @return in lower case
     */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String STEP = "    ";

  static Completeness of(SourceCodeAnalysis analysis, String code) {
    JavaText text = JavaText.scan(code);
    if (text.unopened() || text.brokenString()) {
      return new Completeness(Status.INVALID, "");
    }
    if (text.depth() > 0 || text.insideCommentOrTextBlock()) {
      String indent = text.insideCommentOrTextBlock() ? "" : STEP.repeat(text.depth());
      return new Completeness(Status.INCOMPLETE, indent);
    }
    String rest = code;
    while (!rest.isBlank()) {
      FirstSnippet first = FirstSnippet.of(analysis, rest);
      switch (first.completeness()) {
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return new Completeness(Status.INCOMPLETE, STEP);
        }
        case UNKNOWN -> {
          return new Completeness(Status.INVALID, "");
        }
        case EMPTY -> {
          return new Completeness(Status.COMPLETE, "");
        }
        default -> {
          if (erroneous(analysis, first.source())) {
            return new Completeness(Status.INVALID, "");
          }
          rest = first.remaining();
        }
      }
    }
    return new Completeness(Status.COMPLETE, "");
  }

  /** Such as {@code int 1x = 5;}, which ends like a statement and is none. */
  private static boolean erroneous(SourceCodeAnalysis analysis, String source) {
    return analysis.sourceToSnippets(source).stream()
        .anyMatch(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS);
  }
}
