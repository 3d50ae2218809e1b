package tcplab.sockets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * Finds the process of each socket: {@code /proc/PID/fd/N} is a link to {@code socket:[INODE]}
 * (proc_pid_fd(5)). Only what this user may see is found. A process may end while its descriptors
 * are read; it is passed over then, as if it had ended before.
 *
 * <p>Several processes can hold one socket, such as the workers of a web server; the lowest pid,
 * usually the parent, is named.
 */
final class ProcessScan {
  private static final String PREFIX = "socket:[";

  private final Path root;
  private final Rows rows;
  private final Map<Long, Integer> rowOfInode = new HashMap<>();
  private int hidden;

  private ProcessScan(Path root, Rows rows) {
    this.root = root;
    this.rows = rows;
  }

  /**
   * Fills pid, process and fd of the rows.
   *
   * @throws IOException when the list of processes cannot be read
   */
  static Owners run(Path root, Rows rows) throws IOException {
    ProcessScan scan = new ProcessScan(root, rows);
    for (int row = 0; row < rows.size(); row++) {
      if (rows.has(row, Field.INODE)) {
        scan.rowOfInode.put(rows.get(row, Field.INODE), row);
      }
    }
    if (!scan.rowOfInode.isEmpty()) {
      scan.processes();
    }
    return scan.owners();
  }

  private void processes() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path process : entries) {
        int pid = number(String.valueOf(process.getFileName()));
        if (pid > 0) {
          process(process, pid);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void process(Path process, int pid) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      String name = null;
      for (Path descriptor : descriptors) {
        Integer row = rowOfInode.get(inode(descriptor));
        if (row != null && isLower(row, pid)) {
          name = name == null ? name(process) : name;
          rows.set(row, Field.PID, pid);
          rows.set(row, Field.FD, number(String.valueOf(descriptor.getFileName())));
          rows.set(row, TextField.PROCESS, name.isEmpty() ? null : name);
        }
      }
    } catch (AccessDeniedException e) {
      hidden++;
    } catch (DirectoryIteratorException | IOException e) {
      if (Files.exists(process.resolve("fd")) && !hasEnded(e)) {
        hidden++;
      }
    }
  }

  /**
   * A lower pid, or the same with a lower descriptor, so that the answer does not depend on order.
   */
  private boolean isLower(int row, int pid) {
    return !rows.has(row, Field.PID) || pid < rows.get(row, Field.PID);
  }

  private static boolean hasEnded(Exception e) {
    Throwable cause = e instanceof DirectoryIteratorException ? e.getCause() : e;
    return cause instanceof NoSuchFileException
        || cause instanceof NotDirectoryException
        || (cause != null && String.valueOf(cause.getMessage()).contains("No such process"));
  }

  private static long inode(Path descriptor) {
    String target;
    try {
      target = Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // Closed since the directory was listed: it holds no socket any more.
      return 0;
    }
    if (!target.startsWith(PREFIX) || !target.endsWith("]")) {
      return 0;
    }
    return longNumber(target.substring(PREFIX.length(), target.length() - 1));
  }

  /** The first 15 octets of the command's name (proc_pid_comm(5)); empty when it has ended. */
  private static String name(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("comm")), StandardCharsets.UTF_8)
          .stripTrailing();
    } catch (IOException e) {
      return "";
    }
  }

  private static int number(String text) {
    long number = longNumber(text);
    return number <= Integer.MAX_VALUE ? (int) number : 0;
  }

  private static long longNumber(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : 0;
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
    return List.of(State.TIME_WAIT, State.SYN_RECEIVED).contains(state);
  }
}
