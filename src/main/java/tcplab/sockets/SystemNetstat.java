package tcplab.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Sockets as the system's own netstat prints them, where the kernel's tables cannot be read: macOS,
 * Windows, FreeBSD.
 */
final class SystemNetstat {
  private static final long PATIENCE_S = 20;

  private final List<String> command;

  private SystemNetstat(List<String> command) {
    this.command = command;
  }

  /** Whether this is a system without /proc. */
  static boolean isNeeded(Path self) {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    return !linux && self.startsWith("/proc") && !Files.exists(self.resolve("net/tcp"));
  }

  /** The command that lists all TCP sockets with numbers here. */
  static SystemNetstat ofThisMachine() {
    return forSystem(System.getProperty("os.name", ""));
  }

  /** The command for a system, named as {@code os.name} names it. */
  static SystemNetstat forSystem(String system) {
    if (system.startsWith("Windows")) {
      return new SystemNetstat(List.of("netstat", "-ano"));
    }
    return new SystemNetstat(
        system.startsWith("Mac")
            ? List.of("netstat", "-anvW", "-p", "tcp")
            : List.of("netstat", "-an", "-p", "tcp"));
  }

  /** A command that prints a table which {@link SocketText} understands. */
  static SystemNetstat through(String... command) {
    return new SystemNetstat(List.of(command));
  }

  /**
   * Runs the command and reads what it prints.
   *
   * @param processes whether the names of the processes are wanted, where the command tells pids
   * @throws SocketReadException when it cannot be run, fails, or prints no table
   */
  Snapshot snapshot(boolean processes, long timeNs) throws SocketReadException {
    Snapshot read;
    try {
      read = SocketText.parse(output(), command.get(0));
    } catch (SocketTextException e) {
      throw new SocketReadException(
          "'" + words() + "' printed no table of sockets", "run it and look at what it says", e);
    }
    List<String> notes = new ArrayList<>(read.notes());
    notes.add("read from the output of '" + words() + "'");
    Rows rows = read.rows();
    if (processes) {
      name(rows);
    }
    return new Snapshot(
        rows,
        Snapshot.Origin.of(Source.TEXT, OptionalLong.of(timeNs), Optional.empty(), notes)
            .withDuplicates(read.duplicates()));
  }

  private String words() {
    return String.join(" ", command);
  }

  /** Through a file, so that a command that never ends can be left. */
  private byte[] output() throws SocketReadException {
    String advice = "save its output to a file and read that file";
    try {
      Path file = Files.createTempFile("tcplab", ".netstat");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new SocketReadException("'" + words() + "' did not end", advice);
        }
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (SocketReadException e) {
      throw e;
    } catch (IOException e) {
      throw new SocketReadException("cannot run '" + words() + "': " + e.getMessage(), advice, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketReadException("'" + words() + "' was interrupted", advice, e);
    }
  }

  /** Windows and macOS print pids without names. */
  private static void name(Rows rows) {
    for (int row = 0; row < rows.size(); row++) {
      if (rows.has(row, Field.PID) && rows.get(row, TextField.PROCESS) == null) {
        Optional<String> path =
            ProcessHandle.of(rows.get(row, Field.PID)).flatMap(p -> p.info().command());
        int at = row;
        path.ifPresent(
            text -> rows.set(at, TextField.PROCESS, text.substring(lastSeparator(text) + 1)));
      }
    }
  }

  private static int lastSeparator(String path) {
    return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  }
}
