package tcplab.sockets;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person calls a socket: its endpoints and its process.
 *
 * @param family {@code ipv4} or {@code ipv6}; empty when a text does not tell
 * @param local the local address
 * @param localPort empty when it has none
 * @param remote the remote address
 * @param remotePort empty for a listener
 * @param pid empty when no process was looked for or found
 * @param process its name, hostile text; empty likewise
 */
public record SocketName(
    String family,
    String local,
    OptionalInt localPort,
    String remote,
    OptionalInt remotePort,
    OptionalInt pid,
    Optional<String> process) {
  static SocketName of(Snapshot sockets, int row) {
    return new SocketName(
        sockets.family(row).orElse(""),
        sockets.local(row).orElse(""),
        number(sockets, row, Field.LOCAL_PORT),
        sockets.remote(row).orElse(""),
        number(sockets, row, Field.REMOTE_PORT),
        number(sockets, row, Field.PID),
        sockets.process(row));
  }

  private static OptionalInt number(Snapshot sockets, int row, Field field) {
    return sockets.has(row, field)
        ? OptionalInt.of((int) sockets.number(row, field, 0))
        : OptionalInt.empty();
  }
}
