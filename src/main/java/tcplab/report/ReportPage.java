package tcplab.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tcplab.capture.Fault;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Finding;
import tcplab.connection.Findings;
import tcplab.connection.Side;
import tcplab.plot.ConversationBars;
import tcplab.plot.Picture;
import tcplab.plot.PlotlyLibrary;
import tcplab.table.HtmlTable;

/**
 * A report on one capture, as one HTML file that needs nothing else: no network (its policy forbids
 * any request), no tcplab, no scripts.
 *
 * <p>Its size follows from what was found, not from the capture: kinds of findings with a few
 * examples, and the {@value #CONNECTIONS} worst connections in full.
 */
public final class ReportPage {
  /** How many connections are shown in full. */
  public static final int CONNECTIONS = 20;

  private static final String POLICY =
      "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src"
          + " 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:";

  private final Source source;
  private final Connections connections;
  private final Findings findings;
  private final Overview overview;
  private final List<Integer> shown;

  /**
   * What a report says of its own origin.
   *
   * @param capture the capture's name
   * @param command how the report can be made again, such as {@code tcplab report a.pcap}
   * @param tool name and version of what made it
   */
  public record Source(String capture, String command, String tool) {}

  /**
   * Collects what the report tells.
   *
   * @param source where it comes from
   * @param connections the capture, analysed
   */
  public ReportPage(Source source, Connections connections) {
    this.source = source;
    this.connections = connections;
    findings = Findings.of(connections, CONNECTIONS);
    overview = new Overview(connections);
    shown = shown();
  }

  /** The worst connections; where there are fewer, also those with most octets. */
  private List<Integer> shown() {
    Set<Integer> numbers = new LinkedHashSet<>(findings.worst());
    connections.all().stream()
        .sorted(Comparator.comparingLong(ReportPage::bytes).reversed())
        .limit(CONNECTIONS)
        .map(Connection::number)
        .forEach(numbers::add);
    return numbers.stream().limit(CONNECTIONS).toList();
  }

  private static long bytes(Connection c) {
    return c.bytes(Side.CLIENT) + c.bytes(Side.SERVER);
  }

