package tcplab.connection;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Finds a connection of one capture in another capture. */
final class Counterpart {
  private Counterpart() {}

  /** What {@link Connections#sameAs} gives. */
  static Optional<Connection> of(Connection wanted, List<Connection> connections) {
    Set<String> ends = Connections.ends(wanted);
    List<Connection> between =
        connections.stream().filter(each -> Connections.ends(each).equals(ends)).toList();
    Set<Long> numbers = initialNumbers(wanted);
    return between.stream()
        .filter(each -> !Collections.disjoint(initialNumbers(each), numbers))
        .findFirst()
        .or(() -> between.stream().findFirst());
  }

  private static Set<Long> initialNumbers(Connection connection) {
    Handshake handshake = connection.handshake();
    return LongStream.concat(handshake.clientIsn().stream(), handshake.serverIsn().stream())
        .boxed()
        .collect(Collectors.toSet());
  }
}
