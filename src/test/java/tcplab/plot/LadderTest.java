package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.connection.Connections;
import tcplab.plot.Ladder.Diagram;
import tcplab.plot.Ladder.Entry;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;
import tcplab.tcp.State;

class LadderTest {

  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static Connections recorded(String file) throws CaptureException {
    return Connections.of(CaptureFile.read(DATA.resolve(file)));
  }

  private static Picture both(String name) throws CaptureException {
    return both(name, Ladder.Time.COMPRESSED);
  }

  private static Picture both(String name, Ladder.Time time) throws CaptureException {
    return Ladder.of(recorded(name + ".client.pcap"), 0, recorded(name + ".server.pcap"), 0, time);
  }

  private static List<String> steps(Picture picture) {
    return SvgDocument.of(picture).with("g", "data-step").stream()
        .map(e -> e.getAttribute("data-step"))
        .toList();
  }

  private static List<String> states(Picture picture) {
    return SvgDocument.of(picture).with("g", "data-state").stream()
        .map(e -> e.getAttribute("data-state"))
        .toList();
  }

  @Test
  void an_icmp_error_is_an_arrow_to_whom_it_concerns_from_one_end_or_both()
      throws CaptureException {
    Picture one = Ladder.of(recorded("path_mtu.client.pcap"), 0);
    assertThat(steps(one)).filteredOn(step -> step.equals("ICMP_ERROR")).hasSize(3);
    assertThat(one.svg()).contains("to the client: ICMP: too long (MTU 1200)", "an ICMP error");
    assertThat(steps(both("path_mtu"))).filteredOn(step -> step.equals("ICMP_ERROR")).hasSize(3);
    Picture prohibited = Ladder.of(recorded("prohibited.client.pcap"), 0);
    assertThat(states(prohibited)).anyMatch(state -> state.contains("CLOSED"));
  }

  @ParameterizedTest
  @CsvSource({
    "handshake_close, 11, 0, 0, 0, 0",
    "syn_ack_lost, 13, 1, 2, 0, 0",
    "syn_lost, 13, 2, 2, 0, 0",
    "last_ack_lost, 13, 1, 1, 0, 0",
    "retransmission, 29, 1, 1, 0, 0",
    "duplicate, 21, 0, 0, 1, 0",
    "reordering, 20, 0, 0, 0, 1",
    "refused, 2, 0, 0, 0, 0"
  })
  void recordings_show_what_the_wire_did(
      String name, int arrows, int lost, int repeated, int doubled, int late)
      throws CaptureException {
    List<String> steps = steps(both(name));
    assertThat(steps).hasSize(arrows);
    assertThat(steps).filteredOn(s -> s.contains("LOST")).hasSize(lost);
    assertThat(steps).filteredOn(s -> s.contains("REPEATED")).hasSize(repeated);
    assertThat(steps).filteredOn(s -> s.contains("DUPLICATE")).hasSize(doubled);
    assertThat(steps).filteredOn(s -> s.contains("OUT_OF_ORDER")).hasSize(late);
  }

  @Test
  void the_margins_hold_both_ends_states_in_order() throws CaptureException {
    assertThat(states(both("handshake_close")))
        .containsExactly(
            "SYN_SENT",
            "ESTABLISHED",
            "FIN_WAIT_1",
            "FIN_WAIT_2",
            "TIME_WAIT",
            "SYN_RECEIVED",
            "ESTABLISHED",
            "CLOSE_WAIT",
            "LAST_ACK",
            "CLOSED");
  }

  @Test
  void one_capture_shows_times_only_at_the_end_it_was_taken_at() throws CaptureException {
    Picture picture = Ladder.of(recorded("handshake_close.client.pcap"), 0);
    assertThat(steps(picture)).hasSize(11);
    List<String> texts = SvgDocument.of(picture).texts();
    assertThat(texts).filteredOn(text -> text.matches("[\\d.]+ m?s")).hasSize(11);
    assertThat(texts).anyMatch(text -> text.startsWith("[S] seq 0 win 64240"));
    assertThat(texts).anyMatch(text -> text.startsWith("mss 1460, sackOK, wscale 7, TS val"));
    assertThat(texts).anyMatch(text -> text.contains("captured at the client"));
  }

  @Test
  void a_simultaneous_open_has_the_same_client_whichever_capture_is_read() throws CaptureException {
    Picture picture = both("simultaneous_open");
    assertThat(steps(picture)).hasSize(14).allMatch(step -> step.equals("plain"));
    assertThat(states(picture).subList(0, 3))
        .containsExactly("SYN_SENT", "SYN_RECEIVED", "ESTABLISHED");
  }

  @ParameterizedTest
  @CsvSource({"simultaneous_open, 4", "handshake_close, 0"})
  void options_of_segments_that_cross_leave_each_other_room(String name, int shortened)
      throws CaptureException {
    List<String> options =
        SvgDocument.of(both(name)).texts().stream().filter(t -> t.startsWith("mss ")).toList();
    assertThat(options).hasSize(Math.max(2, shortened));
    assertThat(options).filteredOn(text -> text.endsWith("…")).hasSize(shortened);
  }

