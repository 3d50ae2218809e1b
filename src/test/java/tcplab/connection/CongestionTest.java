package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.connection.CwndSample.Phase;
import tcplab.connection.LimitSpan.Limit;

/** The estimated congestion window: against recorded transfers with losses, and by its rules. */
class CongestionTest {
  /** A capture and the sender's system call are not the same moment. */
  private static final long SLACK_NS = 150_000;

  private static final int INFINITE = Integer.MAX_VALUE;
  private static final int RECOVERY = 3;
  private static final int LOSS = 4;

  @TempDir private Path folder;

  private static InputStream resource(String name) {
    return Objects.requireNonNull(CongestionTest.class.getResourceAsStream(name), name);
  }

  private Connection recorded(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = resource(name + ".pcap.gz")) {
      Files.copy(in, file);
    }
    return Connections.of(CaptureFile.read(file)).connection(0);
  }

  private static List<long[]> kernel(String name) throws IOException {
    List<long[]> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(resource(name + ".tcp_info.tsv.gz")),
                StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<Long> cells = new ArrayList<>();
        for (String cell : line.split("\t", -1)) {
          cells.add(Long.valueOf(cell));
        }
        rows.add(cells.stream().mapToLong(Long::longValue).toArray());
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cubic_loss", "reno_loss", "cubic_queue", "reno_queue"})
  void a_transfers_window_is_estimated(String name, TestReporter reporter) throws IOException {
    List<CwndSample> ours =
        recorded(name).cwnd().stream().filter(s -> s.side() == Side.CLIENT).toList();
    List<Integer> errors = new ArrayList<>();
    int phases = 0;
    int at = 0;
    for (long[] row : kernel(name)) {
      while (at + 1 < ours.size() && ours.get(at + 1).timeNs() <= row[0] - SLACK_NS) {
        at++;
      }
      CwndSample sample = ours.get(at);
      errors.add(Math.abs(sample.cwndSegments() - (int) row[2]));
      boolean repairs = sample.phase() == Phase.RECOVERY || sample.phase() == Phase.TIMEOUT;
      phases += repairs == (row[1] == RECOVERY || row[1] == LOSS) ? 1 : 0;
    }
    errors.sort(null);
    int size = errors.size();
    long within = errors.stream().filter(error -> error <= 1).count();
    reporter.publishEntry(
        name,
        "%d samples, median error %d segments, within 1: %.1f %%, phase equal: %.1f %%"
            .formatted(size, errors.get(size / 2), 100.0 * within / size, 100.0 * phases / size));
    assertThat(errors.get(size / 2)).isLessThanOrEqualTo(1);
    assertThat(within).isGreaterThan(size * 85L / 100);
    assertThat(phases).isGreaterThan(size * 99 / 100);
  }

  @Test
  void slow_start_recovery_avoidance_and_a_timeout_are_followed_to_one_segment()
      throws IOException {
    Path data =
        Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
            .resolve("notebooks/data");
    Packets packets = CaptureFile.read(data.resolve("losses.client.pcap"));
    List<CwndSample> ours =
        Connections.of(packets).connection(0).cwnd().stream()
            .filter(s -> s.side() == Side.CLIENT)
            .toList();
    Set<Phase> phases = new TreeSet<>();
    List<Integer> errors = new ArrayList<>();
    long[] arrivals = arrivals(packets);
    int at = 0;
    for (int kernel : windows(data.resolve("losses.truth.json"))) {
      // The kernel says what it had when a segment came, before the segment changed it.
      while (at + 1 < ours.size() && ours.get(at + 1).timeNs() < arrivals[errors.size()]) {
        at++;
      }
      phases.add(ours.get(at).phase());
      errors.add(Math.abs(ours.get(at).cwndSegments() - kernel));
    }
    assertThat(phases).containsExactlyInAnyOrder(Phase.values());
    assertThat(errors).hasSize(192).allMatch(error -> error <= 1);
  }

  /** When the server's segments after its SYN came, in nanoseconds. */
  private static long[] arrivals(Packets packets) {
    return IntStream.range(0, packets.size())
        .filter(row -> packets.sourcePort(row) == 8080)
        .skip(1)
        .mapToLong(packets::timeNs)
        .toArray();
  }

  private static List<Integer> windows(Path truth) throws IOException {
    List<Integer> windows = new ArrayList<>();
    JsonObject json = JsonParser.parseString(Files.readString(truth)).getAsJsonObject();
    for (JsonElement sample : json.getAsJsonArray("cwnd")) {
      JsonObject fields = sample.getAsJsonObject();
      if (fields.get("host").getAsString().equals("A")) {
        windows.add(fields.get("snd_cwnd").getAsInt());
      }
    }
    return windows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cubic_loss", "reno_loss"})
  void the_factor_that_a_loss_cuts_by_is_found_from_the_packets(String name) throws IOException {
    CwndSample ours = lastOf(recorded(name));
    List<long[]> kernel = kernel(name);
    long ssthresh = kernel.get(kernel.size() - 1)[3];
    assertThat(ssthresh).isLessThan(INFINITE);
    assertThat((long) ours.ssthreshSegments().orElseThrow()).isCloseTo(ssthresh, within(1L));
  }

  private static CwndSample lastOf(Connection connection) {
    return connection.cwnd().stream()
        .filter(s -> s.side() == Side.CLIENT)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** A capture at the client: the server answers after 20 ms, the client at once. */
  private static Dialogue atClient() {
    return new Dialogue()
        .options(1460, 7, true)
        .syn()
        .after(20)
        .options(1460, 7, true)
        .synAck()
        .after(0.1)
        .ack();
  }

  private static Dialogue burst(Dialogue dialogue, int segments) {
    dialogue.client();
    for (int i = 0; i < segments; i++) {
      dialogue.after(0.01).data(1460);
    }
    return dialogue;
  }

  @Test
  void slow_start_adds_a_segment_for_each_one_acknowledged() {
    Dialogue dialogue = burst(atClient(), 10).server().after(20).ack();
    CwndSample sample = lastOf(dialogue.connection());
    assertThat(sample.cwndSegments()).isEqualTo(20);
    assertThat(sample.cwndBytes()).isEqualTo(20 * 1460);
    assertThat(sample.phase()).isEqualTo(Phase.SLOW_START);
    assertThat(sample.ssthreshSegments()).isEqualTo(OptionalInt.empty());
    assertThat(sample.path()).isEqualTo(MeasuredPath.WHOLE);
  }

  @Test
  void a_window_that_is_not_used_does_not_grow() {
    Dialogue dialogue = burst(atClient(), 2).server().after(20).ack();
    assertThat(lastOf(dialogue.connection()).cwndSegments()).isEqualTo(10);
  }

  @Test
  void a_timeout_begins_again_at_one_segment() {
    Dialogue dialogue = burst(atClient(), 4).lost();
    dialogue.after(250).repeat(3).after(600).repeat(0);
    CwndSample sample = lastOf(dialogue.connection());
    assertThat(sample.phase()).isEqualTo(Phase.TIMEOUT);
    assertThat(sample.cwndSegments()).isEqualTo(1);
    assertThat(sample.ssthreshSegments().orElseThrow()).isLessThan(10);
  }

  @Test
  void a_syn_that_was_lost_twice_leaves_one_segment() {
    Dialogue dialogue = new Dialogue().options(1460, 7, true).syn().lost();
    dialogue.after(1000).repeat(0).lost().after(2000).repeat(0).after(20);
    dialogue.options(1460, 7, true).synAck().after(0.1).ack();
    assertThat(lastOf(dialogue.connection()).cwndSegments()).isEqualTo(1);
  }

  @Test
  void more_in_flight_than_estimated_raises_the_estimate() {
    assertThat(lastOf(burst(atClient(), 30).connection()).cwndSegments()).isEqualTo(30);
  }

  @Test
  void a_peer_without_room_a_full_window_and_an_idle_application_are_told_apart() {
    Dialogue dialogue = atClient();
    burst(dialogue, 10).server().after(20).ack();
    dialogue.window(0).after(20).ack().after(500).window(64000).ack();
    assertThat(dialogue.connection().limits())
        .filteredOn(span -> span.side() == Side.CLIENT)
        .extracting(LimitSpan::limit)
        .containsExactly(Limit.APPLICATION, Limit.CONGESTION, Limit.APPLICATION, Limit.WINDOW);
    assertThat(dialogue.connection().limits())
        .filteredOn(span -> span.limit() == Limit.WINDOW)
        .extracting(LimitSpan::durationNs)
        .containsExactly(500_000_000L);
  }

  @Test
  void a_capture_at_the_receiver_makes_no_claim_about_the_senders_window() {
    Dialogue dialogue = new Dialogue().options(1460, 7, true).syn().after(0.1);
    dialogue.options(1460, 7, true).synAck().after(20).ack();
    burst(dialogue, 3).server().after(0.1).ack();
    assertThat(dialogue.connection().capturePoint()).isEqualTo(CapturePoint.SERVER);
    assertThat(dialogue.connection().cwnd())
        .extracting(CwndSample::side)
        .doesNotContain(Side.CLIENT);
  }
}
