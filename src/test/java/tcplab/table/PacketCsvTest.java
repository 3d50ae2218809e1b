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

class PacketCsvTest {
  @Test
  void it_writes_every_recording_of_ours_as_the_general_writer_does() throws IOException {
    for (Path capture : CsvComparison.captures()) {
      hasBothAlike(CaptureFile.read(capture));
    }
  }

  @Test
  void two_threads_write_rows_of_every_kind_in_order() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    PacketsBuilder builder = Packets.builder();
    int rows = 50_000;
    for (int row = 0; row < rows; row++) {
      add(builder, random, row);
    }
    hasBothAlike(builder.build());
  }

  private static void add(PacketsBuilder builder, SplittableRandom random, int row) {
    long time =
        switch (random.nextInt(8)) {
          case 0 -> Packets.NO_TIME;
          case 1 -> random.nextInt(1_000_000_000);
          case 2 -> -random.nextInt(1_000_000_000) - 1L;
          default -> 1_700_000_000_000_000_000L + random.nextLong(5_000_000_000L);
        };
    boolean ipv6 = random.nextInt(4) == 0;
    String one = ipv6 ? "2001:db8::" + random.nextInt(1, 99) : "10.0.0." + random.nextInt(99);
    String other = ipv6 ? "2001:db8::ffff" : "192.168.100.200";
    int flags = random.nextInt(Flags.MASK + 1);
    int seq = random.nextInt() >>> random.nextInt(32);
    int ack = random.nextInt() >>> random.nextInt(32);
    builder.add(
        time, one, row % 70, other, 443, seq, ack, flags, random.nextInt(65536), row % 1500);
    if (random.nextInt(3) == 0) {
      builder.timestamps(random.nextInt(), random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      int[] sack = random.ints(2L * random.nextInt(5)).toArray();
      boolean permitted = random.nextBoolean();
      int scale = random.nextInt(-1, 15);
      builder.options(
          new Packets.Options(random.nextInt(-1, 1500), scale, permitted, sack, random.nextInt(9)));
    }
    Packets.Checksum[] checksums = Packets.Checksum.values();
    builder.checksum(checksums[random.nextInt(checksums.length)]);
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
  void an_error_of_the_stream_ends_it() {
    PacketsBuilder builder = Packets.builder();
    for (int row = 0; row < 40_000; row++) {
      builder.add(row, "10.0.0.1", 1, "10.0.0.2", 2, row, 0, Flags.ACK, 1, 1);
    }
    Connections connections = Connections.of(builder.build());
    Assertions.assertThatThrownBy(() -> PacketCsv.write(connections, CsvComparison.full()))
        .hasMessage("no space");
  }

  private static void hasBothAlike(Packets packets) throws IOException {
    Connections connections = Connections.of(packets);
    CsvComparison.isAlike(
        stream -> PacketCsv.write(connections, stream),
        PacketTable.of(packets, new AnalysedPackets(connections)));
  }
}
