package tcplab.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in network order out of octets, and the Internet checksum (RFC 1071). Indices are not
 * checked here beyond the array's bounds.
 */
final class Octets {
  // In the machine's order, and turned round here: the quick compiler does not look as deep as into
  // a handle of the other order.
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, NATIVE);
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, NATIVE);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, NATIVE);
  private static final boolean NATIVE_IS_BIG = NATIVE == ByteOrder.BIG_ENDIAN;

  private Octets() {}

  static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  static int u16(byte[] bytes, int at) {
    short octets = (short) SHORT.get(bytes, at);
    return (NATIVE_IS_BIG ? octets : Short.reverseBytes(octets)) & 0xffff;
  }

  static int i32(byte[] bytes, int at) {
    int octets = (int) INT.get(bytes, at);
    return NATIVE_IS_BIG ? octets : Integer.reverseBytes(octets);
  }

  /** The same with the least octet first. */
  static int littleI32(byte[] bytes, int at) {
    int octets = (int) INT.get(bytes, at);
    return NATIVE_IS_BIG ? Integer.reverseBytes(octets) : octets;
  }

  static long u32(byte[] bytes, int at) {
    return i32(bytes, at) & 0xffffffffL;
  }

  static long i64(byte[] bytes, int at) {
    long octets = (long) LONG.get(bytes, at);
    return NATIVE_IS_BIG ? octets : Long.reverseBytes(octets);
  }

  /**
   * Adds 16-bit words to a sum, an odd last octet padded with zero. Sixteen octets at a time and in
   * the machine's own byte order, as such a sum may be (RFC 1071 §2): the sum of 32-bit words folds
   * to the same 16 bits, as 2^16 is 1 modulo 2^16 − 1, and the octets are swapped once at the end.
   */
  static long sum(byte[] bytes, int from, int to, long start) {
    long sum = 0;
    int at = from;
    for (; at + 16 <= to; at += 16) {
      long first = (long) LONG.get(bytes, at);
      long second = (long) LONG.get(bytes, at + 8);
      sum += (first >>> 32) + (first & 0xffffffffL) + (second >>> 32) + (second & 0xffffffffL);
    }
    sum = start + (NATIVE_IS_BIG ? sum : swapped(fold(sum)));
    for (; at + 2 <= to; at += 2) {
      sum += u16(bytes, at);
    }
    return at < to ? sum + (u8(bytes, at) << 8) : sum;
  }

  private static int swapped(int word) {
    return word >>> 8 | (word & 0xff) << 8;
  }

  /** Folds a sum of words to 16 bits; 0xffff stands for a right checksum. */
  static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffffffffL);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) ((folded >>> 16) + (folded & 0xffff));
  }
}
