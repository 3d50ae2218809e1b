package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tcplab.tcp.State;

/** Every listing in ../shared/socket-text gives the rows and states that expected.tsv tells. */
class SharedSocketTextTest {
  @TestFactory
  Stream<DynamicTest> every_listing_gives_its_rows_and_states() throws IOException {
    return Files.readAllLines(SharedTexts.folder().resolve("expected.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(cells -> DynamicTest.dynamicTest(cells[0], () -> check(cells[0], cells[1], cells[2])));
  }

  private static void check(String file, String count, String states) throws IOException {
    if (states.equals("not a socket table")) {
      assertThatThrownBy(() -> SharedTexts.parse(file))
          .isInstanceOf(SocketTextException.class)
          .hasMessageContaining(file)
          .hasMessageContaining("ss -tan");
      return;
    }
    Snapshot snapshot = SharedTexts.parse(file);
    assertThat(snapshot.size()).isEqualTo(Integer.parseInt(count));
    assertThat(histogram(snapshot)).isEqualTo(expected(states));
  }

  private static Map<String, Integer> expected(String states) {
    Map<String, Integer> expected = new TreeMap<>();
    for (String pair : states.isEmpty() ? new String[0] : states.split(" ")) {
      String[] parts = pair.split("=");
      String state = State.parse(parts[0]).map(State::name).orElse(parts[0]);
      expected.put(state, Integer.parseInt(parts[1]));
    }
    return expected;
  }

  private static Map<String, Integer> histogram(Snapshot snapshot) {
    Map<String, Integer> histogram = new TreeMap<>();
    snapshot.stateHistogram().forEach((state, count) -> histogram.put(state.name(), count));
    histogram.put("(none)", snapshot.withoutState());
    histogram.values().removeIf(count -> count == 0);
    return histogram;
  }

  @Test
  void the_same_sockets_read_the_same_from_every_tool() throws IOException {
    List<String> expected = tuples(SharedTexts.parse("linux-ss-tanpiemo-multiline.txt"));
    assertThat(expected).hasSize(26);
    for (String file :
        List.of(
            "linux-netstat-ant.txt",
            "linux-netstat-antW.txt",
            "linux-netstat-antp.txt",
            "linux-netstat-anut-all.txt",
            "linux-ss-tan.txt",
            "linux-ss-tanH-noheader.txt",
            "linux-ss-tan-tty80.txt",
            "linux-ss-tan-wide-piped.txt",
            "linux-ss-tuan.txt",
            "busybox-netstat-ant.txt")) {
      assertThat(tuples(SharedTexts.parse(file))).as(file).isEqualTo(expected);
    }
    List<String> proc = new ArrayList<>(tuples(SharedTexts.parse("proc-net-tcp.txt")));
    proc.addAll(tuples(SharedTexts.parse("proc-net-tcp6.txt")));
    assertThat(proc.stream().sorted().toList()).isEqualTo(expected);
    assertThat(expected).containsAll(tuples(SharedTexts.parse("linux-lsof-nPiTCP.txt")));
  }

  /** Family, addresses, ports, state: sorted, so that the order of the tool does not matter. */
  static List<String> tuples(Snapshot snapshot) {
    List<String> tuples = new ArrayList<>();
    for (int row = 0; row < snapshot.size(); row++) {
      boolean listens = snapshot.state(row).equals(java.util.Optional.of(State.LISTEN));
      tuples.add(
          String.join(
              " ",
              snapshot.family(row).orElse("?"),
              snapshot.local(row).orElse("?"),
              Long.toString(snapshot.number(row, Field.LOCAL_PORT, 0)),
              listens ? "-" : snapshot.remote(row).orElse("?"),
              Long.toString(snapshot.number(row, Field.REMOTE_PORT, 0)),
              snapshot.state(row).map(State::name).orElse("?")));
    }
    return tuples.stream().sorted().toList();
  }

  @Test
  void several_printings_of_netstat_c_are_told_apart() throws IOException {
    Snapshot all = SharedTexts.parse("linux-netstat-antc-two-snapshots.txt");
    assertThat(all.samples()).isEqualTo(3);
    assertThat(all.notes()).anyMatch(note -> note.contains("3 times"));
    for (int sample = 0; sample < 3; sample++) {
      assertThat(tuples(all.sample(sample)))
          .isEqualTo(tuples(SharedTexts.parse("linux-netstat-ant.txt")));
    }
  }

  @Test
  void ss_and_proc_agree_on_inodes_and_queues() throws IOException {
    assertThat(details(SharedTexts.parse("proc-net-tcp.txt")))
        .isSubsetOf(details(SharedTexts.parse("linux-ss-tanpiemo-multiline.txt")));
  }

  private static TreeSet<String> details(Snapshot snapshot) {
    TreeSet<String> details = new TreeSet<>();
    for (int row = 0; row < snapshot.size(); row++) {
      details.add(
          snapshot.number(row, Field.LOCAL_PORT, 0)
              + " "
              + snapshot.number(row, Field.REMOTE_PORT, 0)
              + " inode "
              + snapshot.number(row, Field.INODE)
              + " queues "
              + snapshot.number(row, Field.RECV_QUEUE)
              + snapshot.number(row, Field.SEND_QUEUE)
              + snapshot.number(row, Field.ACCEPT_QUEUE));
    }
    return details;
  }
}
