package tcplab.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  @Test
  void cells_of_an_earlier_session_are_kept_in_the_file() {
    Path file = folder.resolve("deep").resolve("history.jsonl");
    History first = new History(file);
    first.add(1, "int a = 1;");
    first.add(2, "\"é\n\"");
    History second = new History(file);
    second.add(1, "int b = 2;");
    assertThat(second.tail(10))
        .extracting(History.Entry::session, History.Entry::line, History.Entry::input)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 1, "int a = 1;"),
            org.assertj.core.groups.Tuple.tuple(1, 2, "\"é\n\""),
            org.assertj.core.groups.Tuple.tuple(2, 1, "int b = 2;"));
  }

  @Test
  void a_range_counts_sessions_back_from_this_one() {
    Path file = folder.resolve("history.jsonl");
    new History(file).add(1, "old");
    History now = new History(file);
    now.add(1, "a");
    now.add(2, "b");
    now.add(3, "c");
    assertThat(inputs(now.range(0, 2, null))).containsExactly("b", "c");
    assertThat(inputs(now.range(0, 1, 3))).containsExactly("a", "b");
    assertThat(inputs(now.range(-1, 0, null))).containsExactly("old");
  }

  @Test
  void a_search_matches_whole_cells_by_stars_and_question_marks() {
    History history = new History(null);
    history.add(1, "1+1");
    history.add(2, "x.*");
    history.add(3, "1+1");
    history.add(4, "1-1");
    assertThat(inputs(history.search("1?1", null, false))).containsExactly("1+1", "1+1", "1-1");
    assertThat(inputs(history.search("1?1", null, true))).containsExactly("1+1", "1-1");
    assertThat(inputs(history.search("1?1", 1, false))).containsExactly("1-1");
    assertThat(inputs(history.search("x.*", null, false))).containsExactly("x.*");
    assertThat(inputs(history.search("1+", null, false))).isEmpty();
  }

  @Test
  void lines_that_are_no_history_are_passed_over() throws IOException {
    Path file = folder.resolve("history.jsonl");
    Files.writeString(
        file, "junk\n{}\n[]\n\n{\"session\":4,\"line\":1,\"input\":\"kept\"}\n{\"session\":");
    History history = new History(file);
    assertThat(inputs(history.tail(5))).containsExactly("kept");
    history.add(1, "new");
    assertThat(history.tail(1).get(0).session()).isEqualTo(5);
  }

  private static List<String> inputs(List<History.Entry> entries) {
    return entries.stream().map(History.Entry::input).toList();
  }
}
