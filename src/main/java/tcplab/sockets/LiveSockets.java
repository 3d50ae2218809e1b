package tcplab.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * This machine's TCP sockets, asked from the kernel (Linux).
 *
 * <pre>{@code
 * Snapshot now = LiveSockets.ofThisMachine().snapshot();
 * Snapshot mysql = LiveSockets.ofThisMachine().withProcesses().snapshot().port(3306);
 * }</pre>
 */
public final class LiveSockets {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Path root;
  private final boolean processes;

  private LiveSockets(Path root, boolean processes) {
    this.root = root;
    this.processes = processes;
  }

  /** The sockets of the network namespace that this process lives in. */
  public static LiveSockets ofThisMachine() {
    return new LiveSockets(Path.of("/proc"), false);
  }

  /** The sockets under another {@code /proc}: a container's, a recorded one. */
  public static LiveSockets under(Path procRoot) {
    return new LiveSockets(procRoot, false);
  }

  /** Also finds the process of each socket, as far as this user may see it. */
  public LiveSockets withProcesses() {
    return new LiveSockets(root, true);
  }

  /**
   * Reads the sockets as they are now.
   *
   * @throws SocketReadException when the machine does not show its sockets in {@code /proc}
   */
  public Snapshot snapshot() throws SocketReadException {
    long timeNs = now();
    Rows rows = new Rows();
    List<String> notes = new ArrayList<>();
    ProcTcp reader = new ProcTcp(rows, ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN);
    boolean v4 = read(reader, root.resolve("net/tcp"));
    boolean v6 = read(reader, root.resolve("net/tcp6"));
    if (!v4 && !v6) {
      throw absent();
    }
    if (reader.damaged() > 0) {
      notes.add(reader.damaged() + " lines of " + root.resolve("net/tcp") + " could not be read");
    }
    Optional<Owners> owners = processes ? Optional.of(owners(rows)) : Optional.empty();
    owners.filter(found -> found.without() > 0).ifPresent(found -> notes.add(found.explanation()));
    return new Snapshot(
        rows,
        new Snapshot.Origin(
            Source.PROC,
            OptionalLong.of(timeNs),
            netns(),
            List.copyOf(notes),
            reader.duplicates(),
            owners));
  }

  private boolean read(ProcTcp reader, Path file) throws SocketReadException {
    try (InputStream in = Files.newInputStream(file)) {
      reader.read(in);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new SocketReadException(
          "cannot read " + file + ": " + e.getMessage(),
          "check that this user may read it, or save the output of 'ss -tan' to a file and read that",
          e);
    }
  }

  private Owners owners(Rows rows) throws SocketReadException {
    try {
      return ProcessScan.run(root, rows);
    } catch (IOException e) {
      throw new SocketReadException(
          "cannot list the processes in " + root + ": " + e.getMessage(),
          "read the sockets without their processes",
          e);
    }
  }

  private SocketReadException absent() {
    String system = System.getProperty("os.name", "this system");
    String problem = "there is no " + root.resolve("net/tcp");
    if (system.startsWith("Linux")) {
      return new SocketReadException(problem, "mount /proc, or read the saved output of 'ss -tan'");
    }
    String command = system.startsWith("Windows") ? "netstat -ano" : "netstat -anv -p tcp";
    return new SocketReadException(
        problem + " on " + system,
        "save the output of '" + command + "' to a file and read that file");
  }

  /** The number in {@code net:[4026531840]}; a recorded /proc has none. */
  private Optional<String> netns() {
    try {
      String target = Files.readSymbolicLink(root.resolve("self/ns/net")).toString();
      boolean shaped = target.startsWith("net:[") && target.endsWith("]");
      return shaped ? Optional.of(target.substring(5, target.length() - 1)) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }
}
