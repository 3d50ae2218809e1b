package tcplab.sockets;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/**
 * The descriptors of a process through {@code getdents64(2)} and {@code readlinkat(2)}: two calls
 * and no object per descriptor, addresses passed as plain numbers. A name is handed to readlinkat
 * where getdents64 has written it.
 */
final class NativeDescriptors implements Descriptors {
  private static final int O_CLOEXEC = 0x80000;
  private static final int EACCES = 13;
  private static final int EPERM = 1;
  private static final int ENTRIES = 64 * 1024;
  private static final int TARGET = 64;
  private static final int NAME = 19;
  private static final long PREFIX =
      ByteBuffer.wrap(new byte[] {'s', 'o', 'c', 'k', 'e', 't', ':', '['}).getLong();

  private final Memory entries = new Memory(ENTRIES);
  private final Memory target = new Memory(TARGET);
  private final long targetAddress = Pointer.nativeValue(target);
  private final ByteBuffer targetOctets =
      target.getByteBuffer(0, TARGET).order(ByteOrder.BIG_ENDIAN);
  private final ByteBuffer entryOctets =
      entries.getByteBuffer(0, ENTRIES).order(ByteOrder.nativeOrder());

  /** What libc offers; getdents64 came with glibc 2.30. */
  private static final class Libc {
    static {
      Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int open(String path, int flags) throws LastErrorException;

    static native long getdents64(int fd, long buffer, long size);

    static native long readlinkat(int directory, long name, long buffer, long size);

    static native int close(int fd);
  }

  /** Whether this system's libc has the calls, and addresses of 64 bits. */
  static boolean work() {
    try {
      return Native.POINTER_SIZE == 8 && Libc.close(-1) == -1;
    } catch (LinkageError e) {
      // Another libc, or no native access at all: Java's own way remains.
      return false;
    }
  }

  @Override
  public void list(Path process, Sink sink) throws IOException {
    String folder = process.resolve("fd").toString();
    int fd;
    try {
      fd = Libc.open(folder, O_CLOEXEC);
    } catch (LastErrorException e) {
      if (e.getErrorCode() == EACCES || e.getErrorCode() == EPERM) {
        throw new AccessDeniedException(folder);
      }
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
    try {
      long start = Pointer.nativeValue(entries);
      long length;
      while ((length = Libc.getdents64(fd, start, ENTRIES)) > 0) {
        page(fd, start, (int) length, sink);
      }
    } finally {
      Libc.close(fd);
    }
  }

  /** {@code struct linux_dirent64}: inode, offset, record length (at 16), type, name (at 19). */
  private void page(int fd, long start, int length, Sink sink) {
    int at = 0;
    while (at + NAME < length) {
      int size = entryOctets.getShort(at + 16) & 0xffff;
      if (size <= NAME) {
        return;
      }
      int first = entryOctets.get(at + NAME);
      if (first >= '0' && first <= '9') {
        long inode = inode(Libc.readlinkat(fd, start + at + NAME, targetAddress, TARGET));
        if (inode > 0) {
          sink.socket((int) digits(entryOctets, at + NAME, at + size), inode);
        }
      }
      at += size;
    }
  }

  private long inode(long length) {
    return length > Long.BYTES && length < TARGET && targetOctets.getLong(0) == PREFIX
        ? digits(targetOctets, Long.BYTES, (int) length)
        : 0;
  }

  private static long digits(ByteBuffer octets, int from, int end) {
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = octets.get(i) - '0';
      if (digit < 0 || digit > 9) {
        return value;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
