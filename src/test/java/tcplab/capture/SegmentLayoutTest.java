package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentLayoutTest {
  @Test
  void the_bits_of_a_syn_are_covered_once_from_first_to_last() throws Exception {
    SegmentLayout layout = syn();
    assertThat(layout.networkOffset()).isEqualTo(14);
    assertThat(layout.segmentOffset()).isEqualTo(34);
    assertThat(layout.headerLength()).isEqualTo(40);
    assertThat(layout.payloadLength()).isZero();
    int bit = 0;
    for (SegmentLayout.Field field : layout.fields()) {
      assertThat(field.bitOffset()).as(field.name()).isEqualTo(bit);
      bit += field.bitLength();
    }
    assertThat(bit).isEqualTo(40 * 8);
  }

  @Test
  void each_field_says_its_value_in_words() throws Exception {
    SegmentLayout layout = syn();
    assertThat(text(layout, "destination port")).isEqualTo("8080");
    assertThat(text(layout, "sequence number")).isEqualTo("4174935977");
    assertThat(text(layout, "data offset")).isEqualTo("10 words = 40 octets");
    assertThat(text(layout, "SYN")).isEqualTo("set");
    assertThat(text(layout, "ACK")).isEqualTo("not set");
    assertThat(text(layout, "checksum")).endsWith("(good)");
    assertThat(text(layout, "MSS: value")).isEqualTo("1460");
    assertThat(text(layout, "window scale: shift")).isEqualTo("10 (×1024)");
    assertThat(text(layout, "timestamps: TSval")).isEqualTo("324664717");
  }

  @Test
  void a_broken_option_is_named_and_ends_the_list() throws Exception {
    Path file = Recorded.file("bad_option_len0.pcap");
    boolean seen = false;
    for (int frame = 1; frame <= 10; frame++) {
      SegmentLayout layout = SegmentLayout.of(CaptureFile.frame(file, frame)).orElseThrow();
      seen |= layout.fields().get(layout.fields().size() - 1).name().equals("malformed option");
    }
    assertThat(seen).isTrue();
  }

  @Test
  void a_frame_without_tcp_has_no_layout_and_a_frame_that_is_not_there_is_named() throws Exception {
    RawFrame arp = new RawFrame(1, 0, "ETHERNET", new byte[60], 60);
    assertThat(SegmentLayout.of(arp)).isEmpty();
    Path file = Recorded.file("bad_data_offset.pcap");
    assertThatThrownBy(() -> CaptureFile.frame(file, 11))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("frame 11");
  }

  private static SegmentLayout syn() throws IOException {
    Path file = Recorded.file("bad_data_offset.pcap");
    Optional<SegmentLayout> layout = SegmentLayout.of(CaptureFile.frame(file, 1));
    return layout.orElseThrow();
  }

  private static String text(SegmentLayout layout, String name) {
    return layout.fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow()
        .text();
  }
}
