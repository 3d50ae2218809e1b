package tcplab.kernel.shell;

import java.util.List;

/**
 * An error as a notebook shows it.
 *
 * @param name the exception's class, by its simple or full name
 * @param value its message
 * @param traceback lines to show, with terminal colours
 */
public record ErrorReport(String name, String value, List<String> traceback) {
  /** Copies the lines. */
  public ErrorReport {
    traceback = List.copyOf(traceback);
  }

  /**
   * A report without a place.
   *
   * @param name what kind of error
   * @param value what happened
   * @return the report, its traceback being one line
   */
  public static ErrorReport of(String name, String value) {
    return new ErrorReport(name, value, List.of(Ansi.red(name) + ": " + value));
  }
}
