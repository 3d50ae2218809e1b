package tcplab.sockets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Unix domain socket, as {@code /proc/net/unix} lists it (unix(7), proc_net(5)).
 *
 * @param type {@code stream}, {@code datagram} or {@code seqpacket}
 * @param state {@code listening}, {@code unconnected}, {@code connecting}, {@code connected} or
 *     {@code disconnecting}
 * @param inode its number, by which a process's descriptor names it
 * @param references how often the kernel refers to it
 * @param path where it is bound, hostile text; one that begins with {@code @} is abstract; empty
 *     when it has none
 * @param pid the lowest process that holds it, as far as this user may see
 * @param process that process's name, hostile text
 */
public record UnixSocket(
    String type,
    String state,
    long inode,
    int references,
    Optional<String> path,
    OptionalInt pid,
    Optional<String> process) {
  private static final int FIELDS = 7;
  private static final int LISTENS = 0x10000;
  private static final List<String> STATES =
      List.of("free", "unconnected", "connecting", "connected", "disconnecting");

  /**
   * This machine's, with their processes.
   *
   * @throws SocketReadException when the machine does not show them
   */
  public static List<UnixSocket> all() throws SocketReadException {
    return all(Path.of("/proc"));
  }

  static List<UnixSocket> all(Path root) throws SocketReadException {
    List<UnixSocket> sockets;
    Rows rows = new Rows();
    try {
      byte[] octets = Files.readAllBytes(root.resolve("net/unix"));
      sockets = parse(new String(octets, StandardCharsets.UTF_8));
      for (UnixSocket socket : sockets) {
        rows.set(rows.add(), Field.INODE, socket.inode());
      }
      ProcessScan.run(root, rows);
    } catch (IOException e) {
      throw new SocketReadException(
          "cannot read " + root.resolve("net/unix") + ": " + e.getMessage(),
          "Unix sockets are read on Linux only",
          e);
    }
    List<UnixSocket> owned = new ArrayList<>();
    for (int row = 0; row < sockets.size(); row++) {
      owned.add(sockets.get(row).heldBy(rows, row));
    }
    return List.copyOf(owned);
  }

  private UnixSocket heldBy(Rows rows, int row) {
    OptionalInt holder =
        rows.has(row, Field.PID)
            ? OptionalInt.of((int) rows.get(row, Field.PID))
            : OptionalInt.empty();
    Optional<String> name = Optional.ofNullable(rows.get(row, TextField.PROCESS));
    return new UnixSocket(type, state, inode, references, path, holder, name);
  }

  /** Reads the file's text; lines that are no rows are passed over. */
  static List<UnixSocket> parse(String text) {
    List<UnixSocket> sockets = new ArrayList<>();
    text.lines().forEach(line -> row(line).ifPresent(sockets::add));
    return sockets;
  }

  private static Optional<UnixSocket> row(String line) {
    String[] words = line.strip().split(" +", FIELDS + 1);
    if (words.length < FIELDS
        || !line.matches("[0-9a-fA-F]+: [0-9A-Fa-f]{8} [0-9A-Fa-f]{8} [0-9A-Fa-f]{8} .*")
        || !words[6].matches("[0-9]{1,18}")
        || !words[5].matches("[0-9A-Fa-f]{2}")) {
      return Optional.empty();
    }
    long flags = Long.parseLong(words[3], 16);
    int state = Integer.parseInt(words[5], 16);
    String type =
        switch (words[4]) {
          case "0001" -> "stream";
          case "0002" -> "datagram";
          case "0005" -> "seqpacket";
          default -> words[4];
        };
    String word = state < STATES.size() ? STATES.get(state) : "unknown";
    return Optional.of(
        new UnixSocket(
            type,
            (flags & LISTENS) != 0 ? "listening" : word,
            Long.parseLong(words[6]),
            (int) Long.parseLong(words[1], 16),
            words.length > FIELDS ? Optional.of(words[FIELDS]) : Optional.empty(),
            OptionalInt.empty(),
            Optional.empty()));
  }
}
