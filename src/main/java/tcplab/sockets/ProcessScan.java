package tcplab.sockets;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * Finds the process of each socket: {@code /proc/PID/fd/N} is a link to {@code socket:[INODE]}
 * (proc_pid_fd(5)). Only what this user may see is found. A process may end while its descriptors
 * are read; what was found of it until then stays, its name may be missing.
 *
 * <p>Several processes can hold one socket, such as the workers of a web server; the lowest pid,
 * usually the parent, is named.
 */
final class ProcessScan {
  private final Path root;
  private final Rows rows;
  private final InodeIndex index;
  private final Descriptors descriptors;
  private int hidden;

  private ProcessScan(Path root, Rows rows) {
    this.root = root;
    this.rows = rows;
    this.index = new InodeIndex(rows);
    this.descriptors = Descriptors.of(root);
  }

  /**
   * Fills pid, process, fd, command, cgroup and container of the rows.
   *
   * @throws IOException when the list of processes cannot be read
   */
  static Owners run(Path root, Rows rows) throws IOException {
    ProcessScan scan = new ProcessScan(root, rows);
    if (!scan.index.isEmpty()) {
      scan.processes();
    }
    return scan.owners();
  }

  /**
   * The same for a snapshot, whose rows are worth having without their processes: notes say what is
   * missing and why.
   *
   * @return empty when the processes cannot be listed
   */
  static Optional<Owners> run(Path root, Rows rows, List<String> notes) {
    try {
      Owners found = run(root, rows);
      if (found.without() > 0) {
        notes.add(found.explanation());
      }
      return Optional.of(found);
    } catch (IOException e) {
      String why = Printable.of(String.valueOf(e.getMessage()));
      notes.add("processes are missing: those in " + root + " cannot be listed: " + why);
      return Optional.empty();
    }
  }

  private void processes() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path process : entries) {
        String name = String.valueOf(process.getFileName());
        if (name.matches("[1-9][0-9]{0,8}")) {
          process(process, Integer.parseInt(name));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void process(Path process, int pid) {
    Holder holder = new Holder(process, pid);
    try {
      descriptors.list(process, holder);
    } catch (AccessDeniedException e) {
      hidden++;
    } catch (IOException e) {
      // It has ended meanwhile, which only its folder tells; else it may not be read.
      hidden += Files.exists(process) ? 1 : 0;
    }
  }

  /** Enters one process's sockets; asks for its name once the first is found. */
  private final class Holder implements Descriptors.Sink {
    private final Path process;
    private final int pid;
    private @Nullable ProcessFacts facts;

    Holder(Path process, int pid) {
      this.process = process;
      this.pid = pid;
    }

    @Override
    public void socket(int fd, long inode) {
      int row = index.row(inode);
      if (row < 0 || !isLower(row, fd)) {
        return;
      }
      ProcessFacts known = facts == null ? ProcessFacts.of(process) : facts;
      facts = known;
      rows.set(row, Field.PID, pid);
      rows.set(row, Field.FD, fd);
      rows.set(row, TextField.PROCESS, known.name().isEmpty() ? null : known.name());
      rows.set(row, TextField.COMMAND, known.command().isEmpty() ? null : known.command());
      rows.set(row, TextField.CGROUP, known.cgroup().isEmpty() ? null : known.cgroup());
      rows.set(row, TextField.CONTAINER, known.container());
    }

    /** A lower pid, or the same with a lower descriptor: the answer must not depend on order. */
    private boolean isLower(int row, int fd) {
      long known = rows.get(row, Field.PID);
      return known == Rows.ABSENT || pid < known || (pid == known && fd < rows.get(row, Field.FD));
    }
  }

  private Owners owners() {
    int owned = 0;
    int never = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (rows.has(row, Field.PID)) {
        owned++;
      } else if (!rows.has(row, Field.INODE) || neverOwned(rows.state(row))) {
        never++;
      }
    }
    return new Owners(owned, never, rows.size() - owned - never, hidden);
  }

  private static boolean neverOwned(@Nullable State state) {
    return state == State.TIME_WAIT || state == State.SYN_RECEIVED;
  }
}
