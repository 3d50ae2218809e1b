package tcplab.dataframe;

import java.util.Objects;

/**
 * A column of whole numbers in little memory: pages of {@value #PAGE} rows, each with the least of
 * its numbers and, for every row, the difference from it in 0, 1, 2, 4, 8, 16, 32 or 64 bits, as
 * few as the page's largest needs.
 *
 * <p>What lies close together in a capture differs little: times, packet and connection numbers
 * take 16 to 32 bits a row instead of 64, ports and windows 16, and an option that only handshakes
 * carry next to nothing where there are none. All ones, which no difference reaches, stand for a
 * missing value. (Known as frame of reference: Goldstein, Ramakrishnan and Shaft, "Compressing
 * Relations and Indexes", 1998.)
 */
final class IntegerPages {
  /** Rows of a page. */
  static final int PAGE = 1 << 10;

  private static final int PAGE_BITS = Integer.numberOfTrailingZeros(PAGE);
  private static final long[] NO_WORDS = {};

  /** The binary logarithm of a word's 64 bits: such pages hold the numbers themselves. */
  private static final int WHOLE = 6;

  private final int rows;
  private final long missing;
  private final long[] least;

  /** Of each page the words of differences; without any, all its rows are {@link #least}. */
  private final long[][] words;

  /** Of each page the binary logarithm of a difference's bits. */
  private final byte[] logs;

  private int filled;

  /**
   * Pages without values; {@link #add} fills them.
   *
   * @param missing what stands for a missing value
   */
  IntegerPages(int rows, long missing) {
    int pages = (rows + PAGE - 1) / PAGE;
    this.rows = rows;
    this.missing = missing;
    least = new long[pages];
    words = new long[pages][];
    logs = new byte[pages];
  }

  int rows() {
    return rows;
  }

  /**
   * The next page.
   *
   * @param count how many of the values; {@value #PAGE}, and fewer for the last page only
   */
  void add(long[] values, int count) {
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    boolean some = false;
    for (int i = 0; i < count; i++) {
      long value = values[i];
      some |= value == missing;
      low = Math.min(low, value == missing ? Long.MAX_VALUE : value);
      high = Math.max(high, value == missing ? Long.MIN_VALUE : value);
    }
    if (low > high) { // all are missing
      least[filled] = missing;
      words[filled++] = NO_WORDS;
    } else if (low == high && !some) {
      least[filled] = low;
      words[filled++] = NO_WORDS;
    } else {
      pack(values, count, low, log(high - low));
    }
  }

  /** For how many bits a difference is too little, as a binary logarithm. */
  private static int log(long range) {
    int log = 0;
    while (log < WHOLE && Long.compareUnsigned(range, mask(log)) >= 0) {
      log++;
    }
    return log;
  }

  private static long mask(int log) {
    return -1L >>> -(1 << log);
  }

  private void pack(long[] values, int count, long low, int log) {
    long from = log == WHOLE ? 0 : low;
    long none = log == WHOLE ? missing : mask(log);
    int perWord = 64 >>> log;
    long[] packed = new long[(count + perWord - 1) / perWord];
    int at = 0;
    for (int word = 0; word < packed.length; word++) {
      int end = Math.min(count, at + perWord);
      long bits = 0;
      for (int shift = 0; at < end; at++, shift += 1 << log) {
        long value = values[at];
        bits |= (value == missing ? none : value - from) << shift;
      }
      packed[word] = bits;
    }
    least[filled] = from;
    logs[filled] = (byte) log;
    words[filled++] = packed;
  }

  /**
   * A row's number.
   *
   * @throws IndexOutOfBoundsException when there is no such row
   */
  long get(int row) {
    Objects.checkIndex(row, rows);
    int page = row >>> PAGE_BITS;
    long[] packed = words[page];
    if (packed.length == 0) {
      return least[page];
    }
    int log = logs[page];
    int at = row & PAGE - 1;
    long mask = mask(log);
    long code = packed[at >>> WHOLE - log] >>> (at << log) & mask;
    return code == mask && log < WHOLE ? missing : least[page] + code;
  }
}
