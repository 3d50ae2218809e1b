package tcplab.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a table for a terminal: columns aligned, numbers to the right, missing values blank.
 *
 * <p>Times are written as the time of day here, see {@link CellText}.
 *
 * <p>The cells are hostile text: control, escape and bidirectional characters are shown as {@code
 * \}{@code u} and four hex digits. A table that is wider than the terminal loses its last columns;
 * the first that does not fit is cut with … when it is text and enough of it stays, and a line
 * below names those left out.
 */
public final class TerminalWriter {
  private static final int GAP = 2;
  private static final int LEAST_CUT_WIDTH = 8;

  /**
   * How a table is laid out.
   *
   * @param width how many cells a line may have; 0 for any number
   * @param rows how many rows are shown, half of them from the table's end; 0 for all
   * @param emptyColumns whether columns without any value are shown
   */
  public record Layout(int width, int rows, boolean emptyColumns) {
    /** Everything, however wide and long. */
    public static final Layout WHOLE = new Layout(0, 0, true);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is negative
     */
    public Layout {
      if (width < 0 || rows < 0) {
        throw new IllegalArgumentException(
            "width and rows are 0 or more, not " + width + ", " + rows);
      }
    }

    /** The same with lines of at most so many cells. */
    public Layout withWidth(int cells) {
      return new Layout(cells, rows, emptyColumns);
    }

    /** The same with at most so many rows. */
    public Layout withRows(int most) {
      return new Layout(width, most, emptyColumns);
    }

    /** The same without the columns that have no value in any row. */
    public Layout withoutEmptyColumns() {
      return new Layout(width, rows, false);
    }
  }

  private final ColumnTable table;
  private final Layout layout;
  private final Utf8Output out;
  private final StringBuilder cell = new StringBuilder();
  private final List<CellText> columns = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private int head;
  private int tail;

  private TerminalWriter(ColumnTable table, OutputStream stream, Layout layout) {
    this.table = table;
    this.layout = layout;
    this.out = new Utf8Output(stream);
  }

  /**
   * Writes the table as UTF-8 and flushes the stream, which stays open.
   *
   * @throws IOException when the stream does, as after a broken pipe
   */
  public static void write(ColumnTable table, OutputStream stream, Layout layout)
      throws IOException {
    new TerminalWriter(table, stream, layout).write();
  }

  /** A line that was laid out elsewhere, with everything escaped that would act on a terminal. */
  public static String inert(String line) {
    return TerminalText.safe(line).toString();
  }

  /** The table as one text. */
  public static String text(ColumnTable table, Layout layout) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try {
      write(table, octets, layout);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toString(StandardCharsets.UTF_8);
  }

  private void write() throws IOException {
    chooseRows();
    chooseColumns();
    header();
    rows(0, head);
    if (head + tail < table.rows()) {
      line(
          "… "
              + grouped(table.rows() - head - tail)
              + " rows left out of "
              + grouped(table.rows())
              + " …");
      rows(table.rows() - tail, table.rows());
    }
    if (!leftOut.isEmpty()) {
      line("… " + leftOut.size() + " columns left out: " + String.join(", ", leftOut));
    }
    out.flush();
  }

  private void chooseRows() {
    boolean all = layout.rows() == 0 || table.rows() <= layout.rows();
    head = all ? table.rows() : (layout.rows() + 1) / 2;
    tail = all ? 0 : layout.rows() / 2;
  }

  private void chooseColumns() {
    int used = 0;
    boolean full = false;
    for (Column column : table.columns()) {
      CellText cells = new CellText(column, ZoneId.systemDefault(), head, tail);
      int width = widest(cells);
      if (width < 0) {
        continue;
      }
      int gap = columns.isEmpty() ? 0 : GAP;
      int free = layout.width() == 0 ? Integer.MAX_VALUE : layout.width() - used - gap;
      if (!full && width > free) {
        full = true;
        boolean first = columns.isEmpty();
        width = first || (!column.isNumber() && free >= LEAST_CUT_WIDTH) ? free : -1;
      } else if (full) {
        width = -1;
      }
      if (width < 0) {
        leftOut.add(column.name());
      } else {
        columns.add(cells);
        widths.add(width);
        used += gap + width;
      }
    }
  }

  /** The widest cell that will be shown, or the name; -1 for an empty column that is not wanted. */
  private int widest(CellText cells) {
    Column column = cells.column();
    int width = TerminalText.width(TerminalText.safe(column.name()));
    boolean empty = !layout.emptyColumns() && table.rows() > 0;
    for (int row = 0; row < table.rows(); row++) {
      boolean shown = row < head || row >= table.rows() - tail;
      if (shown) {
        width = Math.max(width, TerminalText.width(cell(cells, row)));
      }
      if (empty && !column.isMissing(row)) {
        empty = false;
      }
      if (!shown && !empty) {
        row = table.rows() - tail - 1;
      }
    }
    return empty ? -1 : width;
  }

  private CharSequence cell(CellText cells, int row) {
    cell.setLength(0);
    cells.append(row, cell);
    return TerminalText.safe(cell);
  }

  private void header() throws IOException {
    int pending = 0;
    for (int i = 0; i < columns.size(); i++) {
      pending = put(i, TerminalText.safe(columns.get(i).column().name()), pending);
    }
    out.ascii('\n');
  }

  private void rows(int from, int to) throws IOException {
    for (int row = from; row < to; row++) {
      int pending = 0;
      for (int i = 0; i < columns.size(); i++) {
        pending = put(i, cell(columns.get(i), row), pending);
      }
      out.ascii('\n');
    }
  }

  /** Writes a cell; blanks wait until something follows them, so that no line ends in one. */
  private int put(int column, CharSequence text, int pending) throws IOException {
    int width = widths.get(column);
    CharSequence shown = TerminalText.fit(text, width);
    int blanks = width - TerminalText.width(shown);
    int before = pending + (column > 0 ? GAP : 0);
    if (shown.length() == 0) {
      return before + width;
    }
    boolean right = columns.get(column).column().isNumber();
    out.blanks(before + (right ? blanks : 0));
    out.text(shown);
    return right ? 0 : blanks;
  }

  private void line(String text) throws IOException {
    CharSequence safe = TerminalText.safe(text);
    out.text(layout.width() == 0 ? safe : TerminalText.fit(safe, layout.width()));
    out.ascii('\n');
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