  /**
   * Writes the page.
   *
   * @param out UTF-8; it is not closed
   * @throws IOException when it cannot be written
   */
  public void write(Writer out) throws IOException {
    try {
      Page page = new Page(out);
      head(page);
      summary(page);
      contents(page);
      findings(page);
      conversations(page);
      table(page, "handshakes", "Handshakes", HtmlTable.of(overview.openings(), Map.of()));
      table(page, "ends", "Ends", HtmlTable.of(overview.endings(), Map.of()));
      table(page, "states", "States", HtmlTable.of(overview.states(), Map.of()));
      connections(page);
      facts(page);
      foot(page);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private void head(Page page) {
    page.html("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.html("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n");
    page.html("<meta name=\"viewport\" content=\"width=device-width\">\n");
    page.html(
        "<meta name=\"generator\" content=\"tcplab\">\n<link rel=\"icon\" href=\"data:,\">\n");
    page.element("title", "TCP report: " + source.capture());
    page.html(
        "<style>\n"
            + HtmlTable.styleOfPage()
            + resource("page.css")
            + Picture.styleOfPage()
            + "</style>\n</head>\n<body>\n");
    page.html("<a class=\"skip\" href=\"#findings\">To the findings</a>\n<header>\n");
    page.element("h1", "TCP report: " + source.capture());
    page.html("</header>\n<main>\n<script>" + Picture.liveScript() + "</script>\n");
  }

  private void summary(Page page) {
    page.html("<p id=\"summary\">");
    page.text(ReportSummary.of(connections, overview));
    page.html("</p>\n<p>");
    page.text(ReportSummary.verdict(connections, findings));
    page.html("</p>\n<p class=\"search\" hidden><label>Search <input type=\"search\"></label>");
    page.html(" <output></output></p>\n");
  }

  private void contents(Page page) {
    page.html("<nav aria-label=\"Contents\"><ul>\n");
    entry(page, "findings", "Findings (" + findings.all().size() + ")");
    entry(page, "conversations", "Conversations");
    entry(page, "handshakes", "Handshakes");
    entry(page, "ends", "Ends");
    entry(page, "states", "States");
    entry(page, "connections", "Connections in full (" + shown.size() + ")");
    entry(page, "facts", "The capture and its limits");
    page.html("</ul></nav>\n");
  }

  private static void entry(Page page, String anchor, String text) {
    page.html("<li><a href=\"#" + anchor + "\">").text(text).html("</a></li>\n");
  }

  private void findings(Page page) {
    page.html("<h2 id=\"findings\">Findings</h2>\n");
    if (findings.all().isEmpty()) {
      page.element("p", ReportSummary.verdict(connections, findings));
    }
    for (Finding finding : findings.all()) {
      Finding.Kind kind = finding.kind();
      page.html("<div class=\"finding\" id=\"finding-" + kind.label() + "\"><h3>");
      page.text(kind.title()).html(" <span class=\"severity\">").text(kind.severity().words());
      page.text(", " + ReportSummary.count(finding.connections(), "connection"))
          .html("</span></h3>\n");
      page.html("<p>").text(kind.meaning()).html(" <span class=\"note\">");
      page.text(kind.reference()).html("</span></p>\n");
      finding.examples().forEach(example -> example(page, example));
      page.html("</div>\n");
    }
  }

  private void example(Page page, Finding.Example example) {
    boolean linked = shown.contains(example.connection());
    page.html("<p class=\"example\">");
    if (linked) {
      page.html("<a href=\"#" + ConnectionSection.anchor(example.connection()) + "\">");
    }
    page.text("Connection " + example.connection()).html(linked ? "</a> " : " ");
    page.text(example.text());
    page.packets(
        example.packets(), packet -> linked ? "#" + ConnectionSection.packetAnchor(packet) : "");
    page.html("</p>\n");
  }

  private void conversations(Page page) {
    String picture = ConversationBars.of(overview.conversations, source.capture()).toHtmlOfPage();
    String table = HtmlTable.of(overview.conversations(), Map.of());
    table(page, "conversations", "Conversations", picture + table);
  }

  private static void table(Page page, String anchor, String title, String table) {
    page.html("<section><h2 id=\"" + anchor + "\">").text(title).html("</h2>\n");
    page.html(table).html("\n</section>\n");
  }

  private void connections(Page page) {
    page.html("<h2 id=\"connections\">Connections in full</h2>\n");
    page.element(
        "p",
        shown.isEmpty()
            ? "There is no TCP connection in this capture."
            : "Those with most findings first, then those with most octets: "
                + shown.size()
                + " of "
                + connections.count()
                + ".");
    ConnectionSection section = new ConnectionSection(page, connections, findings);
    shown.forEach(section::write);
  }

  private void facts(Page page) {
    Packets packets = connections.packets();
    page.html("<h2 id=\"facts\">The capture and its limits</h2>\n<dl class=\"facts\">\n");
    page.fact("capture", source.capture());
    page.fact(
        "frames",
        String.format(
            Locale.ROOT, "%,d, of them %,d TCP segments", packets.frames(), packets.size()));
    page.fact(
        "time range",
        overview.timed()
            ? overview.first() + " to " + overview.last()
            : "the packets carry no times");
    page.fact(
        "checksums",
        String.format(
            Locale.ROOT,
            "%,d good, %,d bad, %,d not to be verified (cut, or left to the sender's network card)",
            overview.checksums(Packets.Checksum.GOOD),
            overview.checksums(Packets.Checksum.BAD),
            overview.checksums(Packets.Checksum.UNVERIFIED)));
    page.fact(
        "cut by the snapshot length",
        overview.cut == 0
            ? "no segment"
            : ReportSummary.count(overview.cut, "segment") + " at least");
    page.fact(
        "VLANs and tunnels",
        overview.encapsulations.isEmpty() ? "none" : String.join("; ", overview.encapsulations));
    page.fact("could not be read", unread(packets.faults()));
    page.fact("made by", source.tool());
    page.fact("made with", source.command());
    page.html("</dl>\n");
    page.element(
        "p",
        "A capture shows what passed one place. What an end's system did without a packet, and what"
            + " the capture missed, is not in it; states say on what they rest: seen, inferred,"
            + " presumed or unknown.");
  }

  private static String unread(List<Fault> faults) {
    return faults.isEmpty()
        ? "nothing"
        : faults.stream().map(Fault::message).collect(Collectors.joining("; "));
  }

  private void foot(Page page) {
    page.html("</main>\n<script>" + HtmlTable.script() + "</script>\n");
    page.html("<script>" + resource("search.js") + "</script>\n");
    if (shown.stream().map(connections::connection).anyMatch(c -> bytes(c) > 0)) {
      page.html(PlotlyLibrary.inlineScript());
    }
    page.html("</body>\n</html>\n");
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside " + ReportPage.class.getName());
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.stripLeading().startsWith("//"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
