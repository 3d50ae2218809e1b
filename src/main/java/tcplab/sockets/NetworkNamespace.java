package tcplab.sockets;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A network namespace (network_namespaces(7)) in which processes live: the host's, a container's.
 *
 * @param number as in {@code /proc/PID/ns/net}
 * @param pid the lowest pid in it, by which {@link LiveSockets#ofProcess} reads its sockets
 * @param process that process's name; hostile text
 * @param container its container, when its cgroup tells one
 * @param processes how many processes live in it
 */
public record NetworkNamespace(
    String number, long pid, String process, Optional<String> container, int processes) {
  /**
   * The namespaces of all processes that this user may look at, by their lowest pid.
   *
   * @throws SocketReadException when the processes cannot be listed
   */
  public static List<NetworkNamespace> all() throws SocketReadException {
    return all(Path.of("/proc"));
  }

  static List<NetworkNamespace> all(Path root) throws SocketReadException {
    Map<String, List<Long>> members = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path process : entries) {
        String name = String.valueOf(process.getFileName());
        Optional<String> number = name.matches("[0-9]{1,9}") ? of(process) : Optional.empty();
        number.ifPresent(
            n -> members.computeIfAbsent(n, any -> new ArrayList<>()).add(Long.valueOf(name)));
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new SocketReadException(
          "cannot list the processes in " + root + ": " + e.getMessage(), "mount /proc", e);
    }
    List<NetworkNamespace> all = new ArrayList<>();
    members.forEach(
        (number, pids) -> {
          long lowest = pids.stream().mapToLong(Long::longValue).min().orElseThrow();
          ProcessFacts facts = ProcessFacts.of(root.resolve(Long.toString(lowest)));
          all.add(
              new NetworkNamespace(
                  number,
                  lowest,
                  facts.name(),
                  Optional.ofNullable(facts.container()),
                  pids.size()));
        });
    all.sort((a, b) -> Long.compare(a.pid(), b.pid()));
    return all;
  }

  /** The number in {@code net:[4026531840]}; empty for a recorded /proc, or without permission. */
  static Optional<String> of(Path process) {
    try {
      String target = Files.readSymbolicLink(process.resolve("ns/net")).toString();
      boolean shaped = target.startsWith("net:[") && target.endsWith("]");
      return shaped ? Optional.of(target.substring(5, target.length() - 1)) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
