package tcplab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tcplab.table.ColumnTable;
import tcplab.table.CsvWriter;
import tcplab.table.JsonWriter;
import tcplab.table.TerminalWriter;
import tcplab.table.TerminalWriter.Layout;

/** The options that say which columns of a table go where in which form. */
final class TableOutput {
  /** In place of columns' names: every one. */
  private static final String ALL = "all";

  /** The cells of a line that is for no terminal. */
  private static final int WIDE = 120;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "one of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format = Format.TABLE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write to FILE instead of stdout")
  private @Nullable Path file;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description =
          "only these columns, in this order; some are given only when they are named, such as ttl or rtt_us of packets; '"
              + ALL
              + "' names every one")
  private @Nullable List<String> columns;

  /** In which form. */
  Format format() {
    return format;
  }

  /** Where picocli fills the fields. */
  TableOutput() {}

  TableOutput(Format format, @Nullable Path file, @Nullable List<String> columns) {
    this.format = format;
    this.file = file;
    this.columns = columns;
  }

  /** Where lines go that are no table. */
  static TableOutput to(@Nullable Path file) {
    return new TableOutput(Format.TABLE, file, null);
  }

  /** Whether columns are asked for that are not shown unasked, or may be. */
  boolean namesColumns() {
    return columns != null;
  }

  /** Writes a table whose form is settled. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream stream) throws IOException;
  }

  /** Whether CSV with all columns is asked for. */
  boolean wantsWholeCsv() {
    return format == Format.CSV && columns == null;
  }

  /**
   * Prints a table.
   *
   * @throws tcplab.table.UnknownColumnException when --columns names one that it does not have;
   *     nothing is written then
   * @throws ClosedOutputException when the reader of stdout has gone
   */
  void print(ColumnTable table) throws IOException {
    print(table, List.of());
  }

  /**
   * Prints a table; for a reader at a terminal who named no columns, those that matter most stand
   * first, because the last ones are left out where the terminal is too narrow.
   *
   * @see #print(ColumnTable)
   */
  void print(ColumnTable table, List<String> first) throws IOException {
    print(table, first, "");
  }

  /**
   * Prints a table and, for a reader only, text below it: csv and json are the table alone.
   *
   * @see #print(ColumnTable, List)
   */
  void print(ColumnTable table, List<String> first, String below) throws IOException {
    List<String> names = columns;
    boolean atTerminal = format == Format.TABLE && file == null && Terminal.width() > 0;
    if (names == null && atTerminal) {
      Set<String> ordered = new LinkedHashSet<>(first);
      ordered.retainAll(table.columnNames());
      ordered.addAll(table.columnNames());
      names = List.copyOf(ordered);
    }
    ColumnTable chosen = names == null || names.equals(List.of(ALL)) ? table : table.select(names);
    byte[] more = (format == Format.TABLE ? below : "").getBytes(StandardCharsets.UTF_8);
    Layout layout = file == null ? layout() : Layout.WHOLE;
    print(
        stream -> {
          write(chosen, stream, layout);
          stream.write(more);
        });
  }

  /**
   * Prints lines that are no table to where the table would go.
   *
   * @param text is given the cells that a line has
   */
  void printText(IntFunction<String> text) throws IOException {
    int width = file != null || Terminal.width() == 0 ? WIDE : Terminal.width();
    byte[] octets = text.apply(width).getBytes(StandardCharsets.UTF_8);
    print(stream -> stream.write(octets));
  }

  /** Has a table written to where it is wanted. */
  void print(Writer writer) throws IOException {
    Path target = file;
    if (target == null) {
      Stdout stdout = new Stdout();
      writer.write(stdout);
      stdout.flush();
    } else {
      try (OutputStream stream = Files.newOutputStream(target)) {
        writer.write(stream);
      }
    }
  }

  /** Where a table goes, and in which form: one that is read by a person, or by a program. */
  boolean isForReading() {
    return format == Format.TABLE && columns == null;
  }

  /** The same for a table that comes portion by portion. */
  PortionedOutput inPortions() throws IOException {
    return inPortions(open());
  }

  /** The same to a stream that {@link #open} gave. */
  PortionedOutput inPortions(OutputStream stream) {
    return new PortionedOutput(
        format, this::chosen, stream, file == null ? layout() : Layout.WHOLE);
  }

  /** Where the table is wanted. */
  OutputStream open() throws IOException {
    Path target = file;
    return target == null ? new Stdout() : Files.newOutputStream(target);
  }

  /** Only the wanted columns of a table. */
  ColumnTable chosen(ColumnTable table) {
    return columns == null || columns.equals(List.of(ALL)) ? table : table.select(columns);
  }

  private void write(ColumnTable table, OutputStream stream, Layout layout) throws IOException {
    switch (format) {
      case TABLE -> TerminalWriter.write(table, stream, layout);
      case CSV -> CsvWriter.write(table, stream);
      case JSON -> JsonWriter.write(table, stream);
    }
  }

  /**
   * A terminal has a width, and columns without a single value only take it up; a pipe gets
   * everything.
   */
  private Layout layout() {
    int width = Terminal.width();
    if (width == 0) {
      return Layout.WHOLE;
    }
    return columns == null
        ? Layout.WHOLE.withWidth(width).withoutEmptyColumns()
        : Layout.WHOLE.withWidth(width);
  }

  /** Stdout without the PrintStream around it, which would swallow errors. */
  private static final class Stdout extends FilterOutputStream {
    Stdout() {
      super(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
      try {
        out.write(octets, from, count);
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
          throw new ClosedOutputException(e);
        }
        throw e;
      }
    }
  }
}
