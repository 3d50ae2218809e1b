package tcplab.dataframe;

/** A number for each row, in as few octets as the highest number needs: 1, 2 or 4. */
final class TextNumbers {
  private static final int MOST_IN_ONE = 0xff;
  private static final int MOST_IN_TWO = 0xffff;

  private final int rows;
  private byte[] ones;
  private char[] twos = new char[0];
  private int[] fours = new int[0];

  TextNumbers(int rows) {
    this.rows = rows;
    ones = new byte[rows];
  }

  int rows() {
    return rows;
  }

  /** Numbers are not negative. */
  void set(int row, int number) {
    if (ones.length > 0 && number <= MOST_IN_ONE) {
      ones[row] = (byte) number;
    } else if (fours.length == 0 && number <= MOST_IN_TWO) {
      twos()[row] = (char) number;
    } else {
      fours()[row] = number;
    }
  }

  int get(int row) {
    if (ones.length > 0) {
      return ones[row] & 0xff;
    }
    return fours.length == 0 ? twos[row] : fours[row];
  }

  private char[] twos() {
    if (ones.length > 0) {
      twos = new char[rows];
      for (int row = 0; row < rows; row++) {
        twos[row] = (char) (ones[row] & 0xff);
      }
      ones = new byte[0];
    }
    return twos;
  }

  private int[] fours() {
    if (fours.length == 0) {
      int[] wide = new int[rows];
      for (int row = 0; row < rows; row++) {
        wide[row] = get(row);
      }
      fours = wide;
      ones = new byte[0];
      twos = new char[0];
    }
    return fours;
  }

  /** Gives up the numbers. */
  void clear() {
    ones = new byte[0];
    twos = new char[0];
    fours = new int[0];
  }
}
