package tcplab.sockets;

import java.io.IOException;

/** The machine's sockets could not be read. The message ends with what can be done. */
public final class SocketReadException extends IOException {
  private static final long serialVersionUID = 1;

  private final String advice;

  SocketReadException(String problem, String advice, Throwable cause) {
    super(problem + "; " + advice, cause);
    this.advice = advice;
  }

  SocketReadException(String problem, String advice) {
    super(problem + "; " + advice);
    this.advice = advice;
  }

  /** What the reader can do. */
  public String advice() {
    return advice;
  }
}
