package tcplab.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A table as HTML that reads the same trusted, untrusted, exported and printed: styles stand on the
 * elements themselves. Where scripts run its headings sort it.
 *
 * <p>The heading stays in sight while a tall table scrolls. A long table is cut in the middle and
 * says how many rows it has. Numbers stand right and text left, addresses are not broken over
 * lines, a missing value is a dash, a moment reads as the time of day in UTC ({@link CellText}).
 * Every cell is escaped: it may come from a packet or a process name.
 */
public final class HtmlTable {
  /** Tables up to this many rows are shown whole. */
  public static final int WHOLE = 60;

  private static final IntFunction<String> NO_ANCHOR = row -> "";
  private static final int HEAD = 30;
  private static final int TAIL = 10;
  private static final int LONGEST_CELL = 400;

  /** Of text that stands by itself, in a page or above a table. */
  private static final int LONGEST_TEXT = 4000;

  /** In a table to which links lead for the whole story. */
  private static final int LONGEST_PROOF = 2000;

  private static final int LONG_CELL = 40;
  private static final String CELL = "padding:.2em .6em;white-space:nowrap;";
  private static final String WRAPPED =
      "padding:.2em .6em;white-space:normal;overflow-wrap:anywhere;min-width:12em;";
  // The paper and ink of JupyterLab, of VS Code, or of the page: rows must not show through the
  // heading that stays, and a dark theme must not leave pale ink on the default's white.
  private static final String HEADING =
      CELL
          + "position:sticky;top:0;"
          + "background:var(--jp-layout-color0,var(--vscode-editor-background,Canvas));"
          + "color:var(--jp-content-font-color1,var(--vscode-editor-foreground,CanvasText));";

  /** The same for the tables of a page of our own, once instead of in each cell. */
  private static final String PAGE_RULES =
      ".tcplab-table th,.tcplab-table td{"
          + CELL
          + "text-align:left}.tcplab-table th{position:sticky;top:0}"
          + ".tcplab-table .w{"
          + WRAPPED
          + "}.tcplab-table .n{text-align:right}";

  private final ColumnTable table;
  private final List<CellText> columns;
  private final boolean page;
  private final Map<String, IntFunction<String>> links;
  private final IntFunction<String> anchors;
  private final StringBuilder html = new StringBuilder(4096);
  private final StringBuilder text = new StringBuilder();

  private HtmlTable(
      ColumnTable table,
      boolean page,
      Map<String, IntFunction<String>> links,
      IntFunction<String> anchors) {
    this.table = table;
    this.page = page;
    this.links = links;
    this.anchors = anchors;
    int head = isWhole() ? table.rows() : HEAD;
    int tail = isWhole() ? 0 : TAIL;
    columns =
        table.columns().stream()
            .map(column -> new CellText(column, ZoneOffset.UTC, head, tail))
            .toList();
  }

  /** The table as one HTML fragment, with the script that makes it sortable. */
  public static String of(ColumnTable table) {
    HtmlTable shown = new HtmlTable(table, false, Map.of(), NO_ANCHOR);
    String html = shown.render();
    return shown.isWhole() ? html + "<script>" + Script.TEXT + "</script>" : html;
  }

  /**
   * The table for a page that has {@link #styleOfPage} in its head and {@link #script} once at its
   * end.
   *
   * @param links by column name, where the cell of a row leads: an address within the page
   */
  public static String of(ColumnTable table, Map<String, IntFunction<String>> links) {
    return new HtmlTable(table, true, links, NO_ANCHOR).render();
  }

  /**
   * The same with rows that links can lead to: however long, it is whole.
   *
   * @param anchors by row, its name in the page; empty for none
   * @param links by column name, where the cell of a row leads; empty for nowhere
   */
  public static String anchored(
      ColumnTable table, IntFunction<String> anchors, Map<String, IntFunction<String>> links) {
    return new HtmlTable(table, true, links, anchors).render();
  }

  /** Style rules for the tables of a page of our own. */
  public static String styleOfPage() {
    return PAGE_RULES;
  }

  /** The script that makes all tables of a page sortable, without its element. */
  public static String script() {
    return Script.TEXT;
  }

