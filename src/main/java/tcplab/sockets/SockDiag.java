package tcplab.sockets;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;

/**
 * Asks the kernel for its TCP sockets over netlink (netlink(7), sock_diag(7)), which any user may:
 * the way ss goes, through libc's {@code socket}, {@code send} and {@code recv}.
 */
final class SockDiag {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int MSG_TRUNC = 0x20;
  private static final int EINTR = 4;
  private static final int BUFFER = 64 * 1024;
  private static final int SECONDS = 5;
  private static final int ATTEMPTS = 3;

  private SockDiag() {}

  /** What libc offers; a class of its own, so that a machine without JNA's library can go on. */
  private static final class Libc {
    static {
      Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int setsockopt(int fd, int level, int option, Pointer value, int length)
        throws LastErrorException;

    static native NativeLong send(int fd, byte[] octets, NativeLong length, int flags)
        throws LastErrorException;

    static native NativeLong recv(int fd, Pointer buffer, NativeLong length, int flags)
        throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
  }

  /**
   * Reads all TCP sockets of this network namespace.
   *
   * @param info whether tcp_info and the congestion algorithm are wanted too
   * @return false when the table went on changing while the kernel walked it, so that rows may lack
   * @throws IOException when netlink is forbidden or absent, as in some containers
   */
  static boolean read(DiagReader reader, boolean info) throws IOException {
    try {
      int fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
      try (Memory buffer = new Memory(BUFFER)) {
        limitWaiting(fd);
        boolean v4 = walk(fd, buffer, reader, false, info);
        return walk(fd, buffer, reader, true, info) && v4;
      } finally {
        Libc.close(fd);
      }
    } catch (LastErrorException e) {
      throw new IOException("netlink: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IOException("netlink: no native access: " + e.getMessage(), e);
    }
  }

  /** {@code struct timeval} of two longs. */
  private static void limitWaiting(int fd) {
    try (Memory time = new Memory(2L * Native.LONG_SIZE)) {
      time.setNativeLong(0, new NativeLong(SECONDS));
      time.setNativeLong(Native.LONG_SIZE, new NativeLong(0));
      Libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, time, (int) time.size());
    }
  }

  /** Walks one family's sockets, again when the kernel says that it was disturbed. */
  private static boolean walk(int fd, Memory buffer, DiagReader reader, boolean v6, boolean info)
      throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      reader.repeating(attempt > 1);
      byte[] request = DiagReader.request(v6, info, attempt);
      Libc.send(fd, request, new NativeLong(request.length), 0);
      while (!reader.read(buffer.getByteBuffer(0, receive(fd, buffer)))) {
        // The answer goes on in the next datagram.
      }
      if (!reader.wasInterrupted()) {
        return true;
      }
    }
    return false;
  }

  private static int receive(int fd, Memory buffer) throws IOException {
    while (true) {
      try {
        int length = Libc.recv(fd, buffer, new NativeLong(BUFFER), MSG_TRUNC).intValue();
        if (length <= 0 || length > BUFFER) {
          throw new IOException("netlink: a datagram of " + length + " octets");
        }
        return length;
      } catch (LastErrorException e) {
        if (e.getErrorCode() != EINTR) {
          throw e;
        }
      }
    }
  }
}
