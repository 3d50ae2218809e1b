package tcplab.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tcplab.sockets.History;
import tcplab.sockets.Snapshot;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tcplab.table.HistoryTables;

/**
 * How many sockets are in each state, a row for each reading, printed as it comes. For a reader the
 * columns are of one width from the first row on, and their names come again every now and then.
 */
final class StateWatch implements Closeable {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int CELL = 5;
  private static final String TIME = "time_ns";
  private static final int HEADINGS_EVERY = 20;

  /** Five letters for each state: time, sum and eleven states fit into 80 cells. */
  private static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry(TIME, "time    "),
          Map.entry("sockets", "all"),
          Map.entry("listen", "listn"),
          Map.entry("syn_sent", "synst"),
          Map.entry("syn_received", "synrv"),
          Map.entry("established", "estab"),
          Map.entry("fin_wait_1", "finw1"),
          Map.entry("fin_wait_2", "finw2"),
          Map.entry("close_wait", "closw"),
          Map.entry("closing", "clsng"),
          Map.entry("last_ack", "lsack"),
          Map.entry("time_wait", "timew"),
          Map.entry("closed", "closd"));

  private final TableOutput output;
  private final OutputStream lines;
  private final PortionedOutput portions;
  private long rows;

  /**
   * Opens where the rows are wanted.
   *
   * @throws tcplab.table.UnknownColumnException when a column is wanted that does not exist
   */
  StateWatch(TableOutput output) throws IOException {
    this.output = output;
    output.chosen(HistoryTables.counts(List.of()));
    this.lines = output.open();
    this.portions = output.inPortions(lines);
  }

  /** How many rows were printed. */
  long rows() {
    return rows;
  }

  /**
   * Prints the next row.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  void print(Snapshot sockets) {
    long timeNs = sockets.timeNs().orElse(0);
    ColumnTable row =
        HistoryTables.counts(List.of(new History.Sample(timeNs, sockets.stateHistogram())));
    try {
      if (output.format() == Format.TABLE) {
        line(output.chosen(row));
      } else {
        portions.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows++;
  }

  private void line(ColumnTable row) throws IOException {
    StringBuilder text = new StringBuilder();
    if (rows % HEADINGS_EVERY == 0) {
      for (Column column : row.columns()) {
        text.append(right(heading(column), column)).append(' ');
      }
      text.setCharAt(text.length() - 1, '\n');
    }
    for (Column column : row.columns()) {
      text.append(right(value(column), column)).append(' ');
    }
    text.setCharAt(text.length() - 1, '\n');
    lines.write(text.toString().getBytes(StandardCharsets.UTF_8));
    lines.flush();
  }

  private static String heading(Column column) {
    return HEADINGS.getOrDefault(column.name(), column.name());
  }

  private static String value(Column column) {
    StringBuilder value = new StringBuilder();
    column.append(0, value);
    return column.name().equals(TIME) ? clock(Long.parseLong(value.toString())) : value.toString();
  }

  private static String right(String text, Column column) {
    return " ".repeat(Math.max(0, Math.max(CELL, heading(column).length()) - text.length())) + text;
  }

  private static String clock(long timeNs) {
    return CLOCK.format(Instant.ofEpochSecond(0, timeNs));
  }

  /** Prints what stands behind the last row. */
  void end() throws IOException {
    portions.end();
  }

  @Override
  public void close() throws IOException {
    portions.close();
  }
}
