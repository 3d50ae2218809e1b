package tcplab;

import java.util.NoSuchElementException;
import java.util.Set;
import tcplab.connection.Connection;
import tcplab.connection.Side;

/** Finds a connection again in a capture that was taken elsewhere. */
final class Counterpart {
  private Counterpart() {}

  /**
   * The connection's number in the other capture.
   *
   * @throws NoSuchElementException when it is not in there
   */
  static int number(Connection here, Capture there) {
    return there.analysis().all().stream()
        .filter(connection -> ends(connection).equals(ends(here)))
        .findFirst()
        .map(Connection::number)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    there.name() + " has no connection between " + ends(here)));
  }

  /** In no order: when both call at once, each end's capture takes that end for the client. */
  private static Set<String> ends(Connection connection) {
    return Set.of(
        connection.address(Side.CLIENT) + ":" + connection.port(Side.CLIENT),
        connection.address(Side.SERVER) + ":" + connection.port(Side.SERVER));
  }
}
