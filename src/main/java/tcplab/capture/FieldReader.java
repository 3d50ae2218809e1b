package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Takes the fields of a TCP header out of its bits, as far as they were captured. */
final class FieldReader {
  private final byte[] bytes;
  private final int start;
  private final int end;
  private final List<SegmentLayout.Field> fields = new ArrayList<>();

  FieldReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  List<SegmentLayout.Field> fields() {
    return fields;
  }

  /** Whether these bits were captured. */
  boolean holds(int bit, int count) {
    return start + (bit + count + 7) / 8 <= end;
  }

  /** Up to 64 bits as an unsigned number. */
  long bits(int bit, int count) {
    long value = 0;
    for (int i = bit; i < bit + Math.min(count, 64); i++) {
      value = value << 1 | (bytes[start + i / 8] >> (7 - i % 8) & 1);
    }
    return value;
  }

  /** A field whose value is written as a number. */
  void number(String name, int bit, int count, String meaning, String reference) {
    field(name, bit, count, Long::toUnsignedString, meaning, reference);
  }

  /** A field; nothing when it was not captured. */
  void field(
      String name,
      int bit,
      int count,
      LongFunction<String> text,
      String meaning,
      String reference) {
    if (holds(bit, count)) {
      long raw = bits(bit, count);
      fields.add(
          new SegmentLayout.Field(name, bit, count, raw, text.apply(raw), meaning, reference));
    }
  }
}
