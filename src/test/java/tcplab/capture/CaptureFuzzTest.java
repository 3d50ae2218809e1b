package tcplab.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tcplab.table.CsvWriter;
import tcplab.table.PacketTable;

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

  /** The file comes in pieces, so that its frames lie in many windows of the input. */
  @FuzzTest(maxDuration = "2m")
  void two_threads_give_what_one_gives(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    byte[] file = Arrays.copyOfRange(data, 1, data.length);
    List<String> one = outcome(() -> CaptureFile.read(stream(file, 0), "fuzz", Progress.NONE));
    List<String> two = outcome(() -> byTwoThreads(stream(file, data[0] & 0xff)));
    if (!one.equals(two)) {
      throw new IllegalStateException("one thread gives " + one + ", two give " + two);
    }
  }

  private interface Reading {
    Packets read() throws IOException;
  }

  private static List<String> outcome(Reading reading) throws IOException {
    List<String> outcome = new ArrayList<>();
    try {
      Packets packets = reading.read();
      CsvWriter.text(PacketTable.of(packets)).lines().forEach(outcome::add);
      packets.faults().forEach(fault -> outcome.add(fault.message()));
      outcome.add(packets.frames() + " frames, " + packets.flowCount() + " flows");
    } catch (CaptureException e) {
      outcome.add(String.valueOf(e.getMessage()));
    }
    return outcome;
  }

  private static Packets byTwoThreads(InputStream stream) throws IOException {
    try (Input in = new Input("fuzz", Channels.newChannel(stream), -1, Progress.NONE);
        FlowFinder finder = new FlowFinder()) {
      Decoder two = new Decoder(rows -> 0, finder);
      FrameReader reader = CaptureFile.reader(in, two);
      boolean more = reader.next();
      while (more) {
        more = reader.next();
      }
      Packets packets = two.packets();
      if (packets.size() == 0 && two.nothingUnderstood()) {
        throw new CaptureException(packets.faults().get(0));
      }
      return packets;
    }
  }

  /** A stream that gives at most so many octets at once; 0 for no limit. */
  private static InputStream stream(byte[] octets, int most) {
    return new ByteArrayInputStream(octets) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, most == 0 ? length : Math.min(length, most));
      }
    };
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

  /** Of the commonest frames the decoder has a reading of its own; others go through the layers. */
  @FuzzTest(maxDuration = "2m")
  void a_frame_read_straight_on_gives_what_the_layers_give(byte[] data) {
    if (data.length >= 2) {
      byte[] frame = Arrays.copyOfRange(data, 2, data.length);
      PlainFrameTest.isReadAlike(frame, frame.length + data[0], data[1]);
    }
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
