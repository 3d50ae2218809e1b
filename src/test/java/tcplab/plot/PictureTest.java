package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import tcplab.tcp.State;

class PictureTest {

  private final Picture picture = StateHistogram.of(Map.of(State.LISTEN, 3), "Sockets");

  @Test
  void the_fragment_holds_the_svg_as_a_data_url_and_a_text_alternative() {
    String html = picture.toHtml();
    Matcher image =
        Pattern.compile("<img src=\"data:image/svg\\+xml;base64,([^\"]+)\" alt=\"([^\"]+)\"")
            .matcher(html);
    assertThat(image.find()).isTrue();
    byte[] svg = Base64.getDecoder().decode(image.group(1));
    assertThat(new String(svg, StandardCharsets.UTF_8)).isEqualTo(picture.svg());
    assertThat(image.group(2)).startsWith("Sockets. LISTEN 3, SYN_SENT 0");
  }

  @Test
  void nothing_in_the_fragment_names_another_host() {
    String withoutImage = picture.toHtml().replaceAll("data:image/svg\\+xml;base64,[^\"]+", "");
    assertThat(withoutImage).doesNotContain("http:", "https:", "//cdn", "src=\"//");
    String svg = picture.svg().replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    assertThat(svg).doesNotContain("http:", "https:", "url(", "href");
  }

  @Test
  void the_same_picture_makes_the_same_fragment_so_that_notebooks_do_not_change() {
    Picture again = StateHistogram.of(Map.of(State.LISTEN, 3), "Sockets");
    assertThat(again.toHtml()).isEqualTo(picture.toHtml());
  }

  @Test
  void a_screen_reader_finds_title_and_description() {
    SvgDocument svg = SvgDocument.of(picture);
    assertThat(svg.root().getAttribute("role")).isEqualTo("img");
    assertThat(svg.root().getAttribute("aria-labelledby")).isEqualTo("tl-title tl-desc");
    assertThat(svg.with("title", "id").get(0).getTextContent()).isEqualTo("Sockets");
    assertThat(svg.all("desc").get(0).getTextContent()).contains("LISTEN 3");
  }

  @Test
  void json_in_a_script_cannot_end_it() {
    assertThat(Picture.scriptSafe("\"</script>&\u2028\""))
        .isEqualTo("\"\\u003c/script\\u003e\\u0026\\u2028\"");
  }

  @Test
  void every_pair_of_text_colour_and_paper_has_enough_contrast() {
    for (Paint paint :
        new Paint[] {Paint.INK, Paint.MUTED, Paint.BLUE, Paint.ORANGE, Paint.GREEN}) {
      assertThat(contrast(paint.light(), Paint.PAPER.light())).as(paint.name()).isGreaterThan(4.5);
      assertThat(contrast(paint.dark(), Paint.PAPER.dark())).as(paint.name()).isGreaterThan(4.5);
    }
  }

  /** WCAG 2's contrast ratio of two colours. */
  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void the_inlined_library_is_plotly_deflated() throws IOException, DataFormatException {
    String script = PlotlyLibrary.inlineScript();
    assertThat(script)
        .startsWith(
            "<script type=\"text/plain\" id=\"tcplab-plotly\" data-encoding=\"deflate-base64\">")
        .hasSizeLessThan(4_000_000);
    byte[] deflated =
        Base64.getDecoder()
            .decode(script.substring(script.indexOf('>') + 1, script.lastIndexOf('<')));
    Inflater inflater = new Inflater();
    inflater.setInput(deflated);
    byte[] head = new byte[200];
    inflater.inflate(head);
    inflater.end();
    try (InputStream library = PlotlyLibrary.open()) {
      assertThat(head).isEqualTo(library.readNBytes(200));
    }
    assertThat(new String(head, StandardCharsets.UTF_8))
        .contains("plotly.js v" + PlotlyLibrary.VERSION);
  }
}
