package tcplab.connection;

/** The last repeats of one direction, waiting for a DSACK that tells what became of them. */
final class Repeats {
  /** What {@link #reported} returns when it knows of no such repeat. */
  static final int NONE = Integer.MIN_VALUE;

  private static final int CAPACITY = 16;

  private final long[] lefts = new long[CAPACITY];
  private final long[] rights = new long[CAPACITY];
  private final int[] rows = new int[CAPACITY];
  private int size;

  void clear() {
    size = 0;
  }

  /**
   * Notes that {@code [left, right)} passed again.
   *
   * @param row the row, or {@code ~row} when it looked like the same packet captured twice
   */
  void add(long left, long right, int row) {
    if (size == CAPACITY) {
      remove(0);
    }
    lefts[size] = left;
    rights[size] = right;
    rows[size++] = row;
  }

  /**
   * Takes out the oldest repeat of octets that a DSACK reports.
   *
   * @return what was noted with it, or {@link #NONE}
   */
  int reported(long left, long right) {
    for (int i = 0; i < size; i++) {
      if (lefts[i] < right && left < rights[i]) {
        int row = rows[i];
        remove(i);
        return row;
      }
    }
    return NONE;
  }

  private void remove(int index) {
    int behind = size - index - 1;
    System.arraycopy(lefts, index + 1, lefts, index, behind);
    System.arraycopy(rights, index + 1, rights, index, behind);
    System.arraycopy(rows, index + 1, rows, index, behind);
    size--;
  }
}
