package tcplab.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the machine lacks or forbids: libpcap itself, an interface, the right to capture on it. */
public final class LibpcapException extends IOException {
  private static final long serialVersionUID = 1;

  LibpcapException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