  @Test
  void captures_of_different_connections_make_no_ladder() throws CaptureException {
    Connections one = recorded("handshake_close.client.pcap");
    Connections other = recorded("refused.server.pcap");
    assertThatThrownBy(() -> Ladder.of(one, 0, other, 0, Ladder.Time.TO_SCALE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no segment in common");
  }

  private static Step step(Random random, long time) {
    OptionalLong other =
        random.nextBoolean()
            ? OptionalLong.of(time + random.nextInt(30_000_000))
            : OptionalLong.empty();
    OptionalLong here = OptionalLong.of(time);
    boolean fromClient = random.nextBoolean();
    Set<Mark> marks = random.nextInt(3) > 0 ? Set.of() : Set.of(Mark.values()[random.nextInt(4)]);
    String label = random.nextBoolean() ? "[.] ack 1" : Hostile.random(random);
    return new Step(
        fromClient ? here : other,
        fromClient ? other : here,
        fromClient,
        label,
        random.nextBoolean() ? "second" : "",
        marks);
  }

  @Test
  void heights_never_contradict_the_order_of_time() {
    Random random = new Random(21);
    for (int i = 0; i < 300; i++) {
      List<Step> steps = new ArrayList<>();
      long time = 1_700_000_000_000_000_000L;
      for (int n = random.nextInt(30); n >= 0; n--) {
        time += random.nextInt(4) == 0 ? random.nextInt(2_000_000_000) : random.nextInt(5_000_000);
        steps.add(step(random, time));
      }
      LadderClock clock = new LadderClock(steps, 100, Ladder.Time.COMPRESSED);
      double y = 0;
      long before = Long.MIN_VALUE;
      for (LadderClock.Moment moment : clock.moments()) {
        assertThat(moment.timeNs).isGreaterThanOrEqualTo(before);
        assertThat(moment.y).isGreaterThanOrEqualTo(y);
        y = moment.y;
        before = moment.timeNs;
      }
      Picture picture = Ladder.of(new Diagram("t", "c", "s", steps, List.of(), List.of(), 0, true));
      assertThat(steps(picture)).hasSize(steps.size());
    }
  }

  @Test
  void to_scale_twice_the_time_is_twice_the_height() {
    List<Step> steps = new ArrayList<>();
    for (long ms : new long[] {0, 100, 300}) {
      steps.add(
          new Step(
              OptionalLong.of(ms * 1_000_000),
              OptionalLong.of(ms * 1_000_000 + 1),
              true,
              "a",
              "",
              Set.of()));
    }
    List<LadderClock.Moment> sent =
        new LadderClock(steps, 0, Ladder.Time.TO_SCALE)
            .moments().stream().filter(m -> m.sent).toList();
    assertThat((sent.get(2).y - sent.get(1).y) / (sent.get(1).y - sent.get(0).y))
        .isBetween(1.99, 2.01);
  }

  @ParameterizedTest
  @ValueSource(strings = {"syn_lost", "handshake_close", "slow_start", "rto_backoff", "refused"})
  void to_scale_no_label_lies_on_another_and_times_stand_at_the_side(String name)
      throws CaptureException {
    Picture picture = both(name, Ladder.Time.TO_SCALE);
    assertThat(picture.height()).isLessThan(1250);
    SvgDocument svg = SvgDocument.of(picture);
    List<Rectangle2D> boxes = new ArrayList<>();
    for (Element text : svg.with("text", "transform")) {
      double y = Double.parseDouble(text.getAttribute("y"));
      double x = Double.parseDouble(text.getAttribute("x"));
      boolean end = text.getAttribute("text-anchor").equals("end");
      // About as wide as it is drawn; half a line high, for it is turned a little.
      double width = 5 * text.getTextContent().length();
      Rectangle2D box = new Rectangle2D.Double(end ? x - width : x, y - 6, width, 5);
      assertThat(boxes).noneMatch(box::intersects);
      boxes.add(box);
    }
    List<Double> lines =
        svg.with("line", "x1").stream()
            .filter(line -> line.getAttribute("x1").equals("6"))
            .map(line -> Double.parseDouble(line.getAttribute("y1")))
            .toList();
    assertThat(lines).hasSizeBetween(3, 12).isSorted();
  }

  @Test
  void idle_time_is_written_below_the_label_of_the_segment_that_was_lost() throws CaptureException {
    SvgDocument svg = SvgDocument.of(both("syn_lost"));
    Element lost = svg.with("path", "stroke-dasharray").get(0);
    double end = Double.parseDouble(lost.getAttribute("d").replaceAll(".* ", ""));
    double idle =
        svg.all("text").stream()
            .filter(text -> text.getTextContent().endsWith("without a segment"))
            .mapToDouble(text -> Double.parseDouble(text.getAttribute("y")))
            .findFirst()
            .orElseThrow();
    assertThat(idle).isGreaterThan(end + 20);
  }

  @Test
  void every_segment_names_its_packet_and_its_rule_in_the_picture_and_below() throws Exception {
    Picture picture = both("retransmission");
    List<String> titles =
        SvgDocument.of(picture).with("g", "data-n").stream()
            .map(part -> part.getElementsByTagName("title").item(0).getTextContent())
            .toList();
    assertThat(titles).hasSize(29).allMatch(title -> title.matches("(?s).*packet \\d+ at the .*"));
    assertThat(titles).anyMatch(title -> title.contains("fast_retransmission: two or more"));
    assertThat(titles).anyMatch(title -> title.contains("(RFC 5681 §2); see packet"));
    String html = picture.toHtml();
    assertThat(Pattern.compile("<li data-n=\"\\d+\"><b>packet ").matcher(html).results())
        .hasSize(29);
    assertThat(html)
        .contains("lost: the sender&#39;s capture holds it, the receiver&#39;s does not")
        .contains("the client is ESTABLISHED (seen): ");
  }

  @Test
  void of_a_long_connection_both_ends_and_the_named_packets_are_drawn() throws CaptureException {
    Connections connections = recorded("slow_start.client.pcap");
    int size = connections.connection(0).size();
    Ladder.Linked ladder =
        Ladder.of(
            connections, 0, 30, Set.of(60), new Ladder.Links(p -> "arrow" + p, p -> "row" + p));
    assertThat(ladder.packets()).hasSize(30).isSorted().contains(1, 8, 59, 60, 61, size);
    List<String> texts = SvgDocument.of(ladder.picture()).texts();
    int left =
        texts.stream()
            .filter(text -> text.contains("not drawn"))
            .mapToInt(text -> Integer.parseInt(text.replaceAll(" .*", "")))
            .sum();
    assertThat(left).isEqualTo(size - 30);
    assertThat(SvgDocument.of(ladder.picture()).all("a").stream().map(a -> a.getAttribute("href")))
        .hasSize(30)
        .contains("#row60");
  }

  @Test
  void hostile_names_labels_and_notes_stay_text() {
    for (String text : Hostile.TEXTS) {
      Step step =
          new Step(
              OptionalLong.of(1),
              OptionalLong.empty(),
              true,
              text,
              text,
              Set.of(),
              new Ladder.Evidence(OptionalInt.empty(), text, List.of(text)),
              0);
      Picture picture =
          Ladder.of(
              new Diagram(
                  text,
                  text,
                  text,
                  List.of(step),
                  List.of(new Entry(1, true, State.SYN_SENT)),
                  List.of(text),
                  0,
                  true));
      assertThat(steps(picture)).containsExactly("plain");
      assertThat(picture.svg()).doesNotContain("\u202E", "<img", "x".repeat(500));
      assertThat(picture.toHtml().split("<script>", -1)).hasSize(2);
      assertThat(picture.toHtml().replaceFirst("<img src=\"data:", ""))
          .doesNotContain("\u202E", "<img", "\u0000", "x".repeat(1100));
    }
  }

  @Test
  void a_long_connection_says_how_much_is_not_drawn() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      steps.add(new Step(OptionalLong.of(i), OptionalLong.empty(), true, "a", "", Set.of()));
    }
    Picture picture = Ladder.of(new Diagram("t", "c", "s", steps, List.of(), List.of(), 5, true));
    assertThat(steps(picture)).hasSize(LadderDrawing.MAX_STEPS);
    assertThat(SvgDocument.of(picture).texts()).contains("885 more segments are not drawn");
  }

