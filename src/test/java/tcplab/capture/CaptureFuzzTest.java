package tcplab.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Hostile bytes: whatever comes in, out comes a table or one typed message, and neither memory nor
 * time runs away. {@code JAZZER_FUZZ=1 mvn test -Dtest='CaptureFuzzTest#the_file_reader*'} fuzzes;
 * an ordinary test run repeats the inputs in CaptureFuzzTestInputs.
 */
class CaptureFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void the_file_reader_gives_a_table_or_a_typed_message(byte[] data) {
    try {
      readAll(CaptureFile.read(new ByteArrayInputStream(data), "fuzz", Progress.NONE));
    } catch (CaptureException e) {
      checkMessage(e);
    }
  }

  /** One frame of every link layer, so that no header of a file stands between. */
  @FuzzTest(maxDuration = "2m")
  void the_decoder_takes_any_frame_of_any_link_layer(byte[] data) {
    if (data.length < 3) {
      return;
    }
    LinkType link = LinkType.values()[(data[0] & 0xff) % LinkType.values().length];
    Decoder decoder = new Decoder(rows -> 0);
    int wire = data.length - 2 + (data[1] & 0xff);
    decoder.frame(data, 2, data.length - 2, wire, 0, link, 0);
    decoder.frame(data, 2, data.length - 2, wire, 0, link, 0);
    readAll(decoder.packets());
    byte[] frame = Arrays.copyOfRange(data, 2, data.length);
    SegmentLayout.of(new RawFrame(1, 0, link.name(), frame, wire));
  }

  @FuzzTest(maxDuration = "2m")
  void the_reader_of_text_gives_a_table_or_a_typed_message(byte[] data) {
    try {
      readAll(TcpdumpText.parse(new String(data, StandardCharsets.UTF_8)));
    } catch (CaptureException e) {
      checkMessage(e);
    }
  }

  private static void readAll(Packets packets) {
    for (int row = 0; row < packets.size(); row++) {
      boolean sound =
          packets.flow(row) < packets.flowCount()
              && packets.length(row) >= 0
              && packets.packet(row) >= 0
              && packets.options(row).sack().length % 2 == 0
              && !packets.source(row).isEmpty()
              && packets.origin(row).interfaceId() >= 0;
      if (!sound) {
        throw new IllegalStateException("row " + row + " contradicts itself");
      }
    }
    for (Fault fault : packets.faults()) {
      checkPlain(fault.message());
    }
  }

  private static void checkMessage(CaptureException e) {
    checkPlain(String.valueOf(e.getMessage()));
  }

  private static void checkPlain(String message) {
    if (message.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalStateException("a message that can steer a terminal");
    }
  }
}
