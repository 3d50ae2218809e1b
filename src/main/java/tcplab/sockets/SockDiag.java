package tcplab.sockets;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.function.IntFunction;

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

  /** The protocols' numbers (RFC 5237's registry). */
  static final int TCP = 6;

  static final int UDP = 17;

  /** Set once the kernel has refused the older request. */
  private static volatile boolean refusesOldRequest;

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
   * Reads the sockets of a protocol, in the states that the reader wants, in this network
   * namespace.
   *
   * @param protocol {@link #TCP} or {@link #UDP}
   * @param extensions as {@link DiagReader#extensions} makes them
   * @return false when the table went on changing while the kernel walked it, so that rows may lack
   * @throws IOException when netlink is forbidden or absent, as in some containers
   */
  static boolean read(DiagReader reader, int protocol, int extensions) throws IOException {
    try {
      int fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
      try (Memory buffer = new Memory(BUFFER)) {
        limitWaiting(fd);
        return new Dialogue(fd, buffer, reader).walks(protocol, extensions);
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

  /** Requests and answers over one netlink socket. */
  private record Dialogue(int fd, Memory buffer, DiagReader reader) {
    /** One walk where the kernel knows the older request, which is for TCP only; else two. */
    boolean walks(int protocol, int extensions) throws IOException {
      if (protocol == TCP && !refusesOldRequest) {
        try {
          return walk(n -> reader.requestOfBothFamilies(extensions, n));
        } catch (IOException | LastErrorException e) {
          refusesOldRequest = true;
          reader.duplicates().repeating(true);
        }
      }
      boolean v4 = walk(n -> reader.request(protocol, false, extensions, n));
      return walk(n -> reader.request(protocol, true, extensions, n)) && v4;
    }

    /** Walks through the sockets, again when the kernel says that it was disturbed. */
    private boolean walk(IntFunction<byte[]> request) throws IOException {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        byte[] octets = request.apply(attempt);
        Libc.send(fd, octets, new NativeLong(octets.length), 0);
        while (!reader.read(buffer.getByteBuffer(0, receive()))) {
          // The answer goes on in the next datagram.
        }
        if (!reader.wasInterrupted()) {
          return true;
        }
        reader.duplicates().repeating(true);
      }
      return false;
    }

    private int receive() throws IOException {
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
}
