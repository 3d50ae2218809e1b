package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.Requirement;

class CaptureFileTest {
  @TempDir Path folder;

  @Test
  void a_file_that_is_no_capture_is_refused_with_its_first_octets() throws Exception {
    Path file = write("notes.txt", "hello world, this is text".getBytes(UTF_8));
    assertThatThrownBy(() -> CaptureFile.read(file))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("notes.txt: offset 0: this is no capture, it begins with 68656c6c6f");
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  @Test
  void an_empty_file_a_missing_one_and_a_directory_are_each_named() throws Exception {
    Path empty = write("empty.pcap", new byte[0]);
    assertThatThrownBy(() -> CaptureFile.read(empty)).hasMessageContaining("the file is empty");
    assertThatThrownBy(() -> CaptureFile.read(folder.resolve("none.pcap")))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("none.pcap: offset 0: there is no such file");
    assertThatThrownBy(() -> CaptureFile.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("this is a directory");
  }

  @Test
  void a_file_that_cannot_be_read_is_named() {
    Path memory = Path.of("/proc/self/mem"); // Linux opens it and fails to read it, for root too.
    Requirement.requires(Files.exists(memory), "Linux's /proc");
    assertThatThrownBy(() -> CaptureFile.read(memory))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("/proc/self/mem: offset 0: it cannot be read");
  }

  @Test
  void an_unknown_link_type_is_refused_with_its_number_and_offset() throws Exception {
    byte[] bytes = recorded();
    bytes[20] = (byte) 147;
    Path file = write("usb.pcap", bytes);
    assertThatThrownBy(() -> CaptureFile.read(file))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("offset 20: link type 147 is not known");
  }

  @Test
  void a_truncated_file_keeps_what_was_read() throws Exception {
    byte[] whole = recorded();
    for (int length = 24; length < whole.length; length++) {
      Packets packets = CaptureFile.read(write("cut.pcap", Arrays.copyOf(whole, length)));
      assertThat(packets.size()).isEqualTo((int) packets.frames()).isLessThan(10);
      long end = packets.faults().isEmpty() ? length : packets.faults().get(0).offset();
      assertThat(end).isLessThanOrEqualTo(length);
      assertThat(packets.faults().isEmpty()).isEqualTo(end == length);
    }
  }

  @Test
  void a_length_field_of_four_gigabytes_allocates_nothing_and_keeps_what_stands_before()
      throws Exception {
    byte[] bytes = recorded();
    int third = 24 + 16 + 74 + 16 + 74;
    Arrays.fill(bytes, third + 8, third + 12, (byte) 0xff);
    Packets packets = CaptureFile.read(write("huge.pcap", bytes));
    assertThat(packets.size()).isEqualTo(2);
    assertThat(packets.faults()).hasSize(1);
    assertThat(packets.faults().get(0).offset()).isEqualTo(third);
    assertThat(packets.faults().get(0).message()).contains("4294967295");
  }

  @Test
  void a_length_field_of_sixty_megabytes_in_a_small_file_reads_the_small_file() throws Exception {
    byte[] bytes = recorded();
    bytes[24 + 8 + 3] = 3;
    Packets packets = CaptureFile.read(write("long.pcap", bytes));
    assertThat(packets.size()).isZero();
    assertThat(packets.faults().get(0).offset()).isEqualTo(24);
  }

  @Test
  void zstd_gives_the_same_packets_and_damage_in_it_keeps_what_was_read() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(packed)) {
      zstd.write(recorded());
    }
    byte[] whole = packed.toByteArray();
    Packets packets = CaptureFile.read(write("a.pcap.zst", whole));
    assertThat(packets.faults()).isEmpty();
    assertThat(packets.size()).isEqualTo(10);
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(5, whole.length + 1));
      damaged[random.nextInt(4, damaged.length)] ^= (byte) random.nextInt(1, 256);
      Path file = write("damaged.pcap.zst", damaged);
      try {
        assertThat(CaptureFile.read(file).size()).isBetween(0, 10_000);
      } catch (CaptureException e) {
        assertThat(e).hasMessageContaining("damaged.pcap.zst");
      }
    }
  }

  @Test
  void a_packed_file_that_is_damaged_at_its_head_is_to_be_copied_again() {
    byte[] withoutWindow = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xec, 2, 0, 0, 0, 0, 0};
    byte[] cutShort = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2};
    for (byte[] damaged : List.of(withoutWindow, cutShort)) {
      assertThatThrownBy(
              () -> CaptureFile.read(new ByteArrayInputStream(damaged), "some.pcap", Progress.NONE))
          .isInstanceOf(CaptureException.class)
          .hasMessageStartingWith("some.pcap: offset 0: it cannot be read (")
          .hasMessageEndingWith("; copy or pack it again");
    }
  }

  @Test
  void gzip_and_streams_give_the_same_packets() throws Exception {
    byte[] plain = recorded();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    Packets fromGzip = CaptureFile.read(write("a.pcap.gz", packed.toByteArray()));
    Packets fromStream = CaptureFile.read(new ByteArrayInputStream(plain), "-", Progress.NONE);
    assertThat(fromGzip.faults()).isEmpty();
    assertThat(fromGzip.size()).isEqualTo(10).isEqualTo(fromStream.size());
    assertThat(fromGzip.timeNs(9)).isEqualTo(fromStream.timeNs(9));
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    Packets kept = CaptureFile.read(write("cut.pcap.gz", cut));
    assertThat(kept.size()).isPositive();
    assertThat(kept.faults()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void reading_that_is_stopped_keeps_what_was_read_and_says_so(int chunks) throws Exception {
    Path file = write("long.pcap", many(40_000));
    int[] calls = {0};
    Packets packets = CaptureFile.read(file, (read, total) -> ++calls[0] < chunks);
    assertThat(packets.size()).isPositive().isLessThan(40_000);
    assertThat(packets.faults().get(0).problem()).contains("stopped");
    assertThat(CaptureFile.read(file).size()).isEqualTo(40_000);
  }

  @Test
  void progress_ends_at_the_size_of_the_file() throws Exception {
    Path file = write("long.pcap", many(40_000));
    long[] last = {0, 0};
    CaptureFile.read(
        file,
        (read, total) -> {
          assertThat(read).isGreaterThanOrEqualTo(last[0]);
          last[0] = read;
          last[1] = total;
          return true;
        });
    assertThat(last[0]).isEqualTo(last[1]).isEqualTo(Files.size(file));
  }

  @Test
  void an_interrupt_stops_reading_and_stays_set() throws Exception {
    Path file = write("long.pcap", many(40_000));
    Thread.currentThread().interrupt();
    Packets packets = CaptureFile.read(file);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(packets.size()).isLessThan(40_000);
    assertThat(packets.faults()).hasSize(1);
  }

  @Test
  void a_capture_without_tcp_is_valid_and_counts_its_frames() throws Exception {
    byte[] bytes = Arrays.copyOf(recorded(), 24 + 16 + 74);
    bytes[24 + 16 + 14 + 9] = 17;
    Packets packets = CaptureFile.read(write("udp.pcap", bytes));
    assertThat(packets.size()).isZero();
    assertThat(packets.frames()).isEqualTo(1);
    assertThat(packets.faults()).isEmpty();
  }

  @Test
  void fragments_are_put_together_and_padding_is_no_payload() throws Exception {
    Packets packets = CaptureFile.read(Recorded.file("ip_fragments.pcap"));
    assertThat(packets.frames()).isEqualTo(102);
    assertThat(packets.size()).isEqualTo(64);
    int last = packets.size() - 1;
    assertThat(packets.checksum(last)).isEqualTo(Packets.Checksum.GOOD);
    Packets cut = CaptureFile.read(Recorded.file("snaplen_54.pcap"));
    assertThat(cut.size()).isEqualTo(52);
    for (int row = 0; row < 52; row++) {
      assertThat(cut.capturedLength(row)).isLessThanOrEqualTo(54);
      assertThat(cut.checksum(row)).isEqualTo(Packets.Checksum.UNVERIFIED);
    }
    Packets tagged = CaptureFile.read(Recorded.file("qinq.pcap"));
    assertThat(tagged.origin(0).vlans()).matches("\\d+\\.\\d+");
  }

  private static byte[] recorded() throws IOException {
    return Files.readAllBytes(Recorded.file("bad_data_offset.pcap"));
  }

  /** The recording's first frame, again and again. */
  private static byte[] many(int frames) throws IOException {
    byte[] one = recorded();
    int record = 16 + 74;
    byte[] bytes = Arrays.copyOf(one, 24 + frames * record);
    for (int i = 0; i < frames; i++) {
      System.arraycopy(one, 24, bytes, 24 + i * record, record);
    }
    return bytes;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
