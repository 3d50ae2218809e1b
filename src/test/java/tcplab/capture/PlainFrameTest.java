package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tcplab.table.CsvWriter;
import tcplab.table.PacketTable;

/**
 * The decoder's short way for plain frames against the layers, which every frame may go through.
 */
class PlainFrameTest {
  private static final int ROUNDS = 3000;

  @Test
  void whatever_is_cut_or_changed_both_ways_give_the_same_rows() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] frame = random.nextInt(3) == 0 ? any(random) : plain(random);
      rows += isReadAlike(frame, frame.length, 0);
      rows += isReadAlike(changed(frame, random), frame.length, 0);
      int kept = random.nextInt(frame.length + 1);
      rows += isReadAlike(Arrays.copyOf(frame, kept), frame.length, 0);
      int wire = frame.length + random.nextInt(-30, 30);
      rows += isReadAlike(changed(frame, random), wire, random.nextInt(20));
    }
    assertThat(rows).isGreaterThan(2 * ROUNDS);
  }

  private static byte[] any(SplittableRandom random) {
    SegmentSpec spec = SegmentSpec.random(random);
    return CaptureWriter.wrap(1, spec.ipv6(), spec.packet());
  }

  /** IPv4 and TCP without options, or with timestamps at their usual place. */
  private static byte[] plain(SplittableRandom random) {
    int header = random.nextBoolean() ? 20 : 32;
    int payload = random.nextInt(3) == 0 ? 0 : random.nextInt(1460);
    ByteBuffer packet = ByteBuffer.allocate(20 + header + payload);
    packet.put((byte) 0x45).put((byte) random.nextInt(256)).putShort((short) packet.capacity());
    packet.putShort((short) random.nextInt()).putShort((short) (random.nextBoolean() ? 0x4000 : 0));
    packet.put((byte) random.nextInt()).put((byte) 6).putShort((short) 0);
    packet.putInt(random.nextInt()).putInt(random.nextInt());
    packet.putInt(random.nextInt()).putInt(random.nextInt()).putInt(random.nextInt());
    packet.putShort((short) (header << 10 | random.nextInt(0x1ff))).putShort((short) 7).putInt(0);
    if (header == 32) {
      packet.putInt(0x0101080a).putLong(random.nextLong());
    }
    while (packet.hasRemaining()) {
      packet.put((byte) random.nextInt());
    }
    byte[] octets = packet.array();
    int segment = octets.length - 20;
    int sum = Octets.fold(Octets.sum(octets, 12, octets.length, 6L + segment));
    packet.putShort(36, (short) (random.nextInt(8) == 0 ? 0 : ~sum));
    return CaptureWriter.wrap(1, false, octets);
  }

  /** Some bits of the headers turned over. */
  private static byte[] changed(byte[] frame, SplittableRandom random) {
    byte[] changed = frame.clone();
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      changed[random.nextInt(Math.min(changed.length, 90))] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  /**
   * Decodes a frame twice: on the first interface, where the short way may be gone, and on another.
   *
   * @param wire octets on the wire, where it is at least what was captured
   * @param trailer octets behind the frame in the same array
   * @return how many rows it gives
   */
  static int isReadAlike(byte[] frame, int wire, int trailer) {
    int length = Math.max(wire, frame.length);
    byte[] array = Arrays.copyOf(frame, frame.length + Math.max(0, trailer));
    Packets plain = decoded(array, frame.length, length, 0);
    List<String> expected = rows(decoded(array, frame.length, length, 1));
    assertThat(rows(plain)).isEqualTo(expected);
    return plain.size();
  }

  private static Packets decoded(byte[] array, int captured, int wire, int interfaceId) {
    Decoder decoder = new Decoder(rows -> 0);
    for (int i = 0; i < 2; i++) {
      decoder.frame(array, 0, captured, wire, 7, LinkType.ETHERNET, interfaceId);
    }
    return decoder.packets();
  }

  private static List<String> rows(Packets packets) {
    List<String> rows = new ArrayList<>(CsvWriter.text(PacketTable.of(packets)).lines().toList());
    for (int row = 0; row < packets.size(); row++) {
      rows.add(
          Arrays.toString(
              new Object[] {
                packets.flow(row),
                packets.forward(row),
                packets.hasIpId(row),
                packets.ipId(row),
                packets.hasTtl(row),
                packets.ttl(row),
                packets.ecn(row),
                packets.capturedLength(row),
                packets.knowsLength(row),
                packets.options(row).kinds(),
                packets.options(row).fastOpen(),
                packets.frames()
              }));
    }
    return rows;
  }
}
