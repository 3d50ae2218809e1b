package tcplab.sockets;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Goes through the open descriptors of a process and finds the sockets (proc_pid_fd(5)). */
interface Descriptors {
  /** Takes one socket. */
  interface Sink {
    /** One descriptor that is a socket, and the socket's inode. */
    void socket(int fd, long inode);
  }

  /**
   * Goes through one process.
   *
   * @throws java.nio.file.AccessDeniedException when this user may not look
   * @throws IOException when it has ended, for the most part
   */
  void list(Path process, Sink sink) throws IOException;

  /** Through libc where that can be called, which takes a tenth of the time; else through Java. */
  static Descriptors of(Path root) {
    return root.equals(Path.of("/proc")) && NativeDescriptors.work()
        ? new NativeDescriptors()
        : Descriptors::throughFiles;
  }

  /** Reads the links one by one with {@link Files}. */
  static void throughFiles(Path process, Sink sink) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        long inode = inode(descriptor);
        if (inode > 0) {
          sink.socket((int) number(String.valueOf(descriptor.getFileName())), inode);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static long inode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      boolean socket = target.startsWith("socket:[") && target.endsWith("]");
      return socket ? number(target.substring(8, target.length() - 1)) : 0;
    } catch (IOException e) {
      // Closed since the directory was listed: it holds no socket any more.
      return 0;
    }
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}
