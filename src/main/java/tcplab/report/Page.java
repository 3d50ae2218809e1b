package tcplab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.function.IntFunction;
import tcplab.table.HtmlTable;

/** Writes HTML: what comes from a capture goes through {@link #text}, which escapes it. */
final class Page {
  private final Writer out;

  Page(Writer out) {
    this.out = out;
  }

  /**
   * Writes markup of our own.
   *
   * @throws UncheckedIOException when the file cannot be written
   */
  Page html(String markup) {
    try {
      out.write(markup);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Writes text, escaped and made inert. */
  Page text(String text) {
    return html(HtmlTable.escape(text));
  }

  /** An element around text. */
  Page element(String name, String text) {
    return html("<" + name + ">").text(text).html("</" + name + ">\n");
  }

  /** A term and what is said of it. */
  Page fact(String term, String value) {
    return element("dt", term).element("dd", value);
  }

  /**
   * Frame numbers that are links; nothing where there are none.
   *
   * @param target by frame number, where it leads; empty for nowhere
   */
  Page packets(List<Integer> packets, IntFunction<String> target) {
    String before = " <span class=\"packets\">Packets ";
    for (int packet : packets) {
      String link = target.apply(packet);
      html(before);
      html(link.isEmpty() ? "" + packet : "<a href=\"" + link + "\">" + packet + "</a>");
      before = ", ";
    }
    return html(packets.isEmpty() ? "" : "</span>");
  }
}
