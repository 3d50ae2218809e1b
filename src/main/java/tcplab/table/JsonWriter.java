package tcplab.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a table as JSON (RFC 8259): an array with one object per row, each on its own line. A
 * missing value is {@code null}; whole numbers are written exactly, to the last of their 64 bits;
 * an infinite number, which JSON does not have, is {@code null}.
 *
 * <p>Control characters, U+2028 and U+2029 (line ends in JavaScript) and halves of surrogate pairs
 * are written as {@code \}{@code u} and four hex digits.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private JsonWriter() {}

  /** Writes one value of a column. */
  private interface Cell {
    void write(int row, Utf8Output out) throws IOException;
  }

  /**
   * Writes the table and flushes the stream, which stays open.
   *
   * @throws IOException when the stream does, as after a broken pipe
   */
  public static void write(ColumnTable table, OutputStream stream) throws IOException {
    Utf8Output out = new Utf8Output(stream);
    out.ascii('[');
    rows(table, out, true);
    out.ascii(table.rows() == 0 ? "]\n" : "\n]\n");
    out.flush();
  }

  /**
   * Writes a portion of a table that is written in several; {@link #writeEnd} follows the last.
   *
   * @param first whether it is the first portion, which has at least one row
   * @throws IOException when the stream does, as after a broken pipe
   */
  public static void writeRows(ColumnTable table, OutputStream stream, boolean first)
      throws IOException {
    Utf8Output out = new Utf8Output(stream);
    if (first) {
      out.ascii('[');
    }
    rows(table, out, first);
    out.flush();
  }

  /**
   * Writes what stands behind the last portion.
   *
   * @throws IOException when the stream does, as after a broken pipe
   */
  public static void writeEnd(OutputStream stream) throws IOException {
    Utf8Output out = new Utf8Output(stream);
    out.ascii("\n]\n");
    out.flush();
  }

  private static void rows(ColumnTable table, Utf8Output out, boolean first) throws IOException {
    List<Column> columns = table.columns();
    Cell[] cells = columns.stream().map(JsonWriter::cell).toArray(Cell[]::new);
    for (int row = 0; row < table.rows(); row++) {
      out.ascii(first && row == 0 ? "\n{" : ",\n{");
      for (int i = 0; i < cells.length; i++) {
        if (i > 0) {
          out.ascii(',');
        }
        string(columns.get(i).name(), out);
        out.ascii(':');
        cells[i].write(row, out);
      }
      out.ascii('}');
    }
  }

  /** The table as one text. */
  public static String text(ColumnTable table) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try {
      write(table, octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toString(StandardCharsets.UTF_8);
  }

  private static Cell cell(Column column) {
    Cell present = present(column);
    return (row, out) -> {
      if (column.isMissing(row)) {
        out.ascii("null");
      } else {
        present.write(row, out);
      }
    };
  }

  private static Cell present(Column column) {
    if (column instanceof Column.Longs longs) {
      return (row, out) -> out.number(longs.value().applyAsLong(row));
    }
    if (column instanceof Column.Ints ints) {
      return (row, out) -> out.number(ints.value().applyAsInt(row));
    }
    if (column instanceof Column.Doubles doubles) {
      return (row, out) -> {
        double number = doubles.value().applyAsDouble(row);
        out.ascii(Double.isFinite(number) ? Double.toString(number) : "null");
      };
    }
    if (column instanceof Column.Booleans booleans) {
      return (row, out) -> out.ascii(booleans.value().test(row) ? "true" : "false");
    }
    StringBuilder text = new StringBuilder();
    return (row, out) -> {
      text.setLength(0);
      column.append(row, text);
      string(text, out);
    };
  }

  private static void string(CharSequence text, Utf8Output out) throws IOException {
    out.ascii('"');
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.ascii('\\');
        out.ascii(c);
      } else if (c >= ' ' && c < 0x7f) {
        out.ascii(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.codePoint(Character.toCodePoint(c, text.charAt(++i)));
      } else if (c < 0xa0 || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
        escape(c, out);
      } else {
        out.codePoint(c);
      }
    }
    out.ascii('"');
  }

  private static void escape(char c, Utf8Output out) throws IOException {
    int known = "\b\t\n\f\r".indexOf(c);
    if (known >= 0) {
      out.ascii('\\');
      out.ascii("btnfr".charAt(known));
      return;
    }
    out.ascii("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.ascii(HEX.charAt(c >> shift & 0xf));
    }
  }
}
