package tcplab.connection;

import java.util.Arrays;

/**
 * Which octets of one direction were seen: disjoint half-open ranges of positions, in order.
 *
 * <p>A transfer without holes is one range that grows at its end, so the common case touches one
 * array element. Each hole costs one more range.
 */
final class Ranges {
  private long[] lefts = new long[4];
  private long[] rights = new long[4];
  private int size;

  void clear() {
    size = 0;
  }

  /**
   * Adds {@code [left, right)}.
   *
   * @return how many of these octets were not there before
   */
  long add(long left, long right) {
    if (left >= right) {
      return 0;
    }
    if (size > 0 && left == rights[size - 1]) {
      rights[size - 1] = right;
      return right - left;
    }
    int from = firstReaching(left);
    int to = from;
    long covered = 0;
    long newLeft = left;
    long newRight = right;
    while (to < size && lefts[to] <= right) {
      covered += Math.max(0, Math.min(right, rights[to]) - Math.max(left, lefts[to]));
      newLeft = Math.min(newLeft, lefts[to]);
      newRight = Math.max(newRight, rights[to]);
      to++;
    }
    replace(from, to, newLeft, newRight);
    return right - left - covered;
  }

  /** Whether all of {@code [left, right)} was added; true when it is empty. */
  boolean covers(long left, long right) {
    if (left >= right) {
      return true;
    }
    int at = firstReaching(left);
    return at < size && lefts[at] <= left && rights[at] >= right;
  }

  /**
   * The end of the run of octets that begins at {@code start}; {@code start} when there is none.
   */
  long contiguousFrom(long start) {
    int at = firstReaching(start);
    return at < size && lefts[at] <= start ? rights[at] : start;
  }

  /** How many octets of {@code [left, right)} were never added. */
  long missing(long left, long right) {
    long missing = Math.max(0, right - left);
    for (int i = firstReaching(left); i < size && lefts[i] < right; i++) {
      missing -= Math.max(0, Math.min(right, rights[i]) - Math.max(left, lefts[i]));
    }
    return missing;
  }

  /** The first range that ends at {@code position} or after it. */
  private int firstReaching(long position) {
    if (size == 0 || rights[size - 1] < position) {
      return size;
    }
    int found = Arrays.binarySearch(rights, 0, size, position);
    return found >= 0 ? found : -found - 1;
  }

  private void replace(int from, int to, long left, long right) {
    int growth = 1 - (to - from);
    if (size + growth > lefts.length) {
      lefts = Arrays.copyOf(lefts, lefts.length * 2);
      rights = Arrays.copyOf(rights, rights.length * 2);
    }
    System.arraycopy(lefts, to, lefts, from + 1, size - to);
    System.arraycopy(rights, to, rights, from + 1, size - to);
    lefts[from] = left;
    rights[from] = right;
    size += growth;
  }
}
