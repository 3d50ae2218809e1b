package tcplab.kernel.shell;

/** Terminal colours, which notebooks show in tracebacks. */
final class Ansi {
  private static final String RESET = "\u001b[0m";

  private Ansi() {}

  static String red(String text) {
    return "\u001b[1;31m" + text + RESET;
  }

  static String green(String text) {
    return "\u001b[32m" + text + RESET;
  }

  static String faint(String text) {
    return "\u001b[90m" + text + RESET;
  }
}
