package tcplab.kernel.shell;

/** A cell did not compile, threw, or was stopped. What ran before it stays in force. */
public final class CellFailedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient ErrorReport report;

  CellFailedException(ErrorReport report, @org.jspecify.annotations.Nullable Throwable cause) {
    super(report.name() + ": " + report.value(), cause);
    this.report = report;
  }

  /**
   * The error for the reader.
   *
   * @return name, message, and lines to show
   */
  public ErrorReport report() {
    return report;
  }
}
