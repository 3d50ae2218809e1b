package tcplab.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a table as comma-separated values (RFC 4180): UTF-8, a header row, lines that end in CR
 * LF. A missing value is an empty field, an empty text is {@code ""}; fields with a comma, a quote
 * or a line end are quoted, quotes doubled.
 */
public final class CsvWriter {
  private CsvWriter() {}

  /** Writes one cell of a column. */
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
    List<Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      separator(i, out);
      field(columns.get(i).name(), out);
    }
    out.ascii("\r\n");
    out.flush();
    writeRows(table, stream);
  }

  /**
   * Writes the rows without the header row, as the next portion of a table that is written already.
   *
   * @throws IOException when the stream does, as after a broken pipe
   */
  public static void writeRows(ColumnTable table, OutputStream stream) throws IOException {
    LineBlocks.write(table.rows(), () -> new Lines(table), stream);
    stream.flush();
  }

  /** Rows as lines, in a buffer that grows. */
  private static final class Lines implements LineBlocks.Lines {
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final Utf8Output out = new Utf8Output(buffer);
    private final Cell[] cells;

    Lines(ColumnTable table) {
      cells = table.columns().stream().map(CsvWriter::cell).toArray(Cell[]::new);
    }

    @Override
    public void add(int row) throws IOException {
      for (int i = 0; i < cells.length; i++) {
        separator(i, out);
        cells[i].write(row, out);
      }
      out.ascii("\r\n");
    }

    @Override
    public void drainTo(OutputStream stream) throws IOException {
      out.flush();
      buffer.writeTo(stream);
      buffer.reset();
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

  private static void separator(int column, Utf8Output out) throws IOException {
    if (column > 0) {
      out.ascii(',');
    }
  }

  private static Cell cell(Column column) {
    if (column instanceof Column.Longs longs) {
      return (row, out) -> {
        if (!longs.missing().test(row)) {
          out.number(longs.value().applyAsLong(row));
        }
      };
    }
    if (column instanceof Column.Ints ints) {
      return (row, out) -> {
        if (!ints.missing().test(row)) {
          out.number(ints.value().applyAsInt(row));
        }
      };
    }
    return column instanceof Column.Texts texts ? texts(texts) : plain(column);
  }

  private static Cell texts(Column.Texts column) {
    RecurringFields recurring = new RecurringFields();
    return (row, out) -> {
      String text = column.value().apply(row);
      if (text != null) {
        byte[] octets = recurring.of(text);
        if (octets == null) {
          field(text, out);
        } else {
          out.octets(octets);
        }
      }
    };
  }

  /** Doubles and booleans, whose text never needs quotes. */
  private static Cell plain(Column column) {
    StringBuilder text = new StringBuilder();
    return (row, out) -> {
      text.setLength(0);
      column.append(row, text);
      out.text(text);
    };
  }

  private static void field(String text, Utf8Output out) throws IOException {
    if (!needsQuotes(text)) {
      out.text(text);
      return;
    }
    out.ascii('"');
    int start = 0;
    for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', start)) {
      out.text(text.substring(start, quote + 1));
      out.ascii('"');
      start = quote + 1;
    }
    out.text(text.substring(start));
    out.ascii('"');
  }

  /** A text as a field. */
  static String field(String text) {
    return needsQuotes(text) ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return text.isEmpty();
  }
}
