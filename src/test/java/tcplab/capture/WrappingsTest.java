package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplab.capture.CaptureWriter.Kind;
import tcplab.tcp.Flags;

/** Frames laid octet by octet, of link layers and tunnels that few captures have. */
class WrappingsTest {
  private static final int ETHERNET = 1;
  private static final SegmentSpec SEGMENT = version4();
  private static final byte[] PACKET = SEGMENT.packet();
  private static final String SNAP = "aaaa030000000800";
  private static final String ADDRESSES = "020000000001020000000002";
  private static final String STATIONS = "00000000000000000000000000000000000000000000";
  private static final String SIGNATURE = "0123456789abcdef0123456789abcdef01234567";
  private static final String WIRELESS = "0801" + STATIONS + SNAP;

  /** The same, the octets of frame control the other way round. */
  private static final String SWAPPED = "0108" + STATIONS + SNAP;

  private static SegmentSpec version4() {
    SplittableRandom random = new SplittableRandom(17);
    return Stream.generate(() -> SegmentSpec.random(random))
        .filter(spec -> !spec.ipv6() && !spec.badChecksum())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "link type {0}, header {1}")
  @CsvSource({
    "9, 0f000800",
    "9, 8f000800",
    "50, 0f000800",
    "10, 50020000000001020000000002" + SNAP,
    "100, " + SNAP,
    "100, fefe03cc",
    "107, 184103cc",
    "107, 18410300800000000800",
    "107, 18410800",
    "107, 1c10103103cc",
    "242, " + STATIONS + "0000000000000000000000000000000000000800ffff",
  })
  void a_link_layers_header_is_passed_over(int linkType, String header) throws Exception {
    found(linkType, join(header, PACKET));
  }

  @Test
  void the_checksum_of_a_host_away_from_home_covers_its_home_address() throws Exception {
    SegmentSpec spec = version6();
    byte[] packet = spec.packet();
    ByteBuffer out = ByteBuffer.allocate(packet.length + 24);
    out.put(packet, 0, 40).put((byte) 6).put((byte) 2); // an option of padding, then the address
    out.put((byte) 1).put((byte) 2).putShort((short) 0).put((byte) 0xc9).put((byte) 16);
    out.put(packet, 8, 16).put(packet, 40, packet.length - 40);
    out.putShort(4, (short) (packet.length - 40 + 24)).put(6, (byte) 60);
    out.putLong(8, 0x20010db800000000L).putLong(16, 1); // where it is now

    Packets away = read(101, out.array());
    assertThat(away.source(0)).isEqualTo("2001:db8::1");
    assertThat(away.checksum(0)).isEqualTo(Packets.Checksum.GOOD);

    out.putLong(16 + 40, out.getLong(16 + 40) + 1); // another home
    assertThat(read(101, out.array()).checksum(0)).isEqualTo(Packets.Checksum.BAD);
  }

  private static SegmentSpec version6() {
    SplittableRandom random = new SplittableRandom(18);
    return Stream.generate(() -> SegmentSpec.random(random))
        .filter(spec -> spec.ipv6() && !spec.badChecksum())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void logs_of_packet_filters_hold_the_packet_behind_the_rule_it_met() throws Exception {
    byte[] log = new byte[64];
    log[0] = 61;
    found(117, join(HexFormat.of().formatHex(log), PACKET));
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ByteBuffer out = ByteBuffer.allocate(64 + PACKET.length).order(order);
      out.putInt(0x02000000).putShort((short) 5).putShort((short) 10).putInt(0);
      out.putShort((short) (4 + PACKET.length)).putShort((short) 9).put(PACKET).putInt(0);
      found(239, Arrays.copyOf(out.array(), out.position()));
    }
  }

  @Test
  void per_packet_information_tells_which_link_layer_follows() throws Exception {
    found(192, join("00000c0069000000" + "00000000" + WIRELESS, PACKET));
    found(192, join("0000080001000000" + ADDRESSES + "0800", PACKET));
    assertThat(read(192, join("0000080095000000", PACKET)).size()).isZero();
  }

  @ParameterizedTest(name = "EtherType {0}")
  @CsvSource({
    "893f, 0000000a00000800",
    "8926, 0000000a0800",
    "88e7, 0000000a" + ADDRESSES + "0800",
  })
  void tags_of_switches_are_passed_over(String type, String tag) throws Exception {
    found(ETHERNET, join(ADDRESSES + type + tag, PACKET));
  }

  @ParameterizedTest(name = "protocol {0}, header {1}")
  @CsvSource({
    "47, 0000883e00590048, gre",
    "47, 0000883e, gre",
    "47, 00008200" + WIRELESS + ", gre",
    "17, 100012920000000000000800, gre",
    "17, 1000147f00000000" + "0010020000000000" + ADDRESSES + "0800, capwap",
    "17, 1000147f00000000" + "0010030000000000" + WIRELESS + ", capwap",
    "17, 1000147f00000000" + "0010030000000000" + SWAPPED + ", capwap",
    "17, 100013d000000000" + "225111045e00000000010203" + SIGNATURE + ", ayiya",
  })
  void tunnels_are_entered(int protocol, String header, String tunnel) throws Exception {
    Packets packets = found(101, ip(protocol, join(header, PACKET)));
    assertThat(packets.origin(0).encapsulation()).isEqualTo(tunnel);
  }

