package tcplab.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines of CSV as octets in a buffer that grows. What a line consists of is put down by methods of
 * one object, without a call through an interface for each cell and without a text for each number:
 * that is several times as fast as {@link CsvWriter}, for tables that may have millions of rows.
 */
abstract class CsvLines implements LineBlocks.Lines {
  private static final int BILLION = 1_000_000_000;

  /** Outside of these a double's text has an exponent; see {@link Double#toString(double)}. */
  private static final double EXPONENT_BELOW = 1e-3;

  private static final double EXPONENT_FROM = 1e7;

  private byte[] line = new byte[64 * 1024];
  private int at;

  @Override
  public final void drainTo(OutputStream out) throws IOException {
    out.write(line, 0, at);
    at = 0;
  }

  /** Makes room for so many octets: to be asked for before any are put. */
  final void room(int octets) {
    if (line.length - at < octets) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, at + octets));
    }
  }

  /** An ASCII character. */
  final void put(char c) {
    line[at++] = (byte) c;
  }

  final void endLine() {
    put('\r');
    put('\n');
  }

  /** Octets of a field that are UTF-8 already. */
  final void copy(byte[] text) {
    System.arraycopy(text, 0, line, at, text.length);
    at += text.length;
  }

  /** Octets of a field of any length. */
  final void roomAndCopy(byte[] text, int roomAfter) {
    room(text.length + roomAfter);
    copy(text);
  }

  /** ASCII without quotes. */
  final void text(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
  }

  /** A number of at most 19 digits; negative ones are rare. */
  final void number(long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      longNumber(value);
      return;
    }
    int rest = (int) value;
    int end = at + digits(rest);
    int i = end;
    do {
      int quotient = rest / 10;
      line[--i] = (byte) ('0' + rest - quotient * 10);
      rest = quotient;
    } while (rest != 0);
    at = end;
  }

  private void longNumber(long value) {
    if (value < 0) {
      text(Long.toString(value));
      return;
    }
    long high = value / BILLION;
    number(high);
    nineDigits((int) (value - high * BILLION));
  }

  /** Nine digits, zeros in front included. */
  final void nineDigits(int value) {
    int rest = value;
    for (int i = at + 8; i >= at; i--) {
      int quotient = rest / 10;
      line[i] = (byte) ('0' + rest - quotient * 10);
      rest = quotient;
    }
    at += 9;
  }

  private static int digits(int value) {
    if (value < 100) {
      return value < 10 ? 1 : 2;
    }
    int digits = 3;
    for (long limit = 1000; limit <= value; limit *= 10) {
      digits++;
    }
    return digits;
  }

  /**
   * As {@link Double#toString(double)} writes it; nothing for NaN. Whole thousandths, as the
   * tables' averages and rates are, have at most ten digits: no shorter decimal stands for the same
   * double.
   */
  final void number(double value) {
    long thousandths =
        value >= EXPONENT_BELOW && value < EXPONENT_FROM ? (long) (value * 1000 + 0.5) : 0;
    if (thousandths > 0 && thousandths / 1000.0 == value) {
      number(thousandths / 1000);
      thousandths((int) (thousandths % 1000));
    } else if (!Double.isNaN(value)) {
      text(Double.toString(value));
    }
  }

  /** A decimal point and one to three digits, without zeros at their end but the first. */
  private void thousandths(int value) {
    put('.');
    put((char) ('0' + value / 100));
    if (value % 100 != 0) {
      put((char) ('0' + value / 10 % 10));
    }
    if (value % 10 != 0) {
      put((char) ('0' + value % 10));
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
