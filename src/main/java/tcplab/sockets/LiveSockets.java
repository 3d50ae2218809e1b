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
  private final boolean netlink;
  private final boolean processes;
  private final boolean info;

  private LiveSockets(Path root, boolean netlink, boolean processes, boolean info) {
    this.root = root;
    this.netlink = netlink;
    this.processes = processes;
    this.info = info;
  }

  /**
   * The sockets of the network namespace that this process lives in: over netlink, or where that is
   * forbidden from {@code /proc}; {@link Snapshot#source} and a note tell which.
   */
  public static LiveSockets ofThisMachine() {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    return new LiveSockets(Path.of("/proc"), linux, false, false);
  }

  /** The sockets under a {@code /proc}, without netlink: a container's, a recorded one. */
  public static LiveSockets under(Path procRoot) {
    return new LiveSockets(procRoot, false, false, false);
  }

  /** Also finds the process of each socket, as far as this user may see it. */
  public LiveSockets withProcesses() {
    return new LiveSockets(root, netlink, true, info);
  }

  /** Also asks for the kernel's tcp_info: round-trip times, windows, counters. Netlink only. */
  public LiveSockets withInfo() {
    return new LiveSockets(root, netlink, processes, true);
  }

  /** The rows of one reading and how it went. */
  private record Reading(Rows rows, Source source, int duplicates) {}

  /**
   * Reads the sockets as they are now.
   *
   * @throws SocketReadException when the machine shows its sockets neither way
   */
  public Snapshot snapshot() throws SocketReadException {
    long timeNs = now();
    List<String> notes = new ArrayList<>();
    Reading reading = read(notes);
    Optional<Owners> owners = processes ? Optional.of(owners(reading.rows())) : Optional.empty();
    owners.filter(found -> found.without() > 0).ifPresent(found -> notes.add(found.explanation()));
    return new Snapshot(
        reading.rows(),
        new Snapshot.Origin(
            reading.source(),
            OptionalLong.of(timeNs),
            netns(),
            List.copyOf(notes),
            reading.duplicates(),
            owners));
  }

  private Reading read(List<String> notes) throws SocketReadException {
    if (netlink) {
      try {
        return overNetlink(notes);
      } catch (IOException e) {
        notes.add(
            "read from /proc, because netlink does not answer: "
                + Printable.of(String.valueOf(e.getMessage())));
      }
    }
    if (info) {
      notes.add("tcp_info is missing: only netlink tells it");
    }
    return fromProc(notes);
  }

  private Reading overNetlink(List<String> notes) throws IOException {
    Rows rows = new Rows();
    DiagReader reader = new DiagReader(rows);
    if (!SockDiag.read(reader, info)) {
      notes.add("the table of sockets changed while the kernel walked it; a few may be missing");
    }
    return new Reading(rows, Source.NETLINK, reader.duplicates());
  }

  private Reading fromProc(List<String> notes) throws SocketReadException {
    Rows rows = new Rows();
    ProcTcp reader = new ProcTcp(rows, ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN);
    boolean v4 = read(reader, root.resolve("net/tcp"));
    boolean v6 = read(reader, root.resolve("net/tcp6"));
    if (!v4 && !v6) {
      throw absent();
    }
    if (reader.damaged() > 0) {
      notes.add(reader.damaged() + " lines of " + root.resolve("net/tcp") + " could not be read");
    }
    return new Reading(rows, Source.PROC, reader.duplicates());
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
