package tcplab.sockets;

import java.io.IOException;

/**
 * A text in which no table of sockets was found. The message names the text, the line and advice.
 */
public final class SocketTextException extends IOException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final int line;
  private final String advice;

  SocketTextException(String file, int line, String problem, String advice) {
    super(Printable.of(file) + ": line " + line + ": " + problem + "; " + advice);
    this.file = file;
    this.line = line;
    this.advice = advice;
  }

  /** The name of the text as the caller gave it. */
  public String file() {
    return file;
  }

  /** The line that is meant, 1-based; 1 when the whole text is. */
  public int line() {
    return line;
  }

  /** What the reader can do. */
  public String advice() {
    return advice;
  }
}
