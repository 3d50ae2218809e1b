package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.Requirement;

/** ss's filter words over a handful of rows; and against ss itself on this machine's sockets. */
class SocketFilterTest {
  private Snapshot sockets = snapshot("");

  @BeforeEach
  void a_handful_of_sockets() {
    sockets =
        snapshot(
            """
            LISTEN 0 128 0.0.0.0:22 0.0.0.0:*
            ESTAB 0 0 10.0.0.1:22 10.8.0.7:40000
            ESTAB 0 0 10.0.0.1:50000 10.9.0.1:3306 users:(("app",pid=7,fd=3))
            TIME-WAIT 0 0 10.0.0.1:50001 10.9.0.1:3306
            SYN-SENT 0 1 10.0.0.1:50002 10.9.0.2:443
            CLOSE-WAIT 1 0 [::1]:8080 [::1]:33060
            ESTAB 0 0 [::ffff:10.0.0.1]:443 [::ffff:10.8.0.7]:40001
            """);
  }

  private static Snapshot snapshot(String rows) {
    try {
      return SocketText.parse("State Recv-Q Send-Q Local Address:Port Peer Address:Port\n" + rows);
    } catch (SocketTextException e) {
      throw new AssertionError(e);
    }
  }

  private List<Long> ports(String filter) {
    Snapshot found = SocketFilter.parse(filter).of(sockets);
    List<Long> ports = new ArrayList<>();
    for (int row = 0; row < found.size(); row++) {
      ports.add(found.number(row, Field.LOCAL_PORT, 0));
    }
    return ports;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state established dport = :3306 | 50000",
        "state established | 22 50000 443",
        "state established state syn-sent | 22 50000 50002 443",
        "exclude established exclude listening | 50001 50002 8080",
        "state connected | 22 50000 50001 50002 8080 443",
        "state synchronized | 22 50000 50001 8080 443",
        "state bucket | 50001",
        "state big | 22 22 50000 50002 8080 443",
        "state all dport = :mysql | 50000 50001",
        "dport = 3306 | 50000 50001",
        "dport != :3306 and sport >= :50000 | 50002",
        "sport < :443 | 22 22",
        "sport gt 443 and sport leq 8080 | 8080",
        "dst 10.8.0.0/16 | 22 443",
        "dst 10.8.0.7:40000 | 22",
        "dst != 10.9.0.0/16 sport = :22 | 22 22",
        "dst [::1]:33060 | 8080",
        "dst ::1 | 8080",
        "src 10.0.0.1 and ( dport = :443 or dport = :40001 ) | 50002 443",
        "dport = :443 or dport = :3306 and state time-wait | 50001 50002",
        "not ( state established or state listen ) ! sport = :8080 | 50001 50002",
        "process = app | 50000",
        "pid 7 | 50000",
        "dst :3306 | 50000 50001",
        "src *:22 | 22 22"
      })
  void words_choose_these_local_ports(String filter, String expected) {
    assertThat(ports(filter))
        .containsExactlyElementsOf(Arrays.stream(expected.split(" ")).map(Long::valueOf).toList());
  }

  @Test
  void signs_stand_for_words_and_need_no_blanks() {
    assertThat(ports("sport = :22|sport=:8080")).containsExactly(22L, 22L, 8080L);
    assertThat(ports("!(sport>=:1024)&&dport!=:40000")).containsExactly(22L, 443L);
    assertThat(ports("")).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state",
        "state open",
        "dport",
        "dport = :x-y-z",
        "dport = :70000",
        "( dport = :1",
        "dport = :1 )",
        "dst 10.0.0.0/99",
        "and",
        "fwmark = 1",
        "dport = :1 or",
        "pid = seven"
      })
  void what_is_no_filter_is_an_error_with_its_place(String filter) {
    assertThatThrownBy(() -> SocketFilter.parse(filter))
        .isInstanceOf(SocketFilterException.class)
        .hasMessageContaining("character ");
  }

  @Test
  void hostile_words_are_escaped_in_the_message() {
    assertThatThrownBy(() -> SocketFilter.parse("state \u001b[2J"))
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void deep_nesting_is_an_error_and_no_stack_overflow() {
    String deep = "( ".repeat(100_000) + "sport = :1" + " )".repeat(100_000);
    assertThatThrownBy(() -> SocketFilter.parse(deep)).isInstanceOf(SocketFilterException.class);
    assertThatCode(() -> SocketFilter.parse("not ".repeat(100_000) + "sport = :1"))
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "1m")
  void any_text_is_a_filter_or_an_error(byte[] octets) {
    String text = new String(octets, StandardCharsets.UTF_8);
    try {
      assertThat(SocketFilter.parse(text).of(sockets).size()).isBetween(0, sockets.size());
    } catch (SocketFilterException e) {
      assertThat(e.getMessage()).contains("character ");
    }
  }

  /** The words that ss and we both know, put together at random. */
  @Test
  void ss_itself_chooses_the_same_rows() throws Exception {
    Random random = new Random(20260);
    for (int i = 0; i < 40; i++) {
      String filter = "state all " + expression(random, 2);
      List<String> before = ss(filter);
      List<String> ours =
          SharedSocketTextTest.tuples(
              SocketFilter.parse(filter).of(LiveSockets.ofThisMachine().snapshot()));
      List<String> steady = new ArrayList<>(before);
      steady.retainAll(ss(filter));
      List<String> theirs = new ArrayList<>(ss("state all"));
      steady.removeAll(ours);
      assertThat(steady).as(filter).isEmpty();
      List<String> extra = new ArrayList<>(ours);
      extra.removeAll(before);
      extra.retainAll(theirs);
      extra.removeAll(ss(filter));
      assertThat(extra).as("more than ss with " + filter).isEmpty();
    }
  }

  private static String expression(Random random, int depth) {
    String comparison =
        List.of("=", "!=", "<=", ">=", "<", ">").get(random.nextInt(6))
            + " :"
            + List.of(22, 80, 1024, 32768, 45000, 60999).get(random.nextInt(6));
    String atom =
        switch (random.nextInt(4)) {
          case 0 -> "sport " + comparison;
          case 1 -> "dport " + comparison;
          case 2 -> "src 127.0.0.0/8";
          default -> "dst 127.0.0.1";
        };
    if (depth == 0) {
      return atom;
    }
    return switch (random.nextInt(4)) {
      case 0 -> "( " + expression(random, depth - 1) + " or " + atom + " )";
      case 1 -> expression(random, depth - 1) + " and " + atom;
      case 2 -> "not ( " + expression(random, depth - 1) + " )";
      default -> atom;
    };
  }

  private static List<String> ss(String filter) throws Exception {
    List<String> command = new ArrayList<>(List.of("ss", "-4tnH"));
    Collections.addAll(command, filter.split(" "));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (java.io.IOException e) {
      Requirement.requires(false, "the program ss");
      throw e;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return output.isBlank()
        ? List.of()
        : SharedSocketTextTest.tuples(SocketText.parse(output)).stream()
            .filter(tuple -> !tuple.contains("CLOSED"))
            .toList();
  }
}
