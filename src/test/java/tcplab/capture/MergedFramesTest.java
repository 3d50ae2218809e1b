package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.capture.CaptureWriter.Kind;

class MergedFramesTest {
  @TempDir Path folder;

  @Test
  void files_of_every_kind_are_merged_by_time_and_numbered_in_that_order() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    List<Path> files = new ArrayList<>();
    List<CaptureWriter> writers = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      writers.add(new CaptureWriter(kind, ByteOrder.LITTLE_ENDIAN, 1));
      files.add(folder.resolve(kind + ".cap"));
    }
    List<Long> ports = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      SegmentSpec spec = SegmentSpec.random(random);
      byte[] frame = CaptureWriter.wrap(1, spec.ipv6(), spec.packet());
      writers.get(random.nextInt(4)).frame(1_000_000L * (i + 1), frame, frame.length);
      ports.add((long) spec.seq());
    }
    for (int i = 0; i < 4; i++) {
      Files.write(files.get(i), writers.get(i).bytes());
    }
    Packets packets = CaptureFile.merge(files, PacketFilter.ALL, Progress.NONE);
    assertThat(packets.size()).isEqualTo(400);
    for (int row = 0; row < 400; row++) {
      assertThat(packets.packet(row)).isEqualTo(row + 1);
      assertThat(packets.timeNs(row)).isEqualTo(1_000_000L * (row + 1));
      assertThat((int) packets.seq(row)).isEqualTo(ports.get(row).intValue());
    }
  }

  @Test
  void of_equal_times_the_file_named_first_comes_first() throws Exception {
    Path file = Machine.lessonsCapture();
    Packets once = CaptureFile.read(file);
    Packets twice = CaptureFile.merge(List.of(file, file), PacketFilter.ALL, Progress.NONE);
    assertThat(twice.size()).isEqualTo(2 * once.size());
    for (int row = 0; row < twice.size(); row++) {
      assertThat(twice.timeNs(row)).isEqualTo(once.timeNs(row / 2));
    }
  }

  @Test
  void a_cut_file_ends_early_and_the_others_go_on() throws Exception {
    Path whole = Machine.lessonsCapture();
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.pcap");
    Files.write(cut, java.util.Arrays.copyOf(bytes, 24 + 16 + 74 + 30));
    Packets packets = CaptureFile.merge(List.of(cut, whole), PacketFilter.ALL, Progress.NONE);
    assertThat(packets.size()).isEqualTo(CaptureFile.read(whole).size() + 1);
    assertThat(packets.faults()).hasSize(1);
    assertThat(packets.faults().get(0).file()).contains("cut.pcap");
  }

  @Test
  void a_missing_file_is_named() {
    List<Path> files = List.of(Machine.lessonsCapture(), folder.resolve("none.pcap"));
    assertThatThrownBy(() -> CaptureFile.merge(files, PacketFilter.ALL, Progress.NONE))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("none.pcap: offset 0: there is no such file");
  }
}
