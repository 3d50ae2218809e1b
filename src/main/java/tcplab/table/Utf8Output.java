package tcplab.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A buffer of octets in front of a stream: numbers and texts are written into it as UTF-8 without
 * making a {@link String} of each. It never closes the stream.
 */
final class Utf8Output {
  private static final int SIZE = 64 * 1024;
  private static final int MOST_DIGITS = 20;
  private static final int MOST_OCTETS = 4;
  private static final int NINE_DIGITS = 1_000_000_000;
  private static final char REPLACEMENT = '\ufffd';

  private final OutputStream out;
  private final byte[] buffer;
  private int filled;

  Utf8Output(OutputStream out) {
    this(out, SIZE);
  }

  private Utf8Output(OutputStream out, int size) {
    this.out = out;
    buffer = new byte[size];
  }

  /** Writes one ASCII character. */
  void ascii(char c) throws IOException {
    room(1);
    buffer[filled++] = (byte) c;
  }

  /** Writes ASCII characters only. */
  void ascii(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      ascii(text.charAt(i));
    }
  }

  /** Writes blanks. */
  void blanks(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      ascii(' ');
    }
  }

  /** Writes octets that are UTF-8 already. */
  void octets(byte[] octets) throws IOException {
    if (octets.length > buffer.length) {
      drain();
      out.write(octets);
      return;
    }
    room(octets.length);
    System.arraycopy(octets, 0, buffer, filled, octets.length);
    filled += octets.length;
  }

  /** A text as UTF-8, as {@link #text} writes it. */
  static byte[] octets(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    Utf8Output output = new Utf8Output(octets, MOST_OCTETS * (text.length() + 1));
    try {
      output.text(text);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no such errors
    }
    return octets.toByteArray();
  }

  /** Writes a number in decimal. */
  void number(long value) throws IOException {
    room(MOST_DIGITS);
    if (value < 0) {
      buffer[filled++] = '-';
    }
    int at = filled + digits(value);
    filled = at;
    // Counting down from negative values has room for Long.MIN_VALUE, whose opposite does not
    // exist. Most processors divide 32 bits in half the time of 64: nine digits at a time.
    long rest = value < 0 ? value : -value;
    while (rest < -NINE_DIGITS) {
      long quotient = rest / NINE_DIGITS;
      int low = (int) (quotient * NINE_DIGITS - rest);
      for (int i = 0; i < 9; i++) {
        int tens = low / 10;
        buffer[--at] = (byte) ('0' + low - tens * 10);
        low = tens;
      }
      rest = quotient;
    }
    int low = (int) -rest;
    do {
      int tens = low / 10;
      buffer[--at] = (byte) ('0' + low - tens * 10);
      low = tens;
    } while (low != 0);
  }

  /** How many decimal digits a number has, its sign not counted. */
  static int digits(long value) {
    long rest = value < 0 ? value : -value;
    int digits = 1;
    for (long limit = -10; rest <= limit; limit *= 10) {
      digits++;
      if (digits == 19) {
        break;
      }
    }
    return digits;
  }

  /** Writes text as UTF-8; half a surrogate pair, which UTF-8 cannot say, becomes U+FFFD. */
  void text(CharSequence text) throws IOException {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        room(1);
        buffer[filled++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        codePoint(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        codePoint(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
  }

  /** Writes one code point that is no surrogate. */
  void codePoint(int point) throws IOException {
    room(MOST_OCTETS);
    if (point < 0x80) {
      buffer[filled++] = (byte) point;
    } else if (point < 0x800) {
      buffer[filled++] = (byte) (0xc0 | point >> 6);
      buffer[filled++] = (byte) (0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
      buffer[filled++] = (byte) (0xe0 | point >> 12);
      buffer[filled++] = (byte) (0x80 | (point >> 6 & 0x3f));
      buffer[filled++] = (byte) (0x80 | (point & 0x3f));
    } else {
      buffer[filled++] = (byte) (0xf0 | point >> 18);
      buffer[filled++] = (byte) (0x80 | (point >> 12 & 0x3f));
      buffer[filled++] = (byte) (0x80 | (point >> 6 & 0x3f));
      buffer[filled++] = (byte) (0x80 | (point & 0x3f));
    }
  }

  private void room(int octets) throws IOException {
    if (buffer.length - filled < octets) {
      drain();
    }
  }

  private void drain() throws IOException {
    int count = filled;
    filled = 0;
    out.write(buffer, 0, count);
  }

  /** Hands everything to the stream and flushes it. */
  void flush() throws IOException {
    drain();
    out.flush();
  }
}
