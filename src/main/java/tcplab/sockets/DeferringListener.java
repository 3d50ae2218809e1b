package tcplab.sockets;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A listener on 127.0.0.1 with TCP_DEFER_ACCEPT (tcp(7)), an option that Java does not offer: until
 * data comes, the kernel keeps a connection in SYN_RECEIVED, although its handshake's last ACK has
 * arrived. Linux only.
 */
final class DeferringListener implements Closeable {
  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_DEFER_ACCEPT = 9;
  private static final int ADDRESS = 16;
  private static final int BACKLOG = 8;

  private final int fd;
  private final int port;

  private DeferringListener(int fd, int port) {
    this.fd = fd;
    this.port = port;
  }

  private static final class Libc {
    static {
      Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int bind(int fd, byte[] address, int length) throws LastErrorException;

    static native int setsockopt(int fd, int level, int option, IntByReference value, int length)
        throws LastErrorException;

    static native int listen(int fd, int backlog) throws LastErrorException;

    static native int getsockname(int fd, byte[] address, IntByReference length)
        throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
  }

  /**
   * Opens one on a free port.
   *
   * @param seconds how long the kernel waits for data
   * @throws IOException where there is no such option
   */
  static DeferringListener open(int seconds) throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Linux")) {
      throw new IOException("only Linux has it");
    }
    @Nullable Integer fd = null;
    try {
      fd = Libc.socket(AF_INET, SOCK_STREAM, 0);
      byte[] address = loopback();
      Libc.bind(fd, address, ADDRESS);
      IntByReference value = new IntByReference(seconds);
      Libc.setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, value, Integer.BYTES);
      Libc.listen(fd, BACKLOG);
      Libc.getsockname(fd, address, new IntByReference(ADDRESS));
      return new DeferringListener(fd, (address[2] & 0xff) << 8 | (address[3] & 0xff));
    } catch (LastErrorException | LinkageError e) {
      if (fd != null) {
        Libc.close(fd);
      }
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** {@code struct sockaddr_in}: family, port 0, 127.0.0.1. */
  private static byte[] loopback() {
    return ByteBuffer.allocate(ADDRESS)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_INET)
        .putShort((short) 0)
        .put(new byte[] {127, 0, 0, 1})
        .array();
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    try {
      Libc.close(fd);
    } catch (LastErrorException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }
}