  @Test
  void a_wireless_frame_may_hold_several_packets() throws Exception {
    int length = 8 + PACKET.length;
    ByteBuffer out = ByteBuffer.allocate(4096);
    out.put(octets("8801" + STATIONS + "8000"));
    for (int i = 0; i < 2; i++) {
      out.put(octets(ADDRESSES)).putShort((short) length).put(octets(SNAP)).put(PACKET);
      out.put(new byte[-(14 + length) & 3]);
    }
    Packets packets = read(105, Arrays.copyOf(out.array(), out.position()));
    assertThat(packets.size()).isEqualTo(2);
    for (int row = 0; row < 2; row++) {
      assertThat(packets.packet(row)).isEqualTo(1);
      assertThat(packets.length(row)).isEqualTo(SEGMENT.length());
      assertThat(packets.checksum(row)).isEqualTo(Packets.Checksum.GOOD);
    }
  }

  @Test
  void without_the_data_offset_the_payload_length_is_not_known() throws Exception {
    Packets packets = read(101, Arrays.copyOf(PACKET, 32), PACKET.length);
    assertThat(packets.seq(0)).isEqualTo(SEGMENT.seq());
    assertThat(packets.knowsLength(0)).isFalse();
    assertThat(packets.length(0)).isLessThanOrEqualTo(SEGMENT.length());
    assertThat(read(101, Arrays.copyOf(PACKET, 33), PACKET.length).length(0))
        .isEqualTo(SEGMENT.length());
  }

  @Test
  void a_header_longer_than_its_packet_still_shows_its_urgent_pointer() throws Exception {
    byte[] packet = Arrays.copyOf(PACKET, 40);
    ByteBuffer.wrap(packet).putShort(2, (short) 40);
    ByteBuffer.wrap(packet).putShort(32, (short) (15 << 12 | Flags.URG)).putShort(38, (short) 7);
    Packets packets = read(101, packet);
    assertThat(packets.isWhole(0)).isFalse();
    assertThat(packets.options(0).urgent()).isEqualTo(7);
    packet[32] = 0x40;
    assertThat(read(101, packet).options(0).urgent()).isEqualTo(Packets.ABSENT);
  }

  @Test
  void behind_a_source_route_the_last_address_is_the_endpoints() throws Exception {
    ByteBuffer routed = ByteBuffer.allocate(PACKET.length + 12);
    routed.put(PACKET, 0, 20).put(octets("01830b0401020304")).put(SEGMENT.destination());
    routed.put(PACKET, 20, PACKET.length - 20);
    routed.put(0, (byte) 0x48).putShort(2, (short) routed.capacity()).putInt(16, 0x05060708);
    String destination = found(101, PACKET).destination(0);
    assertThat(found(101, routed.array()).destination(0)).isEqualTo(destination);
    routed.put(23, (byte) 12).put(16, SEGMENT.destination());
    assertThat(found(101, routed.array()).destination(0)).isEqualTo(destination);
  }

  @Test
  void a_section_of_an_unknown_version_is_not_read() throws Exception {
    CaptureWriter writer = new CaptureWriter(Kind.PCAPNG, ByteOrder.LITTLE_ENDIAN, 101);
    byte[] file = writer.frame(0, PACKET, PACKET.length).bytes();
    byte[] two = file.clone();
    two[12] = 2;
    assertThatThrownBy(() -> open(two)).hasMessageContaining("pcapng version 2.0 is not known");
    Packets packets = open(ByteBuffer.allocate(2 * file.length).put(file).put(two).array());
    assertThat(packets.size()).isEqualTo(1);
    assertThat(packets.faults()).hasSize(1);
  }

  private static Packets open(byte[] file) throws CaptureException {
    return CaptureFile.read(new ByteArrayInputStream(file), "test", Progress.NONE);
  }

  private static Packets found(int linkType, byte[] frame) throws Exception {
    Packets packets = read(linkType, frame);
    assertThat(packets.size()).isEqualTo(1);
    assertThat(packets.seq(0)).isEqualTo(SEGMENT.seq());
    assertThat(packets.length(0)).isEqualTo(SEGMENT.length());
    assertThat(packets.checksum(0)).isEqualTo(Packets.Checksum.GOOD);
    return packets;
  }

  private static Packets read(int linkType, byte[] frame) throws Exception {
    return read(linkType, frame, frame.length);
  }

  private static Packets read(int linkType, byte[] frame, int wire) throws Exception {
    CaptureWriter writer = new CaptureWriter(Kind.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, linkType);
    byte[] file = writer.frame(0, frame, wire).bytes();
    return open(file);
  }

  /** An IPv4 packet of another protocol. */
  private static byte[] ip(int protocol, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(20 + payload.length);
    out.putShort((short) 0x4500).putShort((short) out.capacity()).putInt(0);
    out.put((byte) 64).put((byte) protocol).putShort((short) 0).putLong(0);
    return out.put(payload).array();
  }

  private static byte[] join(String header, byte[] rest) {
    byte[] first = octets(header);
    return ByteBuffer.allocate(first.length + rest.length).put(first).put(rest).array();
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
