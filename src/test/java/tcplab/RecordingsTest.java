package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcplab.KernelRecordings.RecordedEnd;
import tcplab.connection.Basis;
import tcplab.connection.Connection;
import tcplab.connection.Side;
import tcplab.connection.StateEntry;
import tcplab.tcp.State;

/** Holds what notebooks/data/README.md promises about the project's own recordings. */
class RecordingsTest {

  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");
  private static final int PCAP_NANOSECONDS = 0xa1b23c4d;

  static List<String> recordings() throws IOException {
    try (Stream<Path> files = Files.list(DATA)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".truth.json"))
          .map(name -> name.substring(0, name.indexOf('.')))
          .sorted()
          .toList();
    }
  }

  private static JsonObject truth(String name) throws IOException {
    return JsonParser.parseString(Files.readString(DATA.resolve(name + ".truth.json")))
        .getAsJsonObject();
  }

  @Test
  void the_recordings_that_the_lessons_need_are_there() throws IOException {
    assertThat(recordings())
        .contains(
            "handshake_close",
            "close_three_segments",
            "syn_ack_lost",
            "syn_lost",
            "retransmission",
            "duplicate",
            "reordering",
            "last_ack_lost",
            "refused");
  }

  @Test
  void every_file_is_small_and_described_in_the_readme() throws IOException {
    String readme = Files.readString(DATA.resolve("README.md"));
    try (Stream<Path> files = Files.list(DATA)) {
      for (Path file : files.filter(path -> !path.endsWith("README.md")).toList()) {
        String name = file.getFileName().toString();
        assertThat(name)
            .matches("filters\\.pcap|\\w+\\.((client|server)\\.pcap|truth\\.json|cwnd\\.csv)");
        assertThat(Files.size(file)).as(name).isLessThan(200_000);
        assertThat(readme).contains("| `" + name.substring(0, name.indexOf('.')) + "` |");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void each_truth_file_parses_and_names_its_captures(String name) throws IOException {
    JsonObject truth = truth(name);
    assertThat(truth.get("scenario").getAsString()).isEqualTo(name);
    for (JsonElement capture : truth.getAsJsonArray("captures")) {
      byte[] bytes = Files.readAllBytes(DATA.resolve(capture.getAsString()));
      assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt())
          .isEqualTo(PCAP_NANOSECONDS);
    }
    assertThat(truth.getAsJsonObject("capture_drops").asMap().values())
        .allSatisfy(drops -> assertThat(drops.getAsInt()).isZero());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void each_state_of_the_truth_is_one_of_the_eleven(String name) throws IOException {
    JsonObject ends = truth(name).getAsJsonObject("state_sequence");
    assertThat(ends.size()).isPositive();
    for (Map.Entry<String, JsonElement> end : ends.entrySet()) {
      assertThat(end.getKey()).matches("[AB] \\d+>\\d+");
      for (JsonElement state : end.getValue().getAsJsonArray()) {
        assertThat(State.parse(state.getAsString())).as(state.getAsString()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void what_is_called_seen_at_either_end_is_what_the_kernels_went_through(String name)
      throws IOException {
    List<RecordedEnd> ends = KernelRecordings.ends(DATA.resolve(name + ".truth.json"));
    for (RecordedEnd near : ends) {
      for (RecordedEnd end : ends) {
        if (end == near || areTwoEnds(near, end)) {
          assertThat(end.states())
              .as("%s, captured at the %s: %s", name, near.side(), end.side())
              .containsSubsequence(known(near.connection(), end.port()));
        }
      }
    }
  }

  private static boolean areTwoEnds(RecordedEnd near, RecordedEnd far) {
    String[] ports = near.ports().split(">", -1);
    return near.side() != far.side() && far.ports().equals(ports[1] + ">" + ports[0]);
  }

  private static List<State> known(Connection connection, int port) {
    Side side = connection.port(Side.CLIENT) == port ? Side.CLIENT : Side.SERVER;
    return connection.states(side).stream()
        .filter(entry -> entry.basis() == Basis.SEEN || entry.basis() == Basis.INFERRED)
        .map(StateEntry::state)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void the_traced_retransmissions_are_as_many_as_the_kernel_counted(String name)
      throws IOException {
    JsonObject truth = truth(name);
    Map<String, Integer> traced = traced(truth.getAsJsonArray("kernel_retransmits"));
    Map<String, Integer> counted = counted(truth.getAsJsonObject("snmp_delta"));
    if (name.equals("losses") || name.equals("path_mtu")) {
      // One event stands for a buffer of several segments; the capture shows each of them.
      Capture capture = Capture.open(DATA.resolve(name + ".client.pcap"));
      assertThat(counted).isEqualTo(Map.of("A", capture.series(0).repeats().rowCount()));
      assertThat(traced.get("A")).isPositive().isLessThanOrEqualTo(counted.get("A"));
    } else {
      assertThat(traced).isEqualTo(counted);
    }
  }

  private static Map<String, Integer> traced(JsonArray events) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonElement event : events) {
      counts.merge(event.getAsJsonObject().get("host").getAsString(), 1, Integer::sum);
    }
    return counts;
  }

  private static Map<String, Integer> counted(JsonObject hosts) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String host : hosts.keySet()) {
      JsonElement count = hosts.getAsJsonObject(host).get("TcpRetransSegs");
      if (count != null) {
        counts.put(host, count.getAsInt());
      }
    }
    return counts;
  }
}
