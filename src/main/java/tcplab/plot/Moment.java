package tcplab.plot;

import java.util.Locale;
import tcplab.connection.Connection;
import tcplab.connection.Side;

/** What all pictures of a connection over time have in common: their time axis and their title. */
final class Moment {
  static final String AXIS = "seconds since the connection's first packet";

  private static final double NS_PER_S = 1e9;

  private Moment() {}

  /** Where a moment stands on the axis. */
  static double seconds(Connection connection, long timeNs) {
    return (timeNs - connection.startNs()) / NS_PER_S;
  }

  /** A title that names the connection and one of its ends. */
  static String title(Connection connection, String what, Side side) {
    return String.format(
        Locale.ROOT,
        "Connection %d: %s, %s:%d",
        connection.number(),
        what,
        connection.address(side),
        connection.port(side));
  }
}
