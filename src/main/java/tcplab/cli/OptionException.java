package tcplab.cli;

/**
 * An option's value that is wrong; the message says which and why. Known to picocli only as text.
 */
final class OptionException extends Exception {
  private static final long serialVersionUID = 1;

  OptionException(String message) {
    super(message);
  }

  OptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
