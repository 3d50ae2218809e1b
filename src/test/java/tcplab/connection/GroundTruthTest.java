package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tcplab.Score;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.tcp.State;

/**
 * Every recorded scenario against the Linux kernel's own record: from an end's own capture, its
 * state sequence and its count of retransmissions are the kernel's, and of the far end nothing that
 * is called seen contradicts it.
 */
public class GroundTruthTest {
  /** Host A is the client in every scenario, B the server. */
  private record End(String host, Side side, String file) {}

  private static final List<End> ENDS =
      List.of(new End("A", Side.CLIENT, "client"), new End("B", Side.SERVER, "server"));

  private static List<Path> truths() {
    return SharedCaptures.ending(".truth.json");
  }

  private static String scenario(Path truth) {
    return truth.getFileName().toString().replace(".truth.json", "");
  }

  private static Connections analysed(Path truth, End end) throws CaptureException {
    String name = scenario(truth) + "." + end.file() + ".pcap";
    return Connections.of(CaptureFile.read(truth.resolveSibling(name)));
  }

  @Test
  void the_recordings_are_there() {
    assertThat(truths()).hasSizeGreaterThanOrEqualTo(17);
  }

  @TestFactory
  Stream<DynamicTest> an_ends_own_capture_gives_the_kernels_states_and_retransmissions() {
    return truths().stream()
        .flatMap(
            truth ->
                ENDS.stream()
                    .map(
                        end ->
                            DynamicTest.dynamicTest(
                                scenario(truth) + " " + end.file(), () -> check(truth, end))));
  }

  private static void check(Path truth, End end) throws CaptureException {
    assertThat(differences(truth, end)).isEmpty();
  }

  /** One field for each state sequence of a capturing end. */
  public static Score statesScore() throws CaptureException {
    return score("states of the capturing end, against the kernel", true);
  }

  /** One field for each capturing end. */
  public static Score retransmissionsScore() throws CaptureException {
    return score("retransmissions of the capturing end, against the kernel", false);
  }

  private static Score score(String what, boolean states) throws CaptureException {
    int captures = 0;
    long frames = 0;
    long fields = 0;
    List<String> wrong = new ArrayList<>();
    for (Path truth : truths()) {
      for (End end : ENDS) {
        JsonObject kernel = SharedCaptures.json(truth).getAsJsonObject();
        Connections connections = analysed(truth, end);
        captures++;
        frames += connections.packets().frames();
        fields += states ? sequences(kernel, end.host()).size() : 1;
        wrong.addAll(
            states
                ? stateDifferences(kernel, connections, end)
                : countDifferences(kernel, connections, end));
      }
    }
    return new Score(what, captures, frames, fields - wrong.size(), 0, wrong);
  }

  private static List<String> differences(Path truth, End end) throws CaptureException {
    JsonObject kernel = SharedCaptures.json(truth).getAsJsonObject();
    Connections connections = analysed(truth, end);
    List<String> differences = new ArrayList<>(stateDifferences(kernel, connections, end));
    differences.addAll(countDifferences(kernel, connections, end));
    return differences;
  }

  private static Map<String, JsonElement> sequences(JsonObject kernel, String host) {
    Map<String, JsonElement> sequences =
        new TreeMap<>(kernel.getAsJsonObject("state_sequence").asMap());
    sequences.keySet().removeIf(key -> !key.startsWith(host));
    return sequences;
  }

  private static List<String> stateDifferences(
      JsonObject kernel, Connections connections, End end) {
    List<String> differences = new ArrayList<>();
    sequences(kernel, end.host())
        .forEach(
            (key, names) -> {
              String ours = find(connections, key).stateNames(end.side());
              if (!ours.equals(states(names))) {
                differences.add(key + ": " + ours + ", not " + states(names));
              }
            });
    return differences;
  }

  private static List<String> countDifferences(
      JsonObject kernel, Connections connections, End end) {
    int expected = retransmissions(kernel, end.host());
    int counted = connections.all().stream().mapToInt(c -> c.retransmissions(end.side())).sum();
    return counted == expected
        ? List.of()
        : List.of("retransmissions: " + counted + ", not " + expected);
  }

  @TestFactory
  Stream<DynamicTest> nothing_seen_of_the_far_end_contradicts_the_kernel() {
    return truths().stream()
        .flatMap(
            truth ->
                ENDS.stream()
                    .map(
                        end ->
                            DynamicTest.dynamicTest(
                                scenario(truth) + " " + end.file(), () -> checkFar(truth, end))));
  }

  private static void checkFar(Path truth, End near) throws CaptureException {
    JsonObject kernel = SharedCaptures.json(truth).getAsJsonObject();
    Connections connections = analysed(truth, near);
    Side far = near.side().peer();
    String farHost = near.host().equals("A") ? "B" : "A";
    for (Map.Entry<String, JsonElement> sequence :
        kernel.getAsJsonObject("state_sequence").entrySet()) {
      if (sequence.getKey().startsWith(farHost)) {
        List<State> seen = new ArrayList<>();
        for (StateEntry entry : find(connections, sequence.getKey()).states(far)) {
          if (entry.basis() == Basis.SEEN || entry.basis() == Basis.INFERRED) {
            seen.add(entry.state());
          }
        }
        assertThat(stateList(sequence.getValue()))
            .as(sequence.getKey())
            .containsSubsequence(seen.toArray(State[]::new));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> the_capture_point_is_the_end_it_was_taken_at() {
    return truths().stream()
        .flatMap(
            truth ->
                ENDS.stream()
                    .map(
                        end ->
                            DynamicTest.dynamicTest(
                                scenario(truth) + " " + end.file(), () -> checkPoint(truth, end))));
  }

  private static void checkPoint(Path truth, End end) throws CaptureException {
    for (Connection connection : analysed(truth, end).all()) {
      CapturePoint point = connection.capturePoint();
      // Refused connections have no answer of the client's to compare.
      if (point == null) {
        assertThat(connection.handshakeVariant()).isEqualTo(Handshake.Variant.REFUSED);
      } else {
        assertThat(point.side()).isEqualTo(end.side());
      }
    }
  }

  /** A key such as {@code B 8080>40001 #3}: whose, its port, the peer's port, the how-manieth. */
  private static Connection find(Connections connections, String key) {
    String[] words = key.split(" ", -1);
    int arrow = words[1].indexOf('>');
    int own = Integer.parseInt(words[1].substring(0, arrow));
    int peers = Integer.parseInt(words[1].substring(arrow + 1));
    Side side = words[0].equals("A") ? Side.CLIENT : Side.SERVER;
    int nth = words.length > 2 ? Integer.parseInt(words[2].substring(1)) : 1;
    return connections.all().stream()
        .filter(c -> c.port(side) == own && c.port(side.peer()) == peers)
        .skip(nth - 1)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no connection " + key));
  }

  private static List<State> stateList(JsonElement names) {
    List<State> states = new ArrayList<>();
    for (JsonElement name : names.getAsJsonArray()) {
      states.add(State.parse(name.getAsString()).orElseThrow());
    }
    return states;
  }

  private static String states(JsonElement names) {
    return stateList(names).stream().map(State::name).collect(Collectors.joining(" "));
  }

  private static int retransmissions(JsonObject kernel, String host) {
    JsonObject deltas = kernel.getAsJsonObject("snmp_delta").getAsJsonObject(host);
    JsonElement count = deltas == null ? null : deltas.get("TcpRetransSegs");
    return count == null ? 0 : count.getAsInt();
  }
}
