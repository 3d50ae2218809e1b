package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tcplab.Score;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;

/**
 * How every recorded scenario opened and closed, from each end's capture: what the wire and the
 * programs did is told in its truth file.
 */
public class VariantsTest {
  private static final Path OWN =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  /** Scenario, end (both: *), then one word a connection: handshake/teardown/closed first. */
  private static final String SHARED =
      """
      close_server_first * complete/four_segments/server
      delayed_ack_rtt * complete/three_segments/client
      duplicate_packets * complete/three_segments/client
      handshake_ack_lost client complete/three_segments/client
      handshake_ack_lost server last_ack_lost/three_segments/client
      keepalive_dead client complete/keep_alive_timeout/client
      keepalive_dead server complete/unanswered/none
      mss_clamp * complete/three_segments/client
      multi_loss_sack * complete/three_segments/client
      port_reuse_rst * complete/aborted_by_client/client complete/aborted_by_client/client \
      complete/aborted_by_client/client
      refused_rst * refused/refused/server
      rto_backoff * complete/three_segments/client
      syn_lost client syn_repeated/three_segments/client
      syn_lost server complete/three_segments/client
      tail_loss_probe * complete/four_segments/client
      tfo_syn_data * complete/three_segments/client fast_open/three_segments/client
      timestamps_off * complete/three_segments/client
      timewait_reuse * complete/three_segments/server complete/three_segments/client
      urgent_oob * complete/three_segments/client
      zero_window * complete/three_segments/client
      """;

  private static final String RECORDED =
      """
      close_three_segments * complete/three_segments/client
      half_close * complete/half_close/client
      handshake_close * complete/four_segments/client
      giving_up client complete/unanswered/none
      giving_up server complete/still_open/none
      last_ack_lost * complete/fin_repeated/client
      refused * refused/refused/server
      reset * complete/aborted_by_client/client
      simultaneous_close * complete/simultaneous_close/both
      simultaneous_open client simultaneous_open/four_segments/client
      simultaneous_open server simultaneous_open/four_segments/server
      syn_ack_lost client syn_repeated/four_segments/client
      syn_ack_lost server syn_ack_repeated/four_segments/client
      syn_lost client syn_repeated/four_segments/client
      syn_lost server complete/four_segments/client
      syn_timeout client unanswered/unanswered/none
      """;

  private static List<String> of(Path file) throws CaptureException {
    List<String> words = new ArrayList<>();
    for (Connection c : Connections.of(CaptureFile.read(file)).all()) {
      words.add(
          c.handshakeVariant().label()
              + "/"
              + c.teardownVariant().label()
              + "/"
              + c.closedFirst().label());
    }
    return words;
  }

  /** One line of a table for one end's capture. */
  private record Case(Path file, List<String> words) {}

  private static List<Case> cases(String table, Path folder) {
    List<Case> cases = new ArrayList<>();
    for (String line : table.lines().toList()) {
      List<String> words = List.of(line.split(" +", -1));
      List<String> ends =
          words.get(1).equals("*") ? List.of("client", "server") : List.of(words.get(1));
      for (String end : ends) {
        Path file = folder.resolve(words.get(0) + "." + end + ".pcap");
        cases.add(new Case(file, words.subList(2, words.size())));
      }
    }
    return cases;
  }

  private static List<Case> shared() {
    return cases(SHARED, SharedCaptures.folder().resolve("gt"));
  }

  private static List<Case> recorded() {
    return cases(RECORDED, OWN);
  }

  private static Stream<DynamicTest> tests(List<Case> cases) {
    return cases.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.file().getFileName().toString(),
                    () -> assertThat(of(one.file())).isEqualTo(one.words())));
  }

  /** Two fields for each connection of every scenario and end: how it opened, how it closed. */
  public static Score score() throws CaptureException {
    List<Case> cases = new ArrayList<>(shared());
    cases.addAll(recorded());
    long frames = 0;
    long fields = 0;
    List<String> wrong = new ArrayList<>();
    for (Case one : cases) {
      frames += CaptureFile.read(one.file()).frames();
      fields += 2L * one.words().size();
      if (!of(one.file()).equals(one.words())) {
        wrong.add(one.file() + ": " + of(one.file()) + ", not " + one.words());
      }
    }
    String what = "handshakes and teardowns, against what was done";
    return new Score(what, cases.size(), frames, fields - wrong.size(), 0, wrong);
  }

  @TestFactory
  Stream<DynamicTest> every_shared_scenario_opens_and_closes_as_it_was_made_to() {
    return tests(shared());
  }

  @TestFactory
  Stream<DynamicTest> every_recording_of_ours_opens_and_closes_as_it_was_made_to() {
    return tests(recorded());
  }

  @Test
  void no_shared_scenario_is_left_out() {
    List<String> told = SHARED.lines().map(line -> line.split(" ", 2)[0]).distinct().toList();
    assertThat(SharedCaptures.ending(".truth.json"))
        .extracting(file -> file.getFileName().toString().replace(".truth.json", ""))
        .containsExactlyElementsOf(told.stream().sorted().toList());
  }

  @Test
  void linux_repeats_a_syn_after_a_second_five_times_before_it_doubles() throws CaptureException {
    Connection connection =
        Connections.of(CaptureFile.read(OWN.resolve("syn_timeout.client.pcap"))).connection(0);
    assertThat(connection.handshake().synRetryNs())
        .extracting(ns -> Math.round(ns / 1e9))
        .containsExactly(1L, 1L, 1L, 1L, 1L, 2L, 4L);
  }

  @Test
  void an_mss_that_was_rewritten_on_the_way_shows_between_the_two_ends() throws CaptureException {
    Path folder = SharedCaptures.folder().resolve("gt");
    Handshake atClient = handshake(folder.resolve("mss_clamp.client.pcap"));
    Handshake atServer = handshake(folder.resolve("mss_clamp.server.pcap"));
    assertThat(atClient.rewritten(atServer))
        .containsExactly(
            new OptionRewrite(Side.CLIENT, "mss", "1460", "536"),
            new OptionRewrite(Side.SERVER, "mss", "536", "1460"));
    assertThat(atClient.rewritten(atClient)).isEmpty();
  }

  private static Handshake handshake(Path file) throws CaptureException {
    return Connections.of(CaptureFile.read(file)).connection(0).handshake();
  }
}
