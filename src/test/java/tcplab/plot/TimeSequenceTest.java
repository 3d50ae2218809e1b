package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;

class TimeSequenceTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static Connection recorded(String file) throws CaptureException {
    return Connections.of(CaptureFile.read(DATA.resolve(file))).connection(0);
  }

  private static List<Double> ys(Picture picture, String name) {
    JsonArray traces =
        JsonParser.parseString(picture.figure().orElseThrow())
            .getAsJsonObject()
            .getAsJsonArray("data");
    for (JsonElement trace : traces) {
      JsonObject one = trace.getAsJsonObject();
      if (one.get("name").getAsString().equals(name)) {
        List<Double> values = new ArrayList<>();
        for (JsonElement y : one.getAsJsonArray("y")) {
          if (!y.isJsonNull()) {
            values.add(y.getAsDouble());
          }
        }
        return values;
      }
    }
    throw new AssertionError("no curve " + name);
  }

  @Test
  void all_octets_stand_between_the_first_bars_foot_and_the_last_ones_head() throws Exception {
    Picture picture = TimeSequence.of(recorded("slow_start.client.pcap"), Side.CLIENT);

    // SYN and FIN take up a number each (RFC 9293 §3.4).
    assertThat(ys(picture, "sent")).first().isEqualTo(0.0);
    assertThat(ys(picture, "sent")).last().isEqualTo(100_002.0);
    assertThat(ys(picture, "acknowledged")).last().isEqualTo(100_002.0);
    assertThat(ys(picture, "sent again")).isEmpty();
    assertThat(picture.description()).contains("100,000 octets of payload");
  }

  @Test
  void a_repeat_stands_apart_and_sack_shows_what_had_come_beyond_it() throws Exception {
    Picture picture = TimeSequence.of(recorded("retransmission.client.pcap"), Side.CLIENT);

    assertThat(ys(picture, "sent again")).hasSize(2);
    double missing = ys(picture, "sent again").get(1);
    assertThat(ys(picture, "SACK")).isNotEmpty().allMatch(edge -> edge >= missing);
  }

  @Test
  void an_edge_that_was_never_near_does_not_press_the_bars_flat() throws Exception {
    Picture picture = TimeSequence.of(recorded("retransmission.client.pcap"), Side.CLIENT);

    assertThat(ys(picture, "window's edge")).isNotEmpty().allMatch(y -> y > 60_000);
    assertThat(picture.description()).contains("far above, at 65,");
    assertThat(picture.svg()).doesNotContain(">60,000<").contains(">10,000<");
  }

  @Test
  void no_octet_lies_beyond_the_windows_edge() throws Exception {
    Picture picture = TimeSequence.of(recorded("zero_window.client.pcap"), Side.CLIENT);

    double edge = ys(picture, "window's edge").stream().mapToDouble(y -> y).max().orElseThrow();
    assertThat(ys(picture, "sent")).allMatch(y -> y <= edge);
  }
}
