package tcplab.dataframe;

import java.util.List;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Shows a Tablesaw table as HTML that reads the same trusted, untrusted and exported: no script,
 * styles on the elements themselves.
 *
 * <p>A long table is cut in the middle, and says how many rows it has. Numbers stand right, text
 * left, a missing value is a dash. Every cell is escaped: it may come from a packet or a process
 * name.
 */
public final class TableHtml {
  /** Tables up to this many rows are shown whole. */
  public static final int WHOLE = 60;

  private static final int HEAD = 30;
  private static final int TAIL = 10;
  private static final int LONGEST_CELL = 200;
  private static final int LONG_CELL = 48;
  private static final String CELL = "padding:.2em .6em;white-space:nowrap;";
  private static final String WRAPPED = "padding:.2em .6em;white-space:normal;min-width:18em;";

  private final Table table;
  private final StringBuilder html = new StringBuilder(4096);

  private TableHtml(Table table) {
    this.table = table;
  }

  /** The table as one HTML fragment. */
  public static String of(Table table) {
    return new TableHtml(table).render();
  }

  /**
   * The same with a sentence above it and remarks below.
   *
   * @param heading plain text
   * @param notes plain text, a remark each
   */
  public static String of(Table table, String heading, List<String> notes) {
    TableHtml out = new TableHtml(table);
    out.html.append("<p>");
    out.escape(heading);
    out.html.append("</p>");
    out.render();
    for (String note : notes) {
      out.html.append("<p style=\"opacity:.7\">");
      out.escape(note);
      out.html.append("</p>");
    }
    return out.html.toString();
  }

  private String render() {
    html.append(
        "<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">");
    caption();
    header();
    html.append("<tbody>");
    int rows = table.rowCount();
    if (rows <= WHOLE) {
      rows(0, rows);
    } else {
      rows(0, HEAD);
      gap(rows - HEAD - TAIL);
      rows(rows - TAIL, rows);
    }
    return html.append("</tbody></table></div>").toString();
  }

  private void caption() {
    int rows = table.rowCount();
    html.append("<caption style=\"text-align:left;caption-side:top;padding:.2em .6em\">");
    escape(table.name() == null ? "table" : table.name());
    html.append(": ").append(rows).append(rows == 1 ? " row" : " rows").append("</caption>");
  }

  private void header() {
    html.append("<thead><tr>");
    for (Column<?> column : table.columns()) {
      html.append("<th scope=\"col\" style=\"")
          .append(CELL)
          .append("position:sticky;top:0;text-align:")
          .append(alignment(column))
          .append("\">");
      escape(column.name());
      html.append("</th>");
    }
    html.append("</tr></thead>");
  }

  private void rows(int from, int to) {
    for (int row = from; row < to; row++) {
      html.append("<tr>");
      for (Column<?> column : table.columns()) {
        cell(column, row);
      }
      html.append("</tr>");
    }
  }

  private void cell(Column<?> column, int row) {
    boolean missing = column.isMissing(row);
    String text = missing ? "" : text(column, row);
    html.append("<td style=\"")
        .append(text.length() > LONG_CELL ? WRAPPED : CELL)
        .append("text-align:")
        .append(alignment(column))
        .append("\">");
    if (missing) {
      html.append("<span style=\"opacity:.5\" title=\"missing\">–</span>");
    } else {
      escape(text);
    }
    html.append("</td>");
  }

  private void gap(int rows) {
    html.append("<tr><td colspan=\"")
        .append(table.columnCount())
        .append("\" style=\"padding:.2em .6em;text-align:left;opacity:.7\">… ")
        .append(rows)
        .append(" more rows …</td></tr>");
  }

  /** Full precision: a printer that rounds would turn a time in ns into another one. */
  private static String text(Column<?> column, int row) {
    String text = String.valueOf(column.get(row));
    return text.length() <= LONGEST_CELL ? text : text.substring(0, LONGEST_CELL) + "…";
  }

  private static String alignment(Column<?> column) {
    ColumnType type = column.type();
    boolean number =
        type == ColumnType.INTEGER
            || type == ColumnType.LONG
            || type == ColumnType.SHORT
            || type == ColumnType.DOUBLE
            || type == ColumnType.FLOAT;
    return number ? "right" : "left";
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(inert(c) ? c : '\uFFFD');
      }
    }
  }

  /**
   * Neither a control character nor one that turns the writing direction, which could make a cell
   * read as another.
   */
  private static boolean inert(char c) {
    boolean bidi =
        c == '\u061C'
            || c == '\u200E'
            || c == '\u200F'
            || (c >= '\u202A' && c <= '\u202E')
            || (c >= '\u2066' && c <= '\u2069');
    return !bidi && (!Character.isISOControl(c) || c == '\n' || c == '\t');
  }
}
