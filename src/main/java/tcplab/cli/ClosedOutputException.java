package tcplab.cli;

import java.io.IOException;

/** Whoever read our output has gone. */
final class ClosedOutputException extends IOException {
  private static final long serialVersionUID = 1;

  ClosedOutputException(IOException cause) {
    super(cause);
  }
}
