package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.SegmentLayout;

class SegmentPictureTest {

  private static final Path RECORDING =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data/handshake_close.client.pcap");

  @Test
  void a_recorded_syn_is_drawn_field_by_field() throws CaptureException {
    SegmentLayout layout = SegmentLayout.of(CaptureFile.frame(RECORDING, 1)).orElseThrow();
    SvgDocument svg = SvgDocument.of(SegmentPicture.of("SYN", layout));
    List<Element> cells = svg.with("g", "data-field");
    assertThat(cells).hasSize(layout.fields().size());
    Element syn = cell(cells, "SYN");
    assertThat(syn.getTextContent()).contains("1", "bit 110").contains("RFC 9293 §3.4.1");
    assertThat(cell(cells, "ACK").getElementsByTagName("text").item(1).getTextContent())
        .isEqualTo("0");
    assertThat(cell(cells, "destination port").getTextContent()).contains("3306");
  }

  private static Element cell(List<Element> cells, String name) {
    return cells.stream()
        .filter(c -> c.getAttribute("data-field").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_field_over_three_rows_has_a_part_in_each() {
    SvgDocument svg =
        SvgDocument.of(
            SegmentPicture.of("t", List.of(new SegmentPicture.Field("long", 16, 64, "v", ""))));
    assertThat(svg.with("g", "data-field")).hasSize(3);
    assertThat(svg.texts()).filteredOn(text -> text.equals("(long goes on)")).hasSize(2);
  }

  @Test
  void hostile_names_values_and_meanings_stay_text() {
    for (String text : Hostile.TEXTS) {
      Picture picture =
          SegmentPicture.of(text, List.of(new SegmentPicture.Field(text, 0, 16, text, text)));
      assertThat(SvgDocument.of(picture).with("g", "data-field")).hasSize(1);
      assertThat(picture.svg()).doesNotContain("\u202E", "<img", "x".repeat(500));
    }
  }

  @Test
  void a_field_of_billions_of_bits_draws_a_bounded_picture() {
    Picture picture =
        SegmentPicture.of(
            "t", List.of(new SegmentPicture.Field("huge", 0, Integer.MAX_VALUE, "v", "")));
    assertThat(SvgDocument.of(picture).with("g", "data-field")).hasSize(40);
  }

  @Test
  void a_field_that_lies_nowhere_is_refused() {
    assertThatThrownBy(() -> new SegmentPicture.Field("f", -1, 8, "", ""))
        .hasMessageContaining("8 bits at -1");
    assertThatThrownBy(() -> new SegmentPicture.Field("f", 0, 0, "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_header_without_fields_is_still_a_picture() {
    assertThat(SvgDocument.of(SegmentPicture.of("nothing", List.of())).texts()).contains("nothing");
  }
}
