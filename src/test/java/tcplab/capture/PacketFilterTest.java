package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplab.Requirement;

/** Filters against {@code tcpdump -r FILE EXPRESSION}, which goes libpcap's own way. */
class PacketFilterTest {
  private static final List<String> SEED =
      List.of(
          "port 3306",
          "port 3306 and host 10.8.152.162",
          "host 210.27.48.1 and (210.27.48.2 or 210.27.48.3)",
          "tcp port 23 and host 210.27.48.1");
  private static final String[] HOSTS = {
    "10.8.152.162", "210.27.48.1", "210.27.48.2", "210.27.48.3", "10.8.152.16"
  };
  private static final int[] PORTS = {3306, 23, 33060, 2323, 80};

  @TempDir Path folder;

  @BeforeAll
  static void libpcap_and_tcpdump_are_there() {
    Requirement.requires(Machine.hasLibpcap(), "libpcap (Debian: apt install libpcap0.8)");
    Requirement.requires(Machine.hasTcpdump(), "tcpdump (Debian: apt install tcpdump)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 113, 276, 0, 108, 101, 9, 127})
  void the_seeds_expressions_keep_what_tcpdump_keeps_on_every_link_type(int linkType)
      throws Exception {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Path file = folder.resolve("seed.pcap");
      Files.write(file, seedTraffic(linkType, order));
      for (String expression : SEED) {
        List<Long> theirs = tcpdump(file, expression);
        assertThat(ours(file, expression)).as(expression).isEqualTo(theirs);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port 3306",
        "ip and tcp dst port 3306",
        "host 210.27.48.1 and (210.27.48.2 or 210.27.48.3)",
        "tcp[13] & 7 != 0 and ip[2:2] - ((ip[0] & 0xf) << 2) > 20",
        "ip[6:2] % 3 = 1 or ether[0] | 3 = 3 or ip[1] ^ 2 = 3 or ip[2] * 3 / 2 = 5",
        "len > 5 and tcp[tcp[12]:1] = -tcp[3]",
        "vlan 7 and greater 100",
        "ip6 protochain 6",
        "ip[0:4] & 0xf0f0f0f0 = 0x40000000 and ip[2] >> 1 = 3"
      })
  void a_filters_program_reads_as_tcpdump_prints_it(String expression) throws Exception {
    Process tcpdump =
        new ProcessBuilder("tcpdump", "-y", "EN10MB", "-d", expression)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> theirs =
        new String(tcpdump.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .map(String::stripTrailing)
            .toList();

    assertThat(theirs).hasSizeGreaterThan(5);
    assertThat(PacketFilter.of(expression).listing().lines()).isEqualTo(theirs);
  }

  @Test
  void the_seeds_expressions_keep_something_and_leave_something_out() throws Exception {
    Path file = folder.resolve("seed.pcap");
    Files.write(file, seedTraffic(1, ByteOrder.LITTLE_ENDIAN));
    for (String expression : SEED) {
      assertThat(ours(file, expression).size()).as(expression).isBetween(1, 299);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp",
        "ip6",
        "not ip",
        "tcp port 80 or 443",
        "greater 500",
        "len % 3 = 1",
        "ip[8] < 64 and tcp[tcpflags] & tcp-syn != 0",
        "tcp[((tcp[12] & 0xf0) >> 2):1] > 0x40",
        "portrange 1-1024 and less 200"
      })
  void every_kind_of_instruction_keeps_what_tcpdump_keeps(String expression) throws Exception {
    int compared = 0;
    for (String name : SharedCaptures.manifest().keySet()) {
      Path file = SharedCaptures.folder().resolve(name);
      if (name.startsWith("gt/") || name.startsWith("derived/")) {
        assertThat(ours(file, expression)).as(name).isEqualTo(tcpdump(file, expression));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vlan", "vlan and vlan", "vlan and vlan and tcp", "tcp", "vlan 4000"})
  void tags_are_looked_behind_as_tcpdump_does(String expression) throws Exception {
    Path file = Recorded.file("qinq.pcap");
    assertThat(ours(file, expression)).isEqualTo(tcpdump(file, expression));
  }

  @Test
  void an_expression_that_the_captures_link_type_has_no_fields_for_is_refused() throws Exception {
    Path file = folder.resolve("raw.pcap");
    Files.write(file, seedTraffic(101, ByteOrder.LITTLE_ENDIAN));
    assertThatThrownBy(() -> CaptureFile.read(file, filter("vlan and tcp"), Progress.NONE))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("no VLAN support for Raw IP");
  }

  @Test
  void a_packet_has_the_same_number_with_and_without_a_filter() throws Exception {
    Path file = Machine.lessonsCapture();
    Packets all = CaptureFile.read(file);
    Packets syns = CaptureFile.read(file, filter("tcp[tcpflags] & tcp-syn != 0"), Progress.NONE);
    assertThat(syns.frames()).isEqualTo(all.frames());
    assertThat(syns.size()).isEqualTo(2);
    assertThat(syns.packet(1)).isEqualTo(all.packet(1)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"porrt 3306, syntax error", "tcp and and, syntax error", "port 99999, 99999"})
  void a_wrong_expression_is_refused_in_libpcaps_own_words(String expression, String words) {
    Path file = Machine.lessonsCapture();
    assertThatThrownBy(() -> CaptureFile.read(file, filter(expression), Progress.NONE))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining(expression)
        .hasMessageContaining(words);
  }

  @Test
  void each_interface_of_a_pcapng_is_filtered_by_its_own_link_type() throws Exception {
    byte[] packet = tcp(new SplittableRandom(7), "210.27.48.1", 23);
    CaptureWriter writer = new CaptureWriter(CaptureWriter.Kind.PCAPNG, ByteOrder.LITTLE_ENDIAN, 1);
    writer.description(101, 9).description(276, 9);
    int[] links = {1, 101, 276};
    for (int id = 0; id < 3; id++) {
      byte[] frame = CaptureWriter.wrap(links[id], false, packet);
      writer.frame(id, frame, frame.length, id);
    }
    assertThat(read(writer, "tcp port 23 and host 210.27.48.1").size()).isEqualTo(3);
    assertThat(read(writer, "tcp port 24").size()).isZero();
    Packets ethernetOnly = read(writer, "not ether host 1:2:3:4:5:6");
    assertThat(ethernetOnly.size()).isEqualTo(1);
    assertThat(ethernetOnly.faults()).hasSize(2);
  }

  private static Packets read(CaptureWriter writer, String expression) throws IOException {
    return CaptureFile.read(
        new ByteArrayInputStream(writer.bytes()), "test", filter(expression), Progress.NONE);
  }

  private static PacketFilter filter(String expression) {
    return PacketFilter.of(expression);
  }

  /** 300 segments of the seed's hosts and ports, and of some that look like them. */
  private static byte[] seedTraffic(int linkType, ByteOrder order) throws IOException {
    SplittableRandom random = new SplittableRandom(42);
    CaptureWriter writer = new CaptureWriter(CaptureWriter.Kind.NANOSECONDS, order, linkType);
    for (int i = 1; i <= 300; i++) {
      byte[] packet = tcp(random, HOSTS[random.nextInt(5)], PORTS[random.nextInt(5)]);
      byte[] frame = CaptureWriter.wrap(linkType, false, packet);
      writer.frame(i * 1_000_000_000L, frame, frame.length);
    }
    return writer.bytes();
  }

  private static byte[] tcp(SplittableRandom random, String source, int port) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(40 + random.nextInt(100));
    out.putShort((short) 0x4500).putShort((short) out.capacity()).putInt(random.nextInt() << 16);
    out.put((byte) 64).put((byte) (random.nextInt(8) == 0 ? 17 : 6)).putShort((short) 0);
    out.put(InetAddress.getByName(source).getAddress());
    out.put(InetAddress.getByName(HOSTS[random.nextInt(5)]).getAddress());
    out.putShort((short) port).putShort((short) PORTS[random.nextInt(5)]);
    out.putLong(random.nextLong()).putShort((short) 0x5010);
    return out.array();
  }

  /** The times of the frames that a filter keeps. */
  private static List<Long> ours(Path file, String expression) throws Exception {
    List<Long> times = new ArrayList<>();
    FilteredFrames frames = new FilteredFrames(filter(expression), new Times(times), "test");
    try (Input in =
        new Input("test", Files.newByteChannel(file), Files.size(file), Progress.NONE)) {
      FrameReader reader = CaptureFile.reader(in, frames);
      boolean more = true;
      while (more) {
        more = reader.next();
      }
    }
    return times;
  }

  private List<Long> tcpdump(Path file, String expression) throws Exception {
    Path kept = folder.resolve("kept.pcap");
    Machine.run("tcpdump", "--nano", "-r", file.toString(), "-w", kept.toString(), expression);
    List<Long> times = new ArrayList<>();
    try (Input in =
        new Input("kept", Files.newByteChannel(kept), Files.size(kept), Progress.NONE)) {
      FrameReader reader = CaptureFile.reader(in, new Times(times));
      boolean more = true;
      while (more) {
        more = reader.next();
      }
    }
    return times;
  }

  /** Notes when the frames were captured. */
  private record Times(List<Long> times) implements FrameSink {
    @Override
    public void frame(
        byte[] bytes, int at, int captured, int wire, long timeNs, LinkType link, int id) {
      times.add(timeNs);
    }

    @Override
    public void skipped() {
      throw new AssertionError("every link type here is known");
    }

    @Override
    public void unwanted() {
      // What the filter left out is not noted.
    }

    @Override
    public void fault(Fault fault) {
      assertThat(fault.problem()).contains("ends"); // derived/ has captures that are cut
    }
  }
}
