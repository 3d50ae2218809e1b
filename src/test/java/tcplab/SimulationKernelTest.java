package tcplab;

import static org.assertj.core.api.Assertions.assertThat;
import static tcplab.Requirement.requires;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.capture.Progress;
import tcplab.simulation.End;
import tcplab.simulation.Run;
import tcplab.simulation.Scenario;
import tcplab.tcp.Flags;

/**
 * The simulator against the Linux kernel: given the same calls and the same faults it makes the
 * same segments in kind and order, as the client's capture shows them (who, flags, octets of text).
 * PSH is left out: Linux sets it by how its buffers happen to be cut. Where the two differ, the
 * difference stands with its reason in {@code kernel-differences.tsv}, and is exactly that.
 */
class SimulationKernelTest {
  private record Explained(String difference, String reason) {}

  @Test
  void the_simulator_makes_the_segments_of_the_projects_recordings(TestReporter reporter)
      throws IOException {
    compare("own", KernelRecordings.own(), KernelScenarios.own(), reporter);
  }

  @Test
  void the_simulator_makes_the_segments_of_the_shared_recordings(TestReporter reporter)
      throws IOException {
    requires(Files.isDirectory(KernelRecordings.shared()), "" + KernelRecordings.shared());
    compare("shared", KernelRecordings.shared(), KernelScenarios.shared(), reporter);
  }

  /** The first ten acknowledged segments double the window, in the kernel and in the model. */
  @Test
  void slow_start_takes_the_congestion_window_where_the_kernel_took_it() throws IOException {
    JsonObject truth =
        JsonParser.parseString(
                Files.readString(KernelRecordings.own().resolve("slow_start.truth.json")))
            .getAsJsonObject();
    long first = -1;
    int kernel = 0;
    for (JsonElement element : truth.getAsJsonArray("cwnd")) {
      JsonObject sample = element.getAsJsonObject();
      if (sample.get("host").getAsString().equals("A")) {
        long una = sample.get("snd_una").getAsLong();
        first = first < 0 ? una : first;
        if (una - first <= 10 * 1448) {
          kernel = sample.get("snd_cwnd").getAsInt();
        }
      }
    }
    long roundTripNs = 60_000_000;
    long model =
        Objects.requireNonNull(KernelScenarios.own().get("slow_start")).run().windows().stream()
            .filter(w -> w.end() == End.CLIENT && w.timeNs() < 5 * roundTripNs / 2)
            .mapToLong(Run.WindowSample::cwnd)
            .max()
            .orElseThrow();
    assertThat(kernel).isEqualTo(20);
    assertThat(model).isEqualTo(kernel * 1448L);
  }

  private static void compare(
      String set, Path folder, Map<String, Scenario> scenarios, TestReporter reporter)
      throws IOException {
    Map<String, Explained> explained = explained();
    List<Path> truths = KernelRecordings.truths(folder);
    assertThat(truths).hasSizeGreaterThanOrEqualTo(scenarios.size());
    int equal = 0;
    List<String> wrong = new ArrayList<>();
    for (Path truth : truths) {
      String name = set + " " + truth.getFileName().toString().replace(".truth.json", "");
      String difference = difference(truth, scenarios);
      Explained known = explained.get(name);
      String expected = known == null ? "" : known.difference();
      if (!difference.equals(expected)) {
        wrong.add(name + "\t" + difference);
      } else if (difference.isEmpty()) {
        equal++;
      } else {
        reporter.publishEntry(name, difference + ": " + (known == null ? "" : known.reason()));
      }
    }
    reporter.publishEntry(
        set + " segments",
        "scenarios "
            + truths.size()
            + ", equal "
            + equal
            + ", explained "
            + (truths.size() - equal - wrong.size())
            + ", wrong "
            + wrong.size());
    assertThat(wrong).isEmpty();
  }

  private static String difference(Path truth, Map<String, Scenario> scenarios) throws IOException {
    String name = truth.getFileName().toString().replace(".truth.json", "");
    Scenario scenario = scenarios.get(name);
    if (scenario == null) {
      return "not simulated";
    }
    Packets kernel = CaptureFile.read(truth.resolveSibling(name + ".client.pcap"));
    return difference(kinds(kernel), kinds(simulated(scenario)));
  }

  private static Packets simulated(Scenario scenario) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scenario.run().writeCapture(End.CLIENT, out);
    return CaptureFile.read(
        new ByteArrayInputStream(out.toByteArray()), "simulated", Progress.NONE);
  }

  /** Such as {@code C S. 0}, up to the client's next connection. */
  private static List<String> kinds(Packets packets) {
    List<String> kinds = new ArrayList<>();
    boolean stood = false;
    for (int row = 0; row < packets.size(); row++) {
      boolean client = packets.source(row).equals(packets.source(0));
      if (stood && packets.flags(row) == Flags.SYN) {
        break;
      }
      stood |= client && packets.flags(row) == Flags.ACK;
      int flags = packets.flags(row) & ~Flags.PSH;
      kinds.add((client ? "C " : "S ") + Flags.text(flags) + " " + packets.length(row));
    }
    return kinds;
  }

  /** What is left of both sides when the longest common subsequence is taken out. */
  private static String difference(List<String> kernel, List<String> model) {
    int[][] common = new int[kernel.size() + 1][model.size() + 1];
    for (int i = kernel.size() - 1; i >= 0; i--) {
      for (int j = model.size() - 1; j >= 0; j--) {
        common[i][j] =
            kernel.get(i).equals(model.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    Map<String, Integer> rest = new TreeMap<>();
    int i = 0;
    int j = 0;
    while (i < kernel.size() || j < model.size()) {
      boolean same = i < kernel.size() && j < model.size() && kernel.get(i).equals(model.get(j));
      if (same) {
        i++;
        j++;
      } else if (j == model.size() || (i < kernel.size() && common[i + 1][j] >= common[i][j + 1])) {
        rest.merge("kernel only " + kernel.get(i++), 1, Integer::sum);
      } else {
        rest.merge("model only " + model.get(j++), 1, Integer::sum);
      }
    }
    return rest.entrySet().stream()
        .map(e -> e.getKey() + " ×" + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Explained> explained() throws IOException {
    Map<String, Explained> all = new HashMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            SimulationKernelTest.class.getResourceAsStream("kernel-differences.tsv"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        String[] cells = line.split("\t", -1);
        if (cells.length == 3) {
          all.put(cells[0], new Explained(cells[1], cells[2]));
        }
      }
    }
    return all;
  }
}
