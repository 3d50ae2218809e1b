package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;

class SeriesPicturesTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static Connection recorded(String file) throws CaptureException {
    return Connections.of(CaptureFile.read(DATA.resolve(file))).connection(0);
  }

  private static List<Double> ys(Picture picture, String name) {
    SvgDocument.of(picture);
    JsonObject figure = JsonParser.parseString(picture.figure().orElseThrow()).getAsJsonObject();
    for (JsonElement trace : figure.getAsJsonArray("data")) {
      JsonObject one = trace.getAsJsonObject();
      if (one.get("name").getAsString().equals(name)) {
        List<Double> values = new ArrayList<>();
        one.getAsJsonArray("y")
            .forEach(y -> values.add(y.isJsonNull() ? Double.NaN : y.getAsDouble()));
        return values;
      }
    }
    throw new AssertionError("no curve " + name);
  }

  @Test
  void round_trips_lie_at_the_wires_delay_and_the_timeout_above_them() throws Exception {
    Picture picture = RoundTrips.of(recorded("slow_start.client.pcap"), Side.CLIENT);

    assertThat(ys(picture, "measured")).isNotEmpty().allMatch(ms -> ms >= 60 && ms < 120);
    assertThat(ys(picture, "timeout (RTO)")).allMatch(ms -> ms >= 260);
  }

  @Test
  void what_is_in_flight_stays_within_the_receivers_window() throws Exception {
    Picture picture = Windows.of(recorded("zero_window.client.pcap"), Side.CLIENT);

    assertThat(ys(picture, "receiver's window")).contains(0.0);
    assertThat(picture.description()).contains("Limited by the receiver's window for 2.");
  }

  @Test
  void slow_start_begins_with_ten_segments_and_about_doubles() throws Exception {
    Picture picture = CongestionWindow.of(recorded("slow_start.client.pcap"), Side.CLIENT);

    List<Double> window = ys(picture, "slow start");
    assertThat(window.get(0)).isEqualTo(10.0);
    assertThat(window.get(window.size() - 1)).isGreaterThan(20.0);
    assertThat(ys(picture, "kernel's")).isEmpty();
  }

  @Test
  void the_kernels_window_is_drawn_where_it_was_given() throws Exception {
    Connection connection = recorded("slow_start.client.pcap");
    long start = connection.startNs();
    Picture picture =
        CongestionWindow.of(
            connection, Side.CLIENT, new long[] {start, start + 1_000_000}, new double[] {10, 12});

    assertThat(ys(picture, "kernel's")).containsExactly(10.0, 12.0);
    assertThat(picture.description()).contains("what the kernel recorded");
  }

  @Test
  void throughput_in_one_interval_is_all_octets() throws Exception {
    Connection connection = recorded("slow_start.client.pcap");
    Picture picture = Throughput.of(connection, Duration.ofSeconds(1));

    assertThat(ys(picture, "client")).containsExactly(100_000.0);
    assertThat(ys(picture, "server")).containsExactly((double) connection.bytes(Side.SERVER));
  }

  @Test
  void a_connection_without_data_still_gives_pictures_in_words() throws Exception {
    Connection refused = recorded("refused.client.pcap");
    for (Picture picture :
        List.of(
            RoundTrips.of(refused, Side.SERVER),
            Windows.of(refused, Side.SERVER),
            CongestionWindow.of(refused, Side.SERVER),
            TimeSequence.of(refused, Side.SERVER),
            Throughput.of(refused, Duration.ofSeconds(1)))) {
      SvgDocument.of(picture);
      assertThat(picture.description()).isNotBlank();
    }
  }
}
