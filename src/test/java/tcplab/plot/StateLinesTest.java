package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.sockets.History;
import tcplab.sockets.HistoryWriter;
import tcplab.sockets.SocketText;
import tcplab.tcp.State;

/** Sockets over time: one line a state, told apart without colours too, and told in words. */
class StateLinesTest {
  /** A reading with one socket in each of the first so many states. */
  private static String sockets(int states) {
    StringBuilder text = new StringBuilder();
    for (State state : List.of(State.values()).subList(0, states)) {
      text.append("tcp 0 0 10.0.0.1:").append(1000 + state.ordinal());
      text.append(" 10.0.0.2:80 ").append(state.name().replace("CLOSED", "CLOSE")).append('\n');
    }
    return text.toString();
  }

  private static History history(int... states) throws Exception {
    History history = new History();
    try (HistoryWriter writer = HistoryWriter.to(history)) {
      for (int count : states) {
        writer.add(SocketText.parse(sockets(count)));
        Thread.sleep(Duration.ofMillis(2).toMillis());
      }
    }
    return history;
  }

  @Test
  void every_state_that_occurred_stands_in_the_legend_and_no_other() throws Exception {
    SvgDocument some = SvgDocument.of(StateLines.of(history(2, 1, 2), "title"));
    assertThat(legend(some)).containsExactly("LISTEN", "SYN_SENT");
    SvgDocument all = SvgDocument.of(StateLines.of(history(1, 11), "title"));
    assertThat(legend(all)).containsExactlyElementsOf(names());
  }

  private static List<String> names() {
    return List.of(State.values()).stream().map(State::name).toList();
  }

  private static List<String> legend(SvgDocument svg) {
    return svg.all("text").stream()
        .map(text -> text.getTextContent())
        .filter(names()::contains)
        .toList();
  }

  @Test
  void no_two_lines_look_the_same() throws Exception {
    SvgDocument svg = SvgDocument.of(StateLines.of(history(1, 11), "title"));
    List<String> looks = new ArrayList<>();
    svg.all("path").stream()
        .filter(path -> path.hasAttribute("stroke-dasharray"))
        .forEach(
            path -> looks.add(path.getAttribute("stroke") + path.getAttribute("stroke-dasharray")));
    assertThat(looks).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void the_picture_is_told_in_words() throws Exception {
    Picture picture = StateLines.of(history(2, 1), "Sockets here");
    SvgDocument svg = SvgDocument.of(picture);
    assertThat(svg.root().getAttribute("role")).isEqualTo("img");
    assertThat(svg.all("title").get(0).getTextContent()).isEqualTo("Sockets here");
    assertThat(svg.all("desc").get(0).getTextContent())
        .contains("2 readings", "LISTEN: 1 to 1, at last 1.", "SYN_SENT: 0 to 1, at last 0.")
        .doesNotContain("ESTABLISHED");
    assertThat(picture.toHtml()).contains("alt=\"Sockets here. Sockets in each state");
  }

  @Test
  void a_state_keeps_its_place_in_the_live_figure_whatever_else_occurs() throws Exception {
    String figure = StateLines.of(history(2, 2), "title").figure().orElseThrow();
    JsonObject parsed = JsonParser.parseString(figure).getAsJsonObject();
    assertThat(parsed.getAsJsonArray("data")).hasSize(State.values().length);
  }

  @Test
  void no_reading_and_a_single_one_are_pictures_too() throws Exception {
    assertThat(StateLines.of(new History(), "title").svg()).contains("no points");
    assertThat(StateLines.of(history(1), "title").svg()).contains("1 reading within 0.0 s");
  }
}