  /**
   * Text with the characters escaped that mean something in HTML, and made inert: what turns the
   * writing direction, controls or cannot be encoded becomes U+FFFD. Very long text is cut.
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    escape(cut(text, LONGEST_TEXT), out);
    return out.toString();
  }

  private static CharSequence cut(CharSequence text, int longest) {
    return text.length() > longest ? text.subSequence(0, longest) + "…" : text;
  }

  private boolean isWhole() {
    return table.rows() <= WHOLE || anchors != NO_ANCHOR;
  }

  private String render() {
    html.append(
        "<div style=\"overflow:auto;max-height:34em\" tabindex=\"0\" role=\"group\" aria-label=\"");
    escape(cut(table.name(), LONGEST_CELL), html);
    html.append(page ? "\"><table class=\"tcplab-table\" style=" : "\"><table style=")
        .append("\"border-collapse:collapse;font-variant-numeric:tabular-nums\"")
        .append(isWhole() ? " data-tcplab-sort=\"\">" : ">");
    caption();
    header();
    html.append("<tbody>");
    if (isWhole()) {
      rows(0, table.rows());
    } else {
      rows(0, HEAD);
      gap(table.rows() - HEAD - TAIL);
      rows(table.rows() - TAIL, table.rows());
    }
    return html.append("</tbody></table></div>").toString();
  }

  private void caption() {
    html.append("<caption style=\"text-align:left;caption-side:top;padding:.2em .6em\">");
    escape(cut(table.name(), LONGEST_CELL), html);
    html.append(": ")
        .append(table.rows())
        .append(table.rows() == 1 ? " row" : " rows")
        .append(day())
        .append("</caption>");
  }

  /** Which day the times of day are of. */
  private String day() {
    return columns.stream()
        .flatMap(column -> column.day().stream())
        .findFirst()
        .map(day -> ", times of " + day + " (UTC)")
        .orElse("");
  }

  private void header() {
    html.append("<thead><tr>");
    for (Column column : table.columns()) {
      html.append("<th scope=\"col\"")
          .append(look(HEADING + "text-align:", "", column))
          .append('>');
      escape(cut(column.name(), LONGEST_CELL), html);
      html.append("</th>");
    }
    html.append("</tr></thead>");
  }

  private void rows(int from, int to) {
    for (int row = from; row < to; row++) {
      String anchor = anchors.apply(row);
      html.append(anchor.isEmpty() ? "<tr>" : "<tr id=\"" + escape(anchor) + "\">");
      for (CellText column : columns) {
        cell(column, row);
      }
      html.append("</tr>");
    }
  }

  private void cell(CellText cells, int row) {
    Column column = cells.column();
    text.setLength(0);
    boolean missing = column.isMissing(row);
    if (!missing) {
      cells.append(row, text);
    }
    boolean wrapped = text.length() > LONG_CELL;
    String style = (wrapped ? WRAPPED : CELL) + "text-align:";
    html.append("<td").append(look(style, wrapped ? "w" : "", column));
    if (missing) {
      html.append(" data-missing=\"\"><span style=\"opacity:.6\" title=\"missing\">–</span></td>");
      return;
    }
    cells.moment(row).ifPresent(this::moment);
    html.append('>');
    String link = links.getOrDefault(column.name(), NO_ANCHOR).apply(row);
    if (!link.isEmpty()) {
      html.append("<a href=\"");
      escape(link, html);
      html.append("\">");
    }
    int longest = anchors == NO_ANCHOR ? LONGEST_CELL : LONGEST_PROOF;
    escape(cut(text, longest), html);
    html.append(link.isEmpty() ? "</td>" : "</a></td>");
  }

  /** The whole moment, and its number, by which it is sorted. */
  private void moment(Instant moment) {
    String ns = moment.getEpochSecond() + String.format(Locale.ROOT, "%09d", moment.getNano());
    html.append(" data-value=\"").append(ns).append('"');
    html.append(" title=\"").append(moment).append(", ").append(ns).append(" ns\"");
  }

  private void gap(int rows) {
    html.append("<tr><td colspan=\"")
        .append(table.columns().size())
        .append("\" style=\"padding:.2em .6em;text-align:left;opacity:.8\">… ")
        .append(rows)
        .append(" more rows …</td></tr>");
  }

  /** The attribute that says how a cell looks: a style, or in a page of our own a class. */
  private String look(String style, String word, Column column) {
    boolean number = column.isNumber();
    if (!page) {
      return " style=\"" + style + (number ? "right\"" : "left\"");
    }
    String both = (number ? "n " : "") + word;
    return both.isEmpty() ? "" : " class=\"" + both.strip() + "\"";
  }

  private static void escape(CharSequence text, StringBuilder html) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> {
          if (c < 0x7f) {
            html.append(c >= ' ' || c == '\n' || c == '\t' ? c : '\uFFFD');
          } else {
            int point = Character.codePointAt(text, i);
            html.appendCodePoint(acts(point) ? '\uFFFD' : point);
            i += Character.charCount(point) - 1;
          }
        }
      }
    }
  }

  /**
   * A control character, one that turns the writing direction, which could make a cell read as
   * another, or half of a pair.
   */
  private static boolean acts(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** sort.js, read once. */
  private static final class Script {
    static final String TEXT = read();

    private static String read() {
      try (InputStream in = HtmlTable.class.getResourceAsStream("sort.js")) {
        if (in == null) {
          throw new IllegalStateException("sort.js is missing beside " + HtmlTable.class.getName());
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.stripLeading().startsWith("//"))
            .map(String::strip)
            .collect(Collectors.joining());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
