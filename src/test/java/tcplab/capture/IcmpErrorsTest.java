package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.capture.CaptureWriter.Kind;

/** What ICMP says of TCP segments; the packets' table has none of it. */
class IcmpErrorsTest {
  private static final int RAW = 101;
  private static final int PORT_UNREACHABLE = 3;
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static SegmentSpec segment(boolean ipv6) {
    SplittableRandom random = new SplittableRandom(23);
    return Stream.generate(() -> SegmentSpec.random(random))
        .filter(spec -> spec.ipv6() == ipv6)
        .findFirst()
        .orElseThrow();
  }

  private static Packets read(byte[]... packets) throws CaptureException {
    CaptureWriter writer = new CaptureWriter(Kind.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, RAW);
    for (int i = 0; i < packets.length; i++) {
      writer.frame(1_000_000_000L * i, packets[i], packets[i].length);
    }
    byte[] file = writer.bytes();
    return CaptureFile.read(new ByteArrayInputStream(file), "test", Progress.NONE);
  }

  /** An ICMP error from 192.0.2.9, or 2001:db8::9, that quotes so many octets of a packet. */
  private static byte[] error(boolean ipv6, int type, int code, int rest, byte[] of, int quoted) {
    int header = ipv6 ? 40 : 20;
    ByteBuffer out = ByteBuffer.allocate(header + 8 + quoted);
    if (ipv6) {
      out.putInt(0x60000000).putShort((short) (8 + quoted)).put((byte) 58).put((byte) 64);
      out.putLong(0x20010db800000000L).putLong(9).putLong(0x20010db800000000L).putLong(1);
    } else {
      out.putShort((short) 0x4500).putShort((short) out.capacity()).putInt(0);
      out.put((byte) 64).put((byte) 1).putShort((short) 0).putInt(0xc0000209).putInt(0xc0000201);
    }
    out.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest);
    return out.put(of, 0, quoted).array();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_error_names_the_segment_that_it_quotes_and_who_says_so(boolean ipv6) throws Exception {
    SegmentSpec spec = segment(ipv6);
    byte[] packet = spec.packet();
    int header = ipv6 ? 40 : (packet[0] & 15) * 4;
    byte[] error = error(ipv6, ipv6 ? 1 : 3, ipv6 ? 4 : PORT_UNREACHABLE, 0, packet, header + 8);

    Packets packets = read(packet, error);

    assertThat(packets.size()).as("a quotation is no segment").isEqualTo(1);
    assertThat(packets.icmpErrors()).hasSize(1);
    IcmpError said = packets.icmpErrors().get(0);
    assertThat(said.packet()).isEqualTo(2);
    assertThat(said.timeNs()).isEqualTo(1_000_000_000L);
    assertThat(said.kind()).isEqualTo(IcmpError.Kind.PORT_UNREACHABLE);
    assertThat(said.reporter()).isEqualTo(ipv6 ? "2001:db8::9" : "192.0.2.9");
    assertThat(said.source()).isEqualTo(packets.source(0));
    assertThat(said.sourcePort()).isEqualTo(packets.sourcePort(0));
    assertThat(said.destination()).isEqualTo(packets.destination(0));
    assertThat(said.destinationPort()).isEqualTo(packets.destinationPort(0));
    assertThat(said.seq()).isEqualTo(packets.seq(0));
    assertThat(said.flow()).isZero();
    assertThat(said.forward()).isTrue();
    assertThat(said.mtu()).isEqualTo(Packets.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_error_about_a_flow_without_a_segment_names_its_ends_and_no_flow(boolean ipv6)
      throws Exception {
    byte[] packet = segment(ipv6).packet();
    byte[] error = error(ipv6, ipv6 ? 3 : 11, 0, 0, packet, packet.length);

    Packets packets = read(error);

    assertThat(packets.size()).isZero();
    assertThat(packets.flowCount()).isZero();
    assertThat(packets.icmpErrors())
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.flow()).isEqualTo(-1);
              assertThat(said.kind()).isEqualTo(IcmpError.Kind.TIME_EXCEEDED);
            });
  }

  @ParameterizedTest(name = "IPv6 {0}, type {1}, code {2}")
  @CsvSource({
    "false, 3, 0, NETWORK_UNREACHABLE, network unreachable",
    "false, 3, 1, HOST_UNREACHABLE, host unreachable",
    "false, 3, 2, PROTOCOL_UNREACHABLE, protocol unreachable",
    "false, 3, 3, PORT_UNREACHABLE, port unreachable",
    "false, 3, 4, TOO_BIG, too long (MTU 1280)",
    "false, 3, 13, PROHIBITED, communication prohibited",
    "false, 3, 77, OTHER, another error",
    "false, 11, 0, TIME_EXCEEDED, time exceeded",
    "false, 12, 0, OTHER, another error",
    "true, 1, 0, NETWORK_UNREACHABLE, network unreachable",
    "true, 1, 1, PROHIBITED, communication prohibited",
    "true, 1, 3, HOST_UNREACHABLE, host unreachable",
    "true, 1, 6, PROHIBITED, communication prohibited",
    "true, 2, 0, TOO_BIG, too long (MTU 1280)",
    "true, 3, 0, TIME_EXCEEDED, time exceeded",
    "true, 4, 1, OTHER, another error",
  })
  void types_and_codes_have_words(
      boolean ipv6, int type, int code, IcmpError.Kind kind, String words) throws Exception {
    byte[] packet = segment(ipv6).packet();

    IcmpError said = read(error(ipv6, type, code, 1280, packet, packet.length)).icmpErrors().get(0);

    assertThat(said.kind()).isEqualTo(kind);
    assertThat(said.words()).isEqualTo(words);
    assertThat(said.mtu()).isEqualTo(kind == IcmpError.Kind.TOO_BIG ? 1280 : Packets.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_is_no_error_or_quotes_no_tcp_or_too_little_is_passed_over(boolean ipv6)
      throws Exception {
    byte[] packet = segment(ipv6).packet();
    int type = ipv6 ? 1 : 3;
    int header = ipv6 ? 40 : (packet[0] & 15) * 4;
    byte[] udp = packet.clone();
    udp[ipv6 ? 6 : 9] = 17;
    byte[] later = packet.clone();
    if (!ipv6) {
      later[7] = 9; // not the first fragment: no TCP header follows
    }
    List<byte[]> none =
        List.of(
            error(ipv6, ipv6 ? 128 : 8, 0, 0, packet, packet.length),
            error(ipv6, type, 0, 0, udp, udp.length),
            error(ipv6, type, 0, 0, ipv6 ? udp : later, packet.length),
            error(ipv6, type, 0, 0, packet, header + 7),
            error(!ipv6, ipv6 ? 3 : 1, 0, 0, packet, packet.length));
    for (byte[] frame : none) {
      assertThat(read(frame).icmpErrors()).isEmpty();
    }
    byte[] whole = error(ipv6, type, 0, 0, packet, header + 8);
    for (int length = 0; length < whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length)).icmpErrors()).isEmpty();
    }
  }

  @Test
  void a_flood_of_errors_is_handed_on_in_parts_like_rows() throws Exception {
    byte[] packet = segment(false).packet();
    byte[] error = error(false, 3, 1, 0, packet, packet.length);
    CaptureWriter writer = new CaptureWriter(Kind.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, RAW);
    for (int i = 0; i < 100; i++) {
      writer.frame(i, error, error.length);
    }
    List<Integer> parts = new ArrayList<>();
    Packets last =
        CaptureFile.read(
            new ByteArrayInputStream(writer.bytes()),
            "flood",
            PacketFilter.ALL,
            Progress.NONE,
            new Batches() {
              @Override
              public int rows() {
                return 30;
              }

              @Override
              public void take(Packets batch) {
                parts.add(batch.icmpErrors().size());
              }
            });

    assertThat(parts).hasSizeGreaterThanOrEqualTo(3).allMatch(size -> size == 30);
    assertThat(last.icmpErrors()).hasSize(100 - 30 * parts.size());
  }

  @Test
  void a_recorded_path_mtu_is_told_of_each_long_segment() throws Exception {
    Packets packets = CaptureFile.read(DATA.resolve("path_mtu.client.pcap"));

    assertThat(packets.icmpErrors()).extracting(IcmpError::packet).containsExactly(12, 18, 19);
    assertThat(packets.icmpErrors())
        .allSatisfy(
            said -> {
              assertThat(said.reporter()).isEqualTo("172.18.0.254");
              assertThat(said.mtu()).isEqualTo(1200);
              assertThat(said.flow()).isZero();
            });
  }
}
