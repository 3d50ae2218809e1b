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
 * This machine's TCP sockets, asked from the kernel (Linux), or where there is none of its tables
 * (macOS, Windows) from the system's own netstat.
 *
 * <pre>{@code
 * Snapshot now = LiveSockets.ofThisMachine().snapshot();
 * Snapshot mysql = LiveSockets.ofThisMachine().withProcesses().snapshot().port(3306);
 * }</pre>
 */
public final class LiveSockets {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** How many rows the next reading may bring: an eighth more than the last one did. */
  private static volatile int expected;

  /** Asks for all TCP sockets over netlink; a seam, so that tests can forbid it. */
  interface Netlink {
    /**
     * Fills the reader.
     *
     * @return false when the table went on changing meanwhile
     */
    boolean read(DiagReader reader, int extensions) throws IOException;
  }

  /** What to ask and whom. */
  private record Wishes(
      boolean processes, boolean info, boolean memory, boolean verify, boolean listening) {
    static final Wishes NONE = new Wishes(false, false, false, false, false);
  }

  private final Path root;
  private final Path self;
  private final Optional<Netlink> netlink;
  private final Wishes wishes;

  private LiveSockets(Path root, Path self, Optional<Netlink> netlink, Wishes wishes) {
    this.root = root;
    this.self = self;
    this.netlink = netlink;
    this.wishes = wishes;
  }

  /**
   * The sockets of the network namespace that this process lives in: over netlink, or where that is
   * forbidden from {@code /proc}; {@link Snapshot#source} and {@link Snapshot#fallback} tell which.
   */
  public static LiveSockets ofThisMachine() {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    Netlink tcp = (reader, extensions) -> SockDiag.read(reader, SockDiag.TCP, extensions);
    return over(Path.of("/proc"), linux ? Optional.of(tcp) : Optional.empty());
  }

  /** The sockets under a {@code /proc}, without netlink: a container's, a recorded one. */
  public static LiveSockets under(Path procRoot) {
    return over(procRoot, Optional.empty());
  }

  /**
   * The sockets of the network namespace that a process lives in, such as a container's, read from
   * {@code /proc/PID/net}.
   *
   * @param pid a process of this machine
   */
  public static LiveSockets ofProcess(long pid) {
    Path root = Path.of("/proc");
    return new LiveSockets(root, root.resolve(Long.toString(pid)), Optional.empty(), Wishes.NONE);
  }

  static LiveSockets over(Path procRoot, Optional<Netlink> netlink) {
    return new LiveSockets(procRoot, procRoot.resolve("self"), netlink, Wishes.NONE);
  }

  private LiveSockets with(Wishes other) {
    return new LiveSockets(root, self, netlink, other);
  }

  /** Also finds the process of each socket, as far as this user may see it. */
  public LiveSockets withProcesses() {
    return with(new Wishes(true, wishes.info, wishes.memory, wishes.verify, wishes.listening));
  }

  /** Also asks for the kernel's tcp_info: round-trip times, windows, counters. Netlink only. */
  public LiveSockets withInfo() {
    return with(new Wishes(wishes.processes, true, wishes.memory, wishes.verify, wishes.listening));
  }

  /** Also asks how much memory the sockets' buffers take (SK_MEMINFO). Netlink only. */
  public LiveSockets withMemory() {
    return with(new Wishes(wishes.processes, wishes.info, true, wishes.verify, wishes.listening));
  }

  /**
   * Reads twice and adds what the first pass has missed. The kernel hands its hash table out in
   * pages, and while connections come and go, a walk over it may skip some or give them twice.
   */
  public LiveSockets verified() {
    return with(new Wishes(wishes.processes, wishes.info, wishes.memory, true, wishes.listening));
  }

  /**
   * Reads listeners only. The kernel leaves its connections out then, of which a busy server has
   * many more.
   */
  public LiveSockets onlyListening() {
    return with(new Wishes(wishes.processes, wishes.info, wishes.memory, wishes.verify, true));
  }

  /** The rows of one reading and how it went. */
  private record Reading(Rows rows, Source source, int duplicates, int repaired) {}

