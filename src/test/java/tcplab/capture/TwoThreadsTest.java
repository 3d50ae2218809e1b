package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.connection.Connections;
import tcplab.table.AnalysedPackets;
import tcplab.table.CsvWriter;
import tcplab.table.PacketTable;

/** A file of some MB is decoded in two threads, a stream in one; both give the same. */
class TwoThreadsTest {
  private static final int PCAP_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final int LARGE = 6 << 20;

  @TempDir Path folder;

  /**
   * The frames of a fragmented and of a plain recording over and over, their addresses changed, and
   * among them frames that no block holds, frames of nothing, and frames that carry no TCP.
   */
  private byte[] capture(long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] plain = Files.readAllBytes(Machine.lessonsCapture());
    byte[] fragments = resource("ip_fragments.pcap");
    out.write(plain, 0, PCAP_HEADER);
    while (out.size() < LARGE) {
      byte[] source = random.nextInt(8) == 0 ? fragments : plain;
      byte host = (byte) random.nextInt(256);
      ByteBuffer in = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = PCAP_HEADER; at < source.length; ) {
        int length = in.getInt(at + 8);
        byte[] record = Arrays.copyOfRange(source, at, at + RECORD_HEADER + length);
        record[RECORD_HEADER + 14 + 15] = host;
        out.write(record);
        at += record.length;
      }
      if (random.nextInt(400) == 0) {
        out.write(record(new byte[600_000]));
      } else if (random.nextInt(20) == 0) {
        out.write(record(new byte[random.nextInt(3) * 40]));
      }
    }
    return out.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TwoThreadsTest.class.getResourceAsStream(name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static byte[] record(byte[] frame) {
    return ByteBuffer.allocate(RECORD_HEADER + frame.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(1)
        .putInt(0)
        .putInt(frame.length)
        .putInt(frame.length)
        .put(frame)
        .array();
  }

  private Packets inTwo(byte[] octets, Batches batches) throws IOException {
    Path file = Files.write(folder.resolve("large.pcap"), octets);
    return CaptureFile.read(file, PacketFilter.ALL, Progress.NONE, batches);
  }

  private static Packets inOne(byte[] octets) throws IOException {
    InputStream stream = new ByteArrayInputStream(octets);
    return CaptureFile.read(stream, "large.pcap", Progress.NONE);
  }

  private static List<String> lines(Packets packets) {
    AnalysedPackets analysed = new AnalysedPackets(Connections.of(packets));
    return CsvWriter.text(PacketTable.all(packets, analysed)).lines().toList();
  }

  @Test
  void two_threads_give_what_one_gives() throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      byte[] octets = capture(seed);
      Packets two = inTwo(octets, Batches.NONE);
      Packets one = inOne(octets);
      assertThat(two.frames()).isEqualTo(one.frames());
      assertThat(two.flowCount()).isEqualTo(one.flowCount());
      assertThat(lines(two)).isEqualTo(lines(one));
      assertThat(two.faults()).isEmpty();
    }
  }

  @Test
  void a_damaged_file_keeps_what_stands_before_the_damage() throws IOException {
    byte[] octets = capture(4);
    byte[] cut = Arrays.copyOf(octets, octets.length - 7);
    Packets two = inTwo(cut, Batches.NONE);
    Packets one = inOne(cut);
    assertThat(lines(two)).isEqualTo(lines(one));
    assertThat(two.faults()).hasSize(1);
    assertThat(two.faults().get(0).problem()).isEqualTo(one.faults().get(0).problem());
    assertThat(two.faults().get(0).offset()).isEqualTo(one.faults().get(0).offset());
  }

  /** Packed without making it smaller, so that it counts as large. */
  private static byte[] packed(byte[] octets) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      gzip.write(octets);
    }
    return out.toByteArray();
  }

  @Test
  void a_packed_file_is_unpacked_ahead_and_gives_the_same() throws IOException {
    byte[] octets = capture(6);
    Packets ahead = inTwo(packed(octets), Batches.NONE);
    Packets one = inOne(octets);
    assertThat(lines(ahead)).isEqualTo(lines(one));
    assertThat(ahead.frames()).isEqualTo(one.frames());
    assertThat(ahead.faults()).isEmpty();
  }

  @Test
  void a_packed_file_that_is_damaged_keeps_what_was_unpacked_before() throws IOException {
    byte[] whole = packed(capture(7));
    byte[] cut = Arrays.copyOf(whole, whole.length - 300_000);
    byte[] broken = whole.clone();
    Arrays.fill(broken, broken.length / 2, broken.length / 2 + 100_000, (byte) 0x55);
    for (byte[] octets : List.of(cut, broken)) {
      Packets ahead = inTwo(octets, Batches.NONE);
      Packets one = inOne(octets);
      List<String> common = CsvWriter.text(PacketTable.of(ahead)).lines().toList();
      List<String> expected = CsvWriter.text(PacketTable.of(one)).lines().toList();
      // What zlib had unpacked of the piece in which it failed is lost, and pieces differ.
      int rows = Math.min(common.size(), expected.size());
      assertThat(rows).isGreaterThan(Math.max(common.size(), expected.size()) * 9 / 10);
      assertThat(common.subList(0, rows)).isEqualTo(expected.subList(0, rows));
      assertThat(ahead.faults()).hasSize(1);
      assertThat(ahead.faults().get(0).problem()).isEqualTo(one.faults().get(0).problem());
    }
  }

  @Test
  void progress_is_told_of_what_the_caller_has_come_to_and_may_stop_it() throws IOException {
    byte[] octets = packed(capture(8));
    Path file = Files.write(folder.resolve("large.pcap.gz"), octets);
    List<Long> told = new ArrayList<>();
    Packets stopped =
        CaptureFile.read(
            file,
            (read, total) -> {
              told.add(read);
              assertThat(total).isEqualTo(octets.length);
              return read < octets.length / 2;
            });
    assertThat(told).isSorted().hasSizeGreaterThan(5);
    assertThat(told.get(told.size() - 1)).isLessThan(octets.length * 3L / 4);
    assertThat(stopped.size()).isBetween(1, inOne(octets).size() * 3 / 4);
    assertThat(stopped.faults().get(0).problem()).contains("stopped");
  }

  @Test
  void an_interrupt_ends_reading_and_stays_set() throws IOException {
    Path file = Files.write(folder.resolve("large.pcap.gz"), packed(capture(9)));
    Packets stopped =
        CaptureFile.read(
            file,
            (read, total) -> {
              if (read > total / 3) {
                Thread.currentThread().interrupt();
              }
              return true;
            });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped.size()).isPositive();
    assertThat(stopped.faults().get(0).problem()).contains("stopped");
  }

  @Test
  void parts_hold_no_more_rows_than_asked_for_and_all_of_them() throws IOException {
    byte[] octets = capture(5);
    List<Integer> numbers = new ArrayList<>();
    Packets rest =
        inTwo(
            octets,
            new Batches() {
              @Override
              public int rows() {
                return 9000;
              }

              @Override
              public void take(Packets batch) {
                assertThat(batch.size()).isLessThanOrEqualTo(9000);
                note(batch, numbers);
              }
            });
    note(rest, numbers);
    List<Integer> all = new ArrayList<>();
    note(inOne(octets), all);
    assertThat(numbers).isEqualTo(all);
    assertThat(rest.size()).isLessThan(all.size() / 2);
  }

  private static void note(Packets packets, List<Integer> numbers) {
    for (int row = 0; row < packets.size(); row++) {
      numbers.add(packets.packet(row));
    }
  }
}
