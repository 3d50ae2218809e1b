package tcplab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.connection.Connections;

class ReportPageTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static String page(String name, Packets packets) throws IOException {
    StringWriter out = new StringWriter();
    ReportPage.Source source = new ReportPage.Source(name, "tcplab report " + name, "tcplab");
    new ReportPage(source, Connections.of(packets)).write(out);
    return out.toString();
  }

  private static String recorded(String file) throws IOException {
    return page(file, CaptureFile.read(DATA.resolve(file)));
  }

  @Test
  void a_zero_window_is_told_with_its_packets_and_a_link_to_the_connection() throws Exception {
    assertThat(recorded("zero_window.client.pcap"))
        .contains("1 connection between 2 hosts in 46 TCP segments")
        .contains("Receivers without room")
        .contains("href=\"#connection-0\"", "id=\"connection-0\"")
        .contains("Packets <a href=\"#packet-8\">8</a>, <a href=\"#packet-10\">10</a>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zero_window",
        "rto_backoff",
        "syn_timeout",
        "refused",
        "reset",
        "giving_up",
        "half_open",
        "prohibited",
        "path_mtu"
      })
  void every_link_leads_to_what_it_names(String recording) throws Exception {
    String page = recorded(recording + ".client.pcap");
    List<String> links =
        Pattern.compile("href=\"#([^\"]+)\"").matcher(page).results().map(m -> m.group(1)).toList();
    assertThat(links).anyMatch(link -> link.startsWith("packet-"));
    assertThat(links).anyMatch(link -> link.startsWith("arrow-"));
    assertThat(links).allMatch(link -> page.contains("id=\"" + link + "\""));
  }

  @Test
  void every_arrow_leads_to_its_packet_and_every_packet_back_to_its_arrow() throws Exception {
    String page = recorded("zero_window.client.pcap");
    List<String> arrows =
        Pattern.compile("<a id=\"arrow-(\\d+)\" href=\"#packet-\\1\" aria-label=\"[^\"]+\">")
            .matcher(page)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(arrows).hasSize(46).doesNotHaveDuplicates();
    for (String packet : arrows) {
      assertThat(page)
          .containsOnlyOnce("<tr id=\"packet-" + packet + "\">")
          .contains("href=\"#arrow-" + packet + "\">" + packet + "</a></td>");
    }
    assertThat(page)
        .contains("Packets <a href=\"#arrow-8\">8</a>, <a href=\"#arrow-10\">10</a>")
        .contains("zero_window: window is 0, no SYN, FIN or RST (RFC 9293 §3.8.6)")
        .contains("the client is SYN_SENT (seen): it sent a SYN: active open (RFC 9293 §3.10.1)");
  }

  @Test
  void an_orderly_capture_has_no_findings_and_says_so() throws Exception {
    assertThat(recorded("handshake_close.client.pcap"))
        .contains("Nothing stands out", "No attempt to connect failed.", "Connections in full (1)")
        .contains("no segment was repeated")
        .doesNotContain("still open when the capture ended");
    Packets begun = CaptureFile.read(DATA.resolve("giving_up.server.pcap"));
    assertThat(page("begun", begun)).contains("1 connection was still open when the capture ended");
  }

  @Test
  void a_capture_without_tcp_is_reported_in_words() throws Exception {
    assertThat(page("empty.pcap", Packets.builder().build()))
        .contains("no TCP segment", "There is no TCP connection in this capture.")
        .contains("There is no TCP connection to judge.")
        .doesNotContain("Nothing stands out")
        .endsWith("</body>\n</html>\n");
  }

  @Test
  void a_name_that_wants_out_stays_text() throws Exception {
    String hostile = "</title><script>alert(1)</script>\u202E.pcap";
    assertThat(page(hostile, Packets.builder().build()))
        .doesNotContain("<script>alert(1)", "\u202E")
        .contains("&lt;script&gt;alert(1)");
  }
}