  /**
   * Reads the sockets as they are now.
   *
   * @throws SocketReadException when the machine shows its sockets in no way
   */
  public Snapshot snapshot() throws SocketReadException {
    long timeNs = now();
    List<String> notes = new ArrayList<>();
    Optional<Reading> overNetlink = Optional.empty();
    Optional<String> fallback = Optional.empty();
    if (netlink.isPresent()) {
      try {
        overNetlink = Optional.of(overNetlink(netlink.get(), notes));
      } catch (IOException e) {
        fallback = Optional.of(fallback(e));
        notes.addAll(fallback.stream().toList());
      }
    }
    Snapshot read;
    if (overNetlink.isEmpty() && SystemNetstat.isNeeded(self)) {
      read = SystemNetstat.ofThisMachine().snapshot(wishes.processes, timeNs);
    } else {
      Reading reading = overNetlink.isPresent() ? overNetlink.get() : fromProc(notes);
      read = snapshot(reading, timeNs, fallback, notes);
    }
    return wishes.listening ? read.listening() : read;
  }

  /** Why /proc is read, in a sentence. */
  static String fallback(IOException problem) {
    String why = Printable.of(String.valueOf(problem.getMessage()));
    return "read from /proc, because netlink does not answer: " + why;
  }

  private Snapshot snapshot(
      Reading reading, long timeNs, Optional<String> fallback, List<String> notes) {
    Optional<Owners> owners =
        wishes.processes ? ProcessScan.run(root, reading.rows(), notes) : Optional.empty();
    return new Snapshot(
        reading.rows(),
        new Snapshot.Origin(
            reading.source(),
            OptionalLong.of(timeNs),
            NetworkNamespace.of(self),
            List.copyOf(notes),
            reading.duplicates(),
            owners,
            fallback,
            reading.repaired()));
  }

  private Reading overNetlink(Netlink kernel, List<String> notes) throws IOException {
    Rows rows = new Rows(expected);
    int states = wishes.listening ? DiagReader.LISTENING : DiagReader.ALL_STATES;
    DiagReader reader = new DiagReader(rows, states);
    int extensions = DiagReader.extensions(wishes.info, wishes.memory);
    boolean whole = kernel.read(reader, extensions);
    int first = rows.size();
    if (wishes.verify) {
      reader.duplicates().beStrict();
      reader.duplicates().repeating(true);
      whole = kernel.read(reader, extensions);
    }
    if (!whole) {
      notes.add("the table of sockets changed while the kernel walked it; a few may be missing");
    }
    noteRepairs(notes, rows.size() - first);
    expected = rows.size() + rows.size() / 8;
    return new Reading(rows, Source.NETLINK, reader.duplicates().count(), rows.size() - first);
  }

  private static void noteRepairs(List<String> notes, int rows) {
    if (rows > 0) {
      notes.add(
          rows + " sockets were found by the second pass: missed by the first, or opened since");
    }
  }

  private Reading fromProc(List<String> notes) throws SocketReadException {
    if (wishes.info || wishes.memory) {
      notes.add("tcp_info and memory are missing: only netlink tells them");
    }
    Rows rows = new Rows();
    ProcTcp reader = new ProcTcp(rows, ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN);
    pass(reader, rows, notes);
    int first = rows.size();
    if (wishes.verify) {
      reader.secondPass();
      pass(reader, rows, notes);
    }
    if (reader.damaged() > 0) {
      notes.add(reader.damaged() + " lines of " + self.resolve("net/tcp") + " could not be read");
    }
    noteRepairs(notes, rows.size() - first);
    return new Reading(rows, Source.PROC, reader.duplicates(), rows.size() - first);
  }

  /** The rows of one family are worth having when the other's file cannot be read. */
  private void pass(ProcTcp reader, Rows rows, List<String> notes) throws SocketReadException {
    boolean found = false;
    SocketReadException problem =
        new SocketReadException(
            "there is no " + net("tcp"), "mount /proc, or read the saved output of 'ss -tan'");
    for (String file : List.of("tcp", "tcp6")) {
      try {
        found |= read(reader, net(file));
      } catch (SocketReadException e) {
        problem = e;
        String note = "rows are missing: " + Printable.of(String.valueOf(e.getMessage()));
        if (!notes.contains(note)) {
          notes.add(note);
        }
      }
    }
    if (!found && rows.size() == 0) {
      throw problem;
    }
  }

  /** A recorded /proc may have no "self", and its net is the root's. */
  private Path net(String file) {
    Path own = self.resolve("net").resolve(file);
    return self.endsWith("self") && !Files.exists(own) ? root.resolve("net").resolve(file) : own;
  }

  static boolean read(ProcTcp reader, Path file) throws SocketReadException {
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

  /** The present time in ns since the epoch. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }
}
