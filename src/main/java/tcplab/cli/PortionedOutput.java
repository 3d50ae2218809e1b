package tcplab.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import tcplab.table.ColumnTable;
import tcplab.table.CsvWriter;
import tcplab.table.JsonWriter;
import tcplab.table.TerminalWriter;
import tcplab.table.TerminalWriter.Layout;

/** A table that is too long to be kept, printed portion by portion; each is written at once. */
final class PortionedOutput implements Closeable {
  private final Format format;
  private final UnaryOperator<ColumnTable> choice;
  private final OutputStream stream;
  private final Layout layout;
  private boolean begun;

  PortionedOutput(
      Format format, UnaryOperator<ColumnTable> choice, OutputStream stream, Layout layout) {
    this.format = format;
    this.choice = choice;
    this.stream = stream;
    this.layout = layout;
  }

  /**
   * Prints the next rows. At a terminal each portion is a table of its own, with its header.
   *
   * @throws tcplab.table.UnknownColumnException when --columns names one that the table does not
   *     have
   */
  void add(ColumnTable portion) throws IOException {
    ColumnTable chosen = choice.apply(portion);
    switch (format) {
      case TABLE -> TerminalWriter.write(chosen, stream, layout);
      case CSV -> {
        if (begun) {
          CsvWriter.writeRows(chosen, stream);
        } else {
          CsvWriter.write(chosen, stream);
        }
      }
      case JSON -> JsonWriter.writeRows(chosen, stream, !begun);
    }
    begun = true;
  }

  /** Prints what stands behind the last row. */
  void end() throws IOException {
    if (format == Format.JSON) {
      JsonWriter.writeEnd(stream);
    }
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