  @Test
  void a_connection_without_segments_is_still_a_picture() {
    Picture picture =
        Ladder.of(new Diagram("empty", "c", "s", List.of(), List.of(), List.of(), 0, true));
    assertThat(SvgDocument.of(picture).texts()).contains("empty", "c", "s");
  }

  @Test
  void a_step_without_any_time_is_refused() {
    assertThatThrownBy(
            () -> new Step(OptionalLong.empty(), OptionalLong.empty(), true, "a", "", Set.of()))
        .hasMessageContaining("needs a time");
  }

  @Test
  void lost_and_repeated_differ_in_more_than_colour() throws CaptureException {
    SvgDocument svg = SvgDocument.of(both("syn_ack_lost"));
    Element lost =
        svg.with("g", "data-step").stream()
            .filter(e -> e.getAttribute("data-step").equals("LOST"))
            .findFirst()
            .orElseThrow();
    Element plain =
        svg.with("g", "data-step").stream()
            .filter(e -> e.getAttribute("data-step").equals("plain"))
            .findFirst()
            .orElseThrow();
    assertThat(lost.getElementsByTagName("line").getLength()).isEqualTo(2);
    assertThat(plain.getElementsByTagName("line").getLength()).isZero();
    assertThat(
            ((Element) lost.getElementsByTagName("path").item(0)).getAttribute("stroke-dasharray"))
        .isEqualTo("6 4");
  }
}
