package tcplab.capture;

import java.io.IOException;

/** A filter expression that libpcap refuses. */
public final class FilterException extends IOException {
  private static final long serialVersionUID = 1;

  private final String expression;
  private final boolean aboutAName;

  FilterException(String expression, String problem) {
    super("filter " + Fault.quote(expression) + ": " + problem + "; see pcap-filter(7)");
    this.expression = expression;
    this.aboutAName = problem.startsWith("unknown ");
  }

  /** Whether a name was not found: of a host, a port or a network, whatever the link type. */
  boolean isAboutAName() {
    return aboutAName;
  }

  /** The expression, as it was given. */
  public String expression() {
    return expression;
  }
}
