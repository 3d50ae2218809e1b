package tcplab.connection;

import java.util.Locale;

/** How sure it is which end is the client: what the decision rests on, best first. */
public enum Orientation {
  /** A SYN was seen: its sender is the client (RFC 9293 §3.5). */
  SYN,
  /** Only a SYN-ACK was seen: its receiver is the client. */
  SYN_ACK,
  /**
   * No SYN at all; one port is a well-known or registered one, the other from the range that hosts
   * choose from for outgoing connections (RFC 6335 §6). A guess, mostly right.
   */
  PORTS,
  /** Nothing tells; the sender of the first packet is called the client. */
  FIRST_PACKET;

  /** Below it, ports are assigned to services (RFC 6335 §6: system ports). */
  private static final int SYSTEM_PORTS_END = 1024;

  /** From here on Linux chooses ports for outgoing connections. */
  private static final int EPHEMERAL_PORTS_START = 32768;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as the tables write it. */
  public String label() {
    return label;
  }

  /**
   * Whether two ports tell which one is the service's.
   *
   * @return negative when {@code a} is, positive when {@code b} is, 0 when they do not tell
   */
  static int serviceOf(int a, int b) {
    return Integer.compare(rank(a), rank(b));
  }

  private static int rank(int port) {
    if (port < SYSTEM_PORTS_END) {
      return 0;
    }
    return port < EPHEMERAL_PORTS_START ? 1 : 2;
  }
}
