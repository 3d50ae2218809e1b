package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tcplab.tcp.State;
import tcplab.tcp.Transition;

class StateMachinePictureTest {
  private final SvgDocument svg = SvgDocument.of(StateMachinePicture.of());

  @Test
  void every_state_stands_in_it_and_closed_twice() {
    List<String> boxes =
        svg.with("text", "data-state").stream().map(e -> e.getAttribute("data-state")).toList();
    for (State state : State.values()) {
      assertThat(boxes.stream().filter(state.name()::equals))
          .hasSize(state == State.CLOSED ? 2 : 1);
    }
  }

  @Test
  void its_arrows_are_the_tables_rows_of_the_figure() {
    Set<String> arrows =
        svg.with("g", "data-from").stream()
            .map(e -> e.getAttribute("data-from") + " " + e.getAttribute("data-to"))
            .collect(Collectors.toSet());
    Set<String> rows =
        Transition.TABLE.stream()
            .filter(Transition::inFigure)
            .map(t -> t.from() + " " + t.to())
            .collect(Collectors.toSet());
    assertThat(arrows).isEqualTo(rows);
    assertThat(svg.with("g", "data-label"))
        .hasSize((int) Transition.TABLE.stream().filter(Transition::inFigure).count());
  }

  @Test
  void each_arrow_tells_its_place_in_the_rfc_and_the_other_rows_are_listed() {
    List<String> titles = svg.all("title").stream().map(e -> e.getTextContent()).toList();
    String below = String.join(" ", svg.texts());
    for (Transition transition : Transition.TABLE) {
      if (transition.inFigure()) {
        assertThat(titles).contains(transition.toString());
      } else {
        assertThat(below).contains(transition.trigger().words(), transition.reference());
      }
    }
  }

  @Test
  void the_way_of_a_connection_is_drawn_bold() {
    List<Transition> taken = Transition.TABLE.subList(0, 2);
    SvgDocument way = SvgDocument.of(StateMachinePicture.of("The way of the <client>", taken));
    long bold =
        way.all("line").stream().filter(e -> e.getAttribute("stroke-width").equals("3.2")).count();
    assertThat(bold).isEqualTo(2);
    assertThat(way.texts()).contains("The way of the <client>");
    assertThat(StateMachinePicture.of("way", taken).description())
        .startsWith("Drawn bold: ")
        .contains(taken.get(0).to() + " on " + taken.get(0).trigger().words())
        .doesNotContain(State.TIME_WAIT.name());
  }

  @Test
  void beside_a_way_only_those_rows_are_listed_that_it_took_outside_of_the_figure() {
    List<Transition> all = Transition.TABLE;
    Transition inside = all.stream().filter(Transition::inFigure).findFirst().orElseThrow();
    Transition outside = all.stream().filter(t -> !t.inFigure()).findFirst().orElseThrow();
    String note = "Not in the RFC's figure";
    SvgDocument plain = SvgDocument.of(StateMachinePicture.of("way", List.of(inside)));
    assertThat(String.join(" ", plain.texts())).doesNotContain(note);
    SvgDocument beyond = SvgDocument.of(StateMachinePicture.of("way", List.of(inside, outside)));
    assertThat(beyond.texts().stream().filter(text -> text.contains(": from "))).hasSize(1);
    assertThat(String.join(" ", beyond.texts())).contains(note, outside.reference());
  }
}
