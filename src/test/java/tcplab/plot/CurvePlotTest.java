package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CurvePlotTest {
  private static Picture plot(Curve... curves) {
    return CurvePlot.of("title", "description", "seconds", "octets", List.of(curves));
  }

  private static JsonArray traces(Picture picture) {
    JsonObject figure = JsonParser.parseString(picture.figure().orElseThrow()).getAsJsonObject();
    return figure.getAsJsonArray("data");
  }

  private static double largest(JsonObject trace) {
    double largest = Double.NEGATIVE_INFINITY;
    for (var value : trace.getAsJsonArray("y")) {
      largest = value.isJsonNull() ? largest : Math.max(largest, value.getAsDouble());
    }
    return largest;
  }

  @Test
  void two_hundred_thousand_points_make_a_small_picture_that_keeps_the_extremes() {
    Random random = new Random(1);
    for (Curve.Style style : Curve.Style.values()) {
      Curve curve = new Curve("c", style);
      for (int i = 0; i < 200_000; i++) {
        double low = i == 77_777 ? 5000 : random.nextDouble() * 100;
        curve.add(i / 1000.0, low, style == Curve.Style.SPANS ? low + 1 : low);
      }
      Picture picture = plot(curve);

      assertThat(picture.svg().length()).as(style + " svg").isLessThan(2_000_000);
      assertThat(largest(traces(picture).get(0).getAsJsonObject()))
          .as(style + "'s extreme")
          .isGreaterThanOrEqualTo(5000);
      SvgDocument.of(picture);
    }
  }

  @Test
  void a_line_is_dashed_in_the_live_picture_where_it_is_in_the_static_one() {
    Curve[] curves = new Curve[8];
    for (int i = 0; i < curves.length; i++) {
      curves[i] = new Curve("c" + i, Curve.Style.STEPS);
      curves[i].add(0, i);
      curves[i].add(1, i);
    }
    Picture picture = plot(curves);
    List<String> live = new ArrayList<>();
    for (var trace : traces(picture)) {
      String dash = trace.getAsJsonObject().getAsJsonObject("line").get("dash").getAsString();
      live.add(dash.equals("solid") ? "none" : dash.replace("px", "").replace(',', ' '));
    }
    List<String> drawn =
        SvgDocument.of(picture).with("path", "stroke-dasharray").stream()
            .map(path -> path.getAttribute("stroke-dasharray"))
            .toList();
    assertThat(live).isEqualTo(drawn).contains("none", "6 3");
  }

  @Test
  void the_live_picture_has_the_static_ones_colours_in_the_same_order() throws IOException {
    try (InputStream in = CurvePlot.class.getResourceAsStream("live.js")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var colour : List.<Function<Paint, String>>of(Paint::light, Paint::dark)) {
        assertThat(script)
            .contains(
                Arrays.stream(Paint.SERIES)
                    .map(colour)
                    .collect(Collectors.joining("\", \"", "[\"", "\"]")));
      }
    }
  }

  @Test
  void a_thinned_line_keeps_each_columns_lowest_and_highest_point() {
    Random random = new Random(2);
    for (int round = 0; round < 50; round++) {
      int points = 100 + random.nextInt(2000);
      Curve curve = new Curve("c", Curve.Style.LINE);
      for (int i = 0; i < points; i++) {
        curve.add(i, random.nextInt(1000));
      }
      Curve.Grid grid = new Curve.Grid(0, points, 20, 0, 1000, 100);
      Curve thin = curve.thinned(grid);

      assertThat(thin.size()).isLessThanOrEqualTo(4 * 20);
      for (int column = 0; column < 20; column++) {
        assertThat(range(thin, grid, column)).isEqualTo(range(curve, grid, column));
      }
    }
  }

  private static List<Double> range(Curve curve, Curve.Grid grid, int column) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < curve.size(); i++) {
      if (grid.column(curve.x(i)) == column) {
        low = Math.min(low, curve.y(i));
        high = Math.max(high, curve.y(i));
      }
    }
    return List.of(low, high);
  }

  @Test
  void a_thinned_line_keeps_its_gaps_however_many_there_are() {
    Curve curve = new Curve("c", Curve.Style.STEPS);
    for (int i = 0; i < 100_000; i++) {
      curve.add(i, i % 10 == 5 ? Double.NaN : i % 7);
    }
    Curve thin = curve.thinned(new Curve.Grid(0, 100_000, 10, 0, 10, 10));

    int gaps = 0;
    for (int i = 0; i < thin.size(); i++) {
      gaps += Double.isNaN(thin.y(i)) ? 1 : 0;
    }
    assertThat(gaps).isEqualTo(10_000);
    assertThat(SvgDocument.of(plot(curve)).all("path")).isNotEmpty();
  }

  @Test
  void thinned_bars_cover_the_rows_that_all_of_them_covered() {
    Random random = new Random(3);
    Curve curve = new Curve("c", Curve.Style.SPANS);
    boolean[][] covered = new boolean[10][50];
    Curve.Grid grid = new Curve.Grid(0, 1000, 10, 0, 500, 50);
    for (int i = 0; i < 1000; i++) {
      int low = random.nextInt(450);
      int high = low + random.nextInt(12);
      curve.add(i, low, high);
      for (int row = grid.row(low); row <= grid.row(high); row++) {
        covered[grid.column(i)][row] = true;
      }
    }
    Curve thin = curve.thinned(grid);
    boolean[][] drawn = new boolean[10][50];
    for (int i = 0; i < thin.size(); i++) {
      for (int row = grid.row(thin.low(i)); row <= grid.row(thin.y(i)); row++) {
        drawn[grid.column(thin.x(i))][row] = true;
      }
    }
    assertThat(drawn).isDeepEqualTo(covered);
  }

  @Test
  void a_curve_aside_does_not_press_the_others_flat() {
    Curve near = new Curve("near", Curve.Style.STEPS);
    Curve far = new Curve("far", Curve.Style.STEPS).aside();
    for (int i = 0; i < 10; i++) {
      near.add(i, i);
      far.add(i, 65_000);
    }
    Picture picture = plot(near, far);
    List<String> texts =
        SvgDocument.of(picture).all("text").stream().map(Element::getTextContent).toList();

    assertThat(texts).contains("near", "(far: outside)", "10").doesNotContain("60,000");
    assertThat(traces(picture).get(1).getAsJsonObject().get("visible").getAsString())
        .isEqualTo("legendonly");
    assertThat(traces(picture).get(0).getAsJsonObject().has("visible")).isFalse();
  }

  @Test
  void no_two_of_eight_lines_look_alike_where_scripts_run() {
    Curve[] curves = new Curve[8];
    for (int i = 0; i < curves.length; i++) {
      curves[i] = new Curve("c" + i, Curve.Style.LINE);
      curves[i].add(0, i);
      curves[i].add(1, i);
    }
    List<String> looks = new ArrayList<>();
    for (int i = 0; i < curves.length; i++) {
      JsonObject line = traces(plot(curves)).get(i).getAsJsonObject().getAsJsonObject("line");
      looks.add(i % Paint.SERIES.length + " " + line.get("dash"));
    }

    assertThat(looks).doesNotHaveDuplicates();
  }

  @Test
  void a_plot_without_points_says_so() {
    Picture picture = plot(new Curve("c", Curve.Style.LINE));
    assertThat(SvgDocument.of(picture).all("text"))
        .extracting(Element::getTextContent)
        .contains("There are no points to draw.");
  }

  @Test
  void one_point_is_drawn_too() {
    Curve curve = new Curve("c", Curve.Style.POINTS);
    curve.add(3, 4);
    assertThat(SvgDocument.of(plot(curve)).all("path")).isNotEmpty();
  }

  @Test
  void names_that_want_out_stay_text() {
    for (String hostile : Hostile.TEXTS) {
      Curve curve = new Curve(hostile, Curve.Style.LINE);
      curve.add(1, 1);
      curve.add(2, 2);
      Picture picture = CurvePlot.of(hostile, hostile, hostile, hostile, List.of(curve));
      SvgDocument.of(picture);
      String html = picture.toHtml();
      assertThat(html.substring(0, html.length() - "</script>".length()))
          .doesNotContain("</script");
    }
  }
}
