package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import tcplab.tcp.State;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HistogramTrace;
import tech.tablesaw.plotly.traces.PieTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

class FigurePictureTest {

  private static JsonObject figure(Picture picture) {
    return JsonParser.parseString(picture.figure().orElseThrow()).getAsJsonObject();
  }

  /** The bars: rectangles that have a hover title. */
  private static List<Element> bars(Picture picture) {
    return SvgDocument.of(picture).all("rect").stream()
        .filter(rect -> rect.getElementsByTagName("title").getLength() > 0)
        .toList();
  }

  @Test
  void the_state_histogram_has_a_bar_for_each_of_the_eleven_states() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    counts.put(State.ESTABLISHED, 4);
    counts.put(State.TIME_WAIT, 5);
    Picture picture = StateHistogram.of(counts, "Sockets");
    List<Element> bars = bars(picture);
    assertThat(bars).hasSize(State.values().length);
    assertThat(bars.get(State.ESTABLISHED.ordinal()).getTextContent()).isEqualTo("ESTABLISHED: 4");
    assertThat(bars.get(State.LISTEN.ordinal()).getAttribute("height")).isEqualTo("0");
    double five = Double.parseDouble(bars.get(State.TIME_WAIT.ordinal()).getAttribute("height"));
    double four = Double.parseDouble(bars.get(State.ESTABLISHED.ordinal()).getAttribute("height"));
    assertThat(four / five).isBetween(0.79, 0.81);
  }

  @Test
  void few_things_counted_have_ticks_at_whole_numbers_only_in_the_live_figure_too() {
    JsonObject few =
        figure(StateHistogram.of(Map.of(State.LISTEN, 2), "Sockets")).getAsJsonObject("layout");
    assertThat(few.getAsJsonObject("yaxis").get("dtick").getAsInt()).isEqualTo(1);
    JsonObject many =
        figure(StateHistogram.of(Map.of(State.LISTEN, 200), "Sockets")).getAsJsonObject("layout");
    assertThat(many.getAsJsonObject("yaxis").has("dtick")).isFalse();
    Figure parts = new Figure(BarTrace.builder(new String[] {"a"}, new double[] {0.5}).build());
    assertThat(figure(FigurePicture.of(parts)).toString()).doesNotContain("dtick");
  }

  @Test
  void titles_become_objects_because_plotly_3_reads_no_strings() {
    Layout layout =
        Layout.builder()
            .title("RTT of 'my' \"host\" & more")
            .xAxis(Axis.builder().title("seconds").build())
            .build();
    Picture picture =
        FigurePicture.of(
            new Figure(layout, BarTrace.builder(new String[] {"a"}, new double[] {1}).build()));
    assertThat(picture.title()).isEqualTo("RTT of 'my' \"host\" & more");
    JsonObject read = figure(picture).getAsJsonObject("layout");
    assertThat(read.getAsJsonObject("title").get("text").getAsString())
        .isEqualTo("RTT of 'my' \"host\" & more");
    assertThat(read.getAsJsonObject("xaxis").getAsJsonObject("title").get("text").getAsString())
        .isEqualTo("seconds");
  }

  @Test
  void hostile_labels_stay_text_in_the_svg_and_in_the_figure() {
    String[] names = Hostile.TEXTS.toArray(String[]::new);
    double[] values = new Random(3).doubles(names.length).toArray();
    for (String title : Hostile.TEXTS) {
      Figure figure =
          new Figure(
              Layout.builder().title(title).build(),
              BarTrace.builder(names, values).name(title).build());
      Picture picture = FigurePicture.of(figure);
      assertThat(bars(picture)).hasSize(names.length);
      assertThat(SvgDocument.of(picture).all("script")).isEmpty();
      assertThat(picture.svg()).doesNotContain("x".repeat(500));
      String html = picture.toHtml();
      assertThat(html.split("</script>", -1)).hasSize(2);
      assertThat(html.split("<script>", -1)).hasSize(2);
      assertThat(html).doesNotContain("\u2028", "\u202E", "x".repeat(500));
      JsonObject trace = figure(picture).getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(trace.getAsJsonArray("x")).hasSize(names.length);
      assertThat(trace.toString()).doesNotContain("<img", "<script");
    }
  }

  @Test
  void random_labels_never_break_the_reading_of_a_figure() {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      String label = Hostile.random(random);
      Layout layout = Layout.builder().title(label).build();
      Picture picture =
          FigurePicture.of(
              new Figure(
                  layout,
                  BarTrace.builder(new String[] {label, "b"}, new double[] {1, 2}).build()));
      assertThat(bars(picture)).as(label).hasSize(2);
    }
  }

  @Test
  void two_long_labels_that_begin_alike_stay_two() {
    String[] names = {"a".repeat(5000) + "1", "a".repeat(5000) + "2"};
    Picture picture =
        FigurePicture.of(new Figure(BarTrace.builder(names, new double[] {1, 2}).build()));
    List<Element> bars = bars(picture);
    assertThat(bars.get(0).getAttribute("x")).isNotEqualTo(bars.get(1).getAttribute("x"));
  }

  @Test
  void a_gap_in_a_line_is_a_gap_in_its_path() {
    double[] x = {1, 2, 3, 4};
    double[] y = {1, Double.NaN, 3, 4};
    Picture picture =
        FigurePicture.of(
            new Figure(ScatterTrace.builder(x, y).mode(ScatterTrace.Mode.LINE).build()));
    String path = SvgDocument.of(picture).with("path", "stroke").get(0).getAttribute("d");
    assertThat(path).matches("M[^ML]+M[^ML]+L[^ML]+");
  }

  @Test
  void two_hundred_thousand_points_are_thinned_and_keep_their_extremes() {
    double[] x = new double[200_000];
    double[] y = new double[x.length];
    Random random = new Random(5);
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
      y[i] = random.nextDouble();
    }
    y[123_456] = 50;
    Picture picture =
        FigurePicture.of(
            new Figure(ScatterTrace.builder(x, y).mode(ScatterTrace.Mode.LINE).build()));
    assertThat(picture.svg()).hasSizeLessThan(100_000);
    String path = SvgDocument.of(picture).with("path", "stroke").get(0).getAttribute("d");
    double top =
        java.util.Arrays.stream(path.split("[ML]"))
            .skip(1)
            .mapToDouble(p -> Double.parseDouble(p.split(" ")[1]))
            .min()
            .orElseThrow();
    Picture low =
        FigurePicture.of(
            new Figure(
                ScatterTrace.builder(new double[] {0, 1}, new double[] {0, 50})
                    .mode(ScatterTrace.Mode.LINE)
                    .build()));
    String reference = SvgDocument.of(low).with("path", "stroke").get(0).getAttribute("d");
    assertThat(top)
        .isEqualTo(Double.parseDouble(reference.substring(reference.lastIndexOf(' ') + 1)));
  }

  @Test
  void a_histogram_counts_every_value_once() {
    Picture picture =
        FigurePicture.of(
            new Figure(HistogramTrace.builder(new double[] {1, 2, 2, 3, 9.5}).nBinsX(5).build()));
    int counted =
        bars(picture).stream()
            .mapToInt(bar -> Integer.parseInt(bar.getTextContent().replaceAll(".*: ", "")))
            .sum();
    assertThat(counted).isEqualTo(5);
  }

  @Test
  void a_figure_that_only_plotly_draws_says_so_in_its_static_form() {
    Picture picture =
        FigurePicture.of(
            new Figure(PieTrace.builder(new Object[] {"a", "b"}, new double[] {1, 2}).build()));
    assertThat(SvgDocument.of(picture).texts()).anyMatch(text -> text.contains("live layer"));
    assertThat(figure(picture).getAsJsonArray("data")).hasSize(1);
  }

  @Test
  void an_empty_figure_is_a_picture_too() {
    Picture picture =
        FigurePicture.of(new Figure(BarTrace.builder(new String[0], new double[0]).build()));
    assertThat(SvgDocument.of(picture).texts()).anyMatch(text -> text.contains("no points"));
  }

  @Test
  void bars_of_negative_numbers_hang_below_zero() {
    Picture picture =
        FigurePicture.of(
            new Figure(
                BarTrace.builder(new String[] {"up", "down"}, new double[] {2, -2}).build()));
    List<Element> bars = bars(picture);
    double bottom =
        Double.parseDouble(bars.get(0).getAttribute("y"))
            + Double.parseDouble(bars.get(0).getAttribute("height"));
    assertThat(Double.parseDouble(bars.get(1).getAttribute("y")))
        .isCloseTo(bottom, org.assertj.core.data.Offset.offset(0.02));
  }
}
