package tcplab.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;
import tcplab.capture.TcpdumpText;
import tcplab.connection.Connections;
import tcplab.tcp.Flags;

class ConnectionCsvTest {
  @Test
  void it_writes_every_recording_of_ours_as_the_general_writer_does() throws IOException {
    for (Path capture : CsvComparison.captures()) {
      hasBothAlike(CaptureFile.read(capture));
    }
  }

  @Test
  void two_threads_write_connections_of_every_kind_in_order() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    PacketsBuilder builder = Packets.builder();
    for (int connection = 0; connection < 20_000; connection++) {
      add(builder, random, connection);
    }
    hasBothAlike(builder.build());
  }

  /** Some segments at random: few make a handshake, and times may be missing or run backwards. */
  private static void add(PacketsBuilder builder, SplittableRandom random, int connection) {
    String client = "10." + random.nextInt(256) + ".0." + random.nextInt(256);
    int port = 1024 + connection % 60_000;
    int most = random.nextInt(1, 7);
    for (int i = 0; i < most; i++) {
      boolean forward = random.nextBoolean();
      long base = random.nextInt(20) == 0 ? Packets.NO_TIME : 1_700_000_000_000_000_000L;
      long time = base == Packets.NO_TIME ? base : base + random.nextLong(10_000_000_000L);
      int flags = random.nextInt(3) == 0 ? random.nextInt(Flags.MASK + 1) : Flags.ACK;
      int length = random.nextInt(1400);
      builder.add(
          time,
          forward ? client : "192.0.2.1",
          forward ? port : 443,
          forward ? "192.0.2.1" : client,
          forward ? 443 : port,
          random.nextInt(10_000),
          random.nextInt(10_000),
          flags,
          random.nextInt(3) == 0 ? 0 : random.nextInt(65536),
          length);
      if (random.nextInt(4) == 0) {
        int scale = random.nextInt(-1, 15);
        builder.options(
            new Packets.Options(random.nextInt(-1, 1500), scale, true, new int[0], Packets.ABSENT));
      }
    }
  }

  @Test
  void names_of_hosts_and_missing_fields_stand_as_in_the_general_writer() throws IOException {
    hasBothAlike(
        TcpdumpText.parse(
            """
            12:00:00.000001 IP büro.example.http > 10.0.0.2.2: Flags [S], seq 5, win 9, length 0
            12:00:00.000002 IP 10.0.0.2.2 > büro.example.http: Flags [.], ack 1, win 9, length 0
            """));
  }

  @Test
  void no_connection_leaves_the_names_of_the_columns() throws IOException {
    hasBothAlike(Packets.builder().build());
  }

  @Test
  void an_error_of_the_stream_ends_it() {
    PacketsBuilder builder = Packets.builder();
    for (int row = 0; row < 20_000; row++) {
      builder.add(row, "10.0.0.1", row, "10.0.0.2", 2, row, 0, Flags.ACK, 1, 1);
    }
    Connections connections = Connections.of(builder.build());
    Assertions.assertThatThrownBy(() -> ConnectionCsv.write(connections, CsvComparison.full()))
        .hasMessage("no space");
  }

  private static void hasBothAlike(Packets packets) throws IOException {
    Connections connections = Connections.of(packets);
    CsvComparison.isAlike(
        stream -> ConnectionCsv.write(connections, stream), ConnectionTable.of(connections));
  }
}
