package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.capture.CaptureWriter.Kind;
import tcplab.tcp.Flags;

/** What was encoded comes out of the decoder again. */
class DecoderPropertyTest {
  private static final int SEGMENTS = 300;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 12, 14, 101, 104, 105, 108, 113, 127, 228, 229, 276})
  void every_link_type_gives_back_the_segments(int linkType) throws Exception {
    check(Kind.NANOSECONDS, ByteOrder.LITTLE_ENDIAN, linkType, 0);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void every_file_kind_gives_back_the_segments_in_both_byte_orders(Kind kind) throws Exception {
    check(kind, ByteOrder.LITTLE_ENDIAN, 1, 0);
    check(kind, ByteOrder.BIG_ENDIAN, 1, 0);
  }

  @Test
  void padding_and_a_trailer_never_count_as_payload() throws Exception {
    check(Kind.MICROSECONDS, ByteOrder.BIG_ENDIAN, 1, 4);
    check(Kind.PCAPNG, ByteOrder.BIG_ENDIAN, 113, 17);
  }

  private static void check(Kind kind, ByteOrder order, int linkType, int trailer)
      throws Exception {
    SplittableRandom random = new SplittableRandom(793L * linkType + trailer);
    CaptureWriter writer = new CaptureWriter(kind, order, linkType);
    List<SegmentSpec> specs = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < SEGMENTS; i++) {
      SegmentSpec spec = SegmentSpec.random(random);
      byte[] packet = spec.packet();
      byte[] padded = Arrays.copyOf(packet, packet.length + trailer);
      byte[] frame = CaptureWriter.wrap(linkType, spec.ipv6(), padded);
      long micros = random.nextLong(4_000_000_000_000_000L);
      writer.frame(micros * 1000, frame, frame.length);
      times.add(micros * 1000);
      specs.add(spec);
    }
    Packets packets = read(writer.bytes());
    assertThat(packets.faults()).isEmpty();
    assertThat(packets.size()).isEqualTo(SEGMENTS);
    for (int row = 0; row < SEGMENTS; row++) {
      assertThat(packets.packet(row)).isEqualTo(row + 1);
      assertThat(packets.timeNs(row)).isEqualTo(times.get(row));
      same(packets, row, specs.get(row));
    }
  }

  private static void same(Packets packets, int row, SegmentSpec spec) throws UnknownHostException {
    assertThat(octets(packets.source(row))).isEqualTo(spec.source());
    assertThat(octets(packets.destination(row))).isEqualTo(spec.destination());
    assertThat(packets.sourcePort(row)).isEqualTo(spec.sourcePort());
    assertThat(packets.destinationPort(row)).isEqualTo(spec.destinationPort());
    assertThat(packets.seq(row)).isEqualTo(spec.seq());
    assertThat(packets.ack(row)).isEqualTo(spec.ack());
    assertThat(packets.flags(row)).isEqualTo(spec.flags());
    assertThat(packets.window(row)).isEqualTo(spec.window());
    assertThat(packets.length(row)).isEqualTo(spec.length());
    assertThat(packets.ttl(row)).isEqualTo(spec.ttl());
    boolean urgent = (spec.flags() & Flags.URG) != 0;
    assertThat(packets.options(row))
        .isEqualTo(
            new Packets.Options(
                spec.mss(),
                spec.windowScale(),
                spec.sackPermitted(),
                spec.sack(),
                urgent ? spec.urgent() : Packets.ABSENT));
    assertThat(packets.hasTimestamps(row)).isEqualTo(spec.stamped());
    if (spec.stamped()) {
      assertThat(packets.tsValue(row)).isEqualTo(spec.tsValue());
      assertThat(packets.tsEcho(row)).isEqualTo(spec.tsEcho());
    }
    assertThat(packets.checksum(row))
        .isEqualTo(spec.badChecksum() ? Packets.Checksum.BAD : Packets.Checksum.GOOD);
  }

  /** The JDK's opinion of an address; a literal asks no name server. */
  private static byte[] octets(String address) throws UnknownHostException {
    return InetAddress.getByName(address).getAddress();
  }

  @Test
  void a_snapshot_length_keeps_the_true_payload_length_and_never_verifies() throws Exception {
    SplittableRandom random = new SplittableRandom(54);
    for (int i = 0; i < 300; i++) {
      SegmentSpec spec = SegmentSpec.random(random);
      byte[] frame = CaptureWriter.wrap(1, spec.ipv6(), spec.packet());
      int kept = random.nextInt(frame.length);
      CaptureWriter writer = new CaptureWriter(Kind.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, 1);
      writer.frame(0, Arrays.copyOf(frame, kept), frame.length);
      Packets packets = read(writer.bytes());
      int header = 14 + (spec.ipv6() ? 40 : 20);
      assertThat(packets.size()).isEqualTo(kept >= header + 4 ? 1 : 0);
      if (packets.size() == 1) {
        assertThat(packets.isWhole(0)).isEqualTo(kept >= header + 20);
        assertThat(packets.knowsSeq(0)).isEqualTo(kept >= header + 8);
        assertThat(packets.checksum(0)).isEqualTo(Packets.Checksum.UNVERIFIED);
        assertThat(packets.capturedLength(0)).isEqualTo(kept);
      }
      if (kept >= header + 20) {
        assertThat(packets.length(0)).isEqualTo(spec.length());
      }
    }
  }

  @Test
  void a_segment_behind_authentication_headers_is_found_in_ipv4() throws Exception {
    SplittableRandom random = new SplittableRandom(51);
    for (int headers = 0; headers < 5000; headers += 1 + headers * 3) {
      SegmentSpec spec = SegmentSpec.random(random);
      byte[] packet = spec.packet();
      if (spec.ipv6()) {
        continue;
      }
      ByteBuffer wrapped = ByteBuffer.allocate(packet.length + 12 * headers);
      wrapped.put(packet, 0, 20);
      for (int header = headers; header > 0; header--) {
        wrapped.put((byte) (header == 1 ? 6 : 51)).put((byte) 1).put(new byte[10]);
      }
      wrapped.put(packet, 20, packet.length - 20).putShort(2, (short) wrapped.capacity());
      wrapped.put(9, (byte) (headers == 0 ? 6 : 51));
      CaptureWriter writer = new CaptureWriter(Kind.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, 101);
      Packets packets = read(writer.frame(0, wrapped.array(), wrapped.capacity()).bytes());
      assertThat(packets.size()).isEqualTo(1);
      assertThat(packets.seq(0)).isEqualTo(spec.seq());
      assertThat(packets.length(0)).isEqualTo(spec.length());
      assertThat(packets.checksum(0) == Packets.Checksum.BAD).isEqualTo(spec.badChecksum());
    }
  }

  @Test
  void a_checksum_left_to_the_network_card_is_unverified() throws Exception {
    SegmentSpec spec = SegmentSpec.random(new SplittableRandom(3));
    byte[] packet = spec.packet();
    int header = spec.ipv6() ? 40 : 20;
    long sum = 6L + packet.length - header;
    for (int i = spec.ipv6() ? 8 : 12; i < header; i += 2) {
      sum += (packet[i] & 0xff) << 8 | (packet[i + 1] & 0xff);
    }
    ByteBuffer.wrap(packet).putShort(header + 16, (short) ((sum & 0xffff) + (sum >> 16)));
    CaptureWriter writer = new CaptureWriter(Kind.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, 101);
    Packets packets = read(writer.frame(0, packet, packet.length).bytes());
    assertThat(packets.checksum(0)).isEqualTo(Packets.Checksum.UNVERIFIED);
  }

  @Test
  void sections_interfaces_old_and_simple_blocks_are_read_and_unknown_ones_skipped()
      throws Exception {
    byte[] packet = SegmentSpec.random(new SplittableRandom(1)).packet();
    CaptureWriter writer = new CaptureWriter(Kind.PCAPNG, ByteOrder.LITTLE_ENDIAN, 101);
    writer.frame(5, packet, packet.length).unknownBlock(400_000);
    writer.section(ByteOrder.BIG_ENDIAN, 101, 6).description(147, 9).description(101, 3);
    writer.frame(5, packet, packet.length, 2).frame(6, packet, packet.length, 1);
    writer.old(7, packet).simple(packet).frame(8, packet, packet.length, 9);
    Packets packets = read(writer.bytes());
    assertThat(packets.frames()).isEqualTo(6);
    assertThat(packets.size()).isEqualTo(4);
    assertThat(packets.timeNs(0)).isEqualTo(5);
    assertThat(packets.origin(0)).isEqualTo(Packets.Origin.PLAIN);
    assertThat(packets.timeNs(1)).isEqualTo(5_000_000);
    assertThat(packets.origin(1).interfaceId()).isEqualTo(3);
    assertThat(packets.timeNs(2)).isEqualTo(7000);
    assertThat(packets.timeNs(3)).isEqualTo(Packets.NO_TIME);
    assertThat(packets.packet(3)).isEqualTo(5);
    assertThat(packets.faults()).hasSize(2);
    assertThat(packets.faults().get(0).problem()).contains("link type 147");
    assertThat(packets.faults().get(1).problem()).contains("interface 9 of 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 6, 9, 12, 128 + 10, 128 + 20, 128 + 32, 128 + 50})
  void every_resolution_gives_the_same_second(int code) {
    PcapngInterface clock = new PcapngInterface(LinkType.RAW, 101, 0);
    clock.resolution((byte) code);
    clock.offset(100);
    long perSecond = code < 128 ? (long) Math.pow(10, code) : 1L << (code - 128);
    assertThat(clock.timeNs(3 * perSecond)).isEqualTo(103_000_000_000L);
    assertThat(clock.timeNs(perSecond / 2)).isEqualTo(100_500_000_000L);
  }

  private static Packets read(byte[] capture) throws CaptureException {
    return CaptureFile.read(new ByteArrayInputStream(capture), "test", Progress.NONE);
  }
}
