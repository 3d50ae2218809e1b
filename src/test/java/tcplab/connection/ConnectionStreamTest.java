package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tcplab.capture.Batches;
import tcplab.capture.CaptureFile;
import tcplab.capture.PacketFilter;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;
import tcplab.capture.Progress;
import tcplab.table.ConnectionTable;
import tcplab.table.CsvWriter;
import tcplab.tcp.Flags;

class ConnectionStreamTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");
  private static final int MANY = 1000;

  @Test
  void fed_in_parts_it_gives_the_figures_that_the_whole_capture_gives() throws IOException {
    List<Path> captures;
    try (Stream<Path> files = Files.list(DATA)) {
      captures = files.filter(file -> file.toString().endsWith(".pcap")).sorted().toList();
    }
    assertThat(captures).hasSizeGreaterThan(10);
    for (Path capture : captures) {
      List<String> whole = lines(Connections.of(CaptureFile.read(capture)));
      assertThat(streamed(capture, 3))
          .as(capture.toString())
          .containsExactlyInAnyOrderElementsOf(whole);
      assertThat(streamed(capture, 100)).containsExactlyInAnyOrderElementsOf(whole);
    }
  }

  @Test
  void no_more_connections_are_kept_than_it_was_told() {
    List<String> lines = new ArrayList<>();
    ConnectionStream stream = new ConnectionStream(10, over -> lines.addAll(lines(over)));
    for (int part = 0; part < 3; part++) {
      PacketsBuilder builder = Packets.builder();
      for (int port = 0; port < MANY; port++) {
        builder.add(part, "10.0.0.1", 1024 + port, "10.0.0.2", 80, 1, 0, Flags.SYN, 9, 0);
      }
      stream.accept(builder.build());
      assertThat(stream.count()).isEqualTo((part + 1) * MANY - part * 10);
    }
    stream.finish();
    assertThat(lines).hasSize(stream.count());
  }

  @Test
  void what_ended_long_ago_is_handed_on_before_the_capture_ends() {
    List<String> lines = new ArrayList<>();
    ConnectionStream stream = new ConnectionStream(100_000, over -> lines.addAll(lines(over)));
    PacketsBuilder builder = Packets.builder();
    for (int port = 0; port < 2 * MANY; port++) {
      builder.add(port, "10.0.0.1", port, "10.0.0.2", 80, 1, 0, Flags.SYN, 9, 0);
      builder.add(port, "10.0.0.2", 80, "10.0.0.1", port, 0, 2, Flags.RST | Flags.ACK, 0, 0);
    }
    stream.accept(builder.build());
    assertThat(lines).isEmpty();
    long later = 200_000_000_000L;
    stream.accept(
        Packets.builder().add(later, "10.0.0.3", 1, "10.0.0.2", 80, 1, 0, 16, 9, 0).build());
    assertThat(lines).hasSize(2 * MANY).allMatch(line -> line.contains("refused"));
    stream.finish();
    assertThat(lines).hasSize(2 * MANY + 1);
  }

  @Test
  void ports_used_again_make_another_connection() {
    List<String> lines = new ArrayList<>();
    ConnectionStream stream = new ConnectionStream(10, over -> lines.addAll(lines(over)));
    for (int again = 0; again < 3; again++) {
      stream.accept(
          Packets.builder()
              .add(again, "10.0.0.1", 1, "10.0.0.2", 80, again * 99, 0, Flags.SYN, 9, 0)
              .build());
    }
    stream.finish();
    assertThat(lines).hasSize(3);
  }

  private static List<String> streamed(Path capture, int rows) throws IOException {
    List<String> lines = new ArrayList<>();
    ConnectionStream stream = new ConnectionStream(MANY, over -> lines.addAll(lines(over)));
    Batches parts =
        new Batches() {
          @Override
          public int rows() {
            return rows;
          }

          @Override
          public void take(Packets batch) {
            assertThat(batch.size() + batch.icmpErrors().size()).isEqualTo(rows);
            stream.accept(batch);
          }
        };
    stream.accept(CaptureFile.read(capture, PacketFilter.ALL, Progress.NONE, parts));
    stream.finish();
    return lines;
  }

  private static List<String> lines(Connections connections) {
    String[] lines = CsvWriter.text(ConnectionTable.of(connections)).split("\r\n");
    return List.of(lines).subList(1, lines.length);
  }
}
