package tcplab.kernel.session;

/** Where a run of UTF-8 bytes can be cut without cutting a character. */
final class Utf8 {
  private static final int LONGEST = 4;

  private Utf8() {}

  /**
   * How many of the bytes make whole characters; the rest, 3 at most, is the beginning of one more.
   * Bytes that are no UTF-8 at all count as whole.
   */
  static int wholeLength(byte[] bytes, int length) {
    for (int back = 1; back < LONGEST && back <= length; back++) {
      int b = bytes[length - back];
      boolean continuation = (b & 0xC0) == 0x80;
      if (!continuation) {
        return expected(b) > back ? length - back : length;
      }
    }
    return length;
  }

  private static int expected(int lead) {
    if ((lead & 0xE0) == 0xC0) {
      return 2;
    }
    if ((lead & 0xF0) == 0xE0) {
      return 3;
    }
    return (lead & 0xF8) == 0xF0 ? 4 : 1;
  }
}
