package tcplab.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in network order out of octets, and the Internet checksum (RFC 1071). Indices are not
 * checked here beyond the array's bounds.
 */
final class Octets {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Octets() {}

  static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  static int u16(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  static int i32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long u32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) & 0xffffffffL;
  }

  static long i64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /**
   * Adds 16-bit words to a sum, an odd last octet padded with zero. Eight octets at a time: the sum
   * of 32-bit words folds to the same 16 bits, as 2^16 is 1 modulo 2^16 − 1.
   */
  static long sum(byte[] bytes, int from, int to, long start) {
    long sum = start;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = (long) LONG.get(bytes, at);
      sum += (word >>> 32) + (word & 0xffffffffL);
    }
    for (; at + 2 <= to; at += 2) {
      sum += u16(bytes, at);
    }
    return at < to ? sum + (u8(bytes, at) << 8) : sum;
  }

  /** Folds a sum of words to 16 bits; 0xffff stands for a right checksum. */
  static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffffffffL);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) ((folded >>> 16) + (folded & 0xffff));
  }
}
