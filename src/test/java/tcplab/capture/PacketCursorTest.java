package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tcplab.tcp.Flags;

class PacketCursorTest {
  private static final int ROWS = 70_000;

  @Test
  void it_says_of_a_row_what_the_packets_say_wherever_it_goes() {
    Packets packets = packets();
    PacketCursor cursor = packets.cursor();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < ROWS; i++) {
      int row = random.nextInt(ROWS);
      cursor.moveTo(row);
      assertThat(fields(cursor)).isEqualTo(fields(packets, row));
      assertThat(cursor.options()).isSameAs(packets.options(row));
    }
  }

  @Test
  void it_fetches_rows_of_every_part_and_none() {
    PacketCursor cursor = packets().cursor();
    int[] all = IntStream.range(0, ROWS).toArray();
    cursor.moveTo(7);
    cursor.prefetch(all, 0, ROWS);
    cursor.prefetch(all, 5, 5);
    assertThat(cursor.row()).isEqualTo(7);
  }

  private static Packets packets() {
    SplittableRandom random = new SplittableRandom(5);
    PacketsBuilder builder = Packets.builder();
    for (int row = 0; row < ROWS; row++) {
      boolean back = random.nextBoolean();
      builder.add(
          random.nextInt(9) == 0 ? Packets.NO_TIME : random.nextLong(),
          back ? "10.0.0.2" : "10.0.0.1",
          back ? 443 : row % 50,
          back ? "10.0.0.1" : "10.0.0.2",
          back ? row % 50 : 443,
          random.nextInt(),
          random.nextInt(),
          random.nextInt(Flags.MASK + 1),
          random.nextInt(65536),
          random.nextInt());
      if (random.nextBoolean()) {
        builder.timestamps(random.nextInt(), random.nextInt());
      }
      if (random.nextBoolean()) {
        builder.ipId(random.nextInt(65536));
      }
      if (random.nextInt(5) == 0) {
        builder.options(new Packets.Options(random.nextInt(1500), 7, true, new int[0], 3));
      }
      if (random.nextInt(50) == 0) {
        builder.missing(Rows.missing(random.nextInt(20)));
      }
    }
    return builder.build();
  }

  private static Object[] fields(PacketCursor cursor) {
    return new Object[] {
      cursor.row(),
      cursor.packet(),
      cursor.timeNs(),
      cursor.flow(),
      cursor.forward(),
      cursor.isWhole(),
      cursor.flags(),
      cursor.window(),
      cursor.seq(),
      cursor.ack(),
      cursor.length(),
      cursor.hasTimestamps(),
      cursor.tsValue(),
      cursor.tsEcho(),
      cursor.hasIpId(),
      cursor.ipId()
    };
  }

  private static Object[] fields(Packets packets, int row) {
    return new Object[] {
      row,
      packets.packet(row),
      packets.timeNs(row),
      packets.flow(row),
      packets.forward(row),
      packets.isWhole(row),
      packets.flags(row),
      packets.window(row),
      packets.seq(row),
      packets.ack(row),
      packets.length(row),
      packets.hasTimestamps(row),
      packets.tsValue(row),
      packets.tsEcho(row),
      packets.hasIpId(row),
      packets.ipId(row)
    };
  }
}
