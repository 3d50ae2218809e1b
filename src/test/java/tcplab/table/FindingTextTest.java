package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.connection.Connections;
import tcplab.connection.Findings;

class FindingTextTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static String text(Connections connections, int width) {
    return FindingText.of(Findings.of(connections, 0), connections.count(), width);
  }

  private static Connections recorded(String name) throws CaptureException {
    return Connections.of(CaptureFile.read(DATA.resolve(name + ".client.pcap")));
  }

  @Test
  void a_finding_says_what_it_is_what_it_means_and_which_packets_show_it() throws CaptureException {
    assertThat(text(recorded("zero_window"), 400))
        .startsWith("DELAY: Receivers without room (1 connection)\n  An end announced")
        .contains("[RFC 9293 §3.8.6]\n    connection 0: 172.18.0.5:44590 → 172.18.0.3:8080: ")
        .endsWith("[packets 8 10 12 14]\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 100})
  void lines_fit_the_terminal(int width) throws CaptureException {
    assertThat(text(recorded("losses"), width).lines()).allMatch(line -> line.length() <= width);
  }

  @Test
  void where_nothing_stands_out_it_says_so() throws CaptureException {
    assertThat(text(recorded("handshake_close"), 80))
        .isEqualTo("Nothing stands out in 1 connection.\n");
    assertThat(text(Connections.of(Packets.builder().build()), 80))
        .isEqualTo("Nothing stands out in 0 connections.\n");
  }
}
