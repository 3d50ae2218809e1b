package tcplab.tcp;

/**
 * Arithmetic on sequence numbers, which live modulo 2^32 (RFC 9293 §3.4).
 *
 * <p>A sequence number is kept in an {@code int} and read as unsigned. "Before" and "after" mean
 * the shorter way round the circle, so they hold only for numbers less than 2^31 apart, which the
 * window's limit of 2^30 guarantees (RFC 7323 §2.3).
 */
public final class SequenceNumber {
  private SequenceNumber() {}

  /** The number as a non-negative {@code long}, 0 to 2^32 − 1. */
  public static long toLong(int number) {
    return Integer.toUnsignedLong(number);
  }

  /** How far {@code to} lies after {@code from}, in octets; negative when it lies before. */
  public static int distance(int from, int to) {
    return to - from;
  }

  /** Whether {@code a} lies before {@code b}. */
  public static boolean before(int a, int b) {
    return a - b < 0;
  }

  /** Whether {@code a} lies after {@code b}. */
  public static boolean after(int a, int b) {
    return a - b > 0;
  }

  /** The later of two numbers. */
  public static int max(int a, int b) {
    return after(a, b) ? a : b;
  }

  /** Whether {@code a} lies before {@code b} or is the same. */
  public static boolean atOrBefore(int a, int b) {
    return a - b <= 0;
  }

  /** Whether {@code number} is one of the {@code length} numbers from {@code start} on. */
  public static boolean within(int number, int start, int length) {
    return Integer.compareUnsigned(number - start, length) < 0;
  }
}
