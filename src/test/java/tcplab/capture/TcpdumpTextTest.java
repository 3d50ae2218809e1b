package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tcplab.tcp.Flags;

class TcpdumpTextTest {
  /** The handshake to MySQL of the tutorial in ../shared/seed. */
  private static final String SEED =
      """
      $ tcpdump -n port 3306
      # 发生了 3次握手
      11:38:15.679863 IP 172.18.0.5.38822 > 172.18.0.3.3306: Flags [S], seq 4065722321, win 29200, options [mss 1460,sackOK,TS val 2997352 ecr 0,nop,wscale 7], length 0
      11:38:15.679923 IP 172.18.0.3.3306 > 172.18.0.5.38822: Flags [S.], seq 780487619, ack 4065722322, win 28960, options [mss 1460,sackOK,TS val 2997352 ecr 2997352,nop,wscale 7], length 0
      11:38:15.679936 IP 172.18.0.5.38822 > 172.18.0.3.3306: Flags [.], ack 1, win 229, options [nop,nop,TS val 2997352 ecr 2997352], length 0
      """;

  @Test
  void the_handshake_of_the_tutorial_gives_three_rows_with_raw_numbers() throws Exception {
    Packets packets = TcpdumpText.parse(SEED);
    assertThat(packets.size()).isEqualTo(3);
    assertThat(packets.frames()).isEqualTo(3);
    assertThat(packets.flowCount()).isEqualTo(1);
    assertThat(packets.timeNs(0)).isEqualTo(41_895_679_863_000L);
    assertThat(packets.source(0)).isEqualTo("172.18.0.5");
    assertThat(packets.sourcePort(0)).isEqualTo(38822);
    assertThat(Integer.toUnsignedLong(packets.seq(0))).isEqualTo(4065722321L);
    assertThat(packets.knowsAck(0)).isFalse();
    assertThat(packets.options(0))
        .isEqualTo(new Packets.Options(1460, 7, true, new int[0], Packets.ABSENT));
    assertThat(packets.tsValue(0)).isEqualTo(2997352);
    assertThat(packets.flags(1)).isEqualTo(Flags.SYN | Flags.ACK);
    assertThat(packets.ack(2)).isEqualTo(780487619 + 1);
    assertThat(packets.window(2)).isEqualTo(229);
    assertThat(packets.knowsSeq(2)).isFalse();
    assertThat(Integer.toUnsignedLong(packets.seq(2))).isEqualTo(4065722322L);
    assertThat(packets.relative(2)).isFalse();
  }

  @Test
  void raw_numbers_of_option_S_stay_as_they_are() throws Exception {
    Packets packets = TcpdumpText.parse(SEED.replace("ack 1,", "ack 780487620,"));
    assertThat(packets.ack(2)).isEqualTo(780487620);
    assertThat(packets.relative(2)).isFalse();
  }

  @Test
  void relative_numbers_of_data_acks_and_sack_blocks_count_from_the_syns() throws Exception {
    Packets packets =
        TcpdumpText.parse(
            SEED
                + "11:38:16.1 IP 172.18.0.3.3306 > 172.18.0.5.38822: Flags [P.], seq 101:201, ack 1,"
                + " win 5, length 100\n"
                + "11:38:16.2 IP 172.18.0.5.38822 > 172.18.0.3.3306: Flags [.], ack 1, win 5,"
                + " options [nop,nop,sack 1 {101:201}], length 0\n");
    int server = 780487619;
    assertThat(packets.seq(3)).isEqualTo(server + 101);
    assertThat(packets.length(3)).isEqualTo(100);
    assertThat(packets.ack(4)).isEqualTo(server + 1);
    assertThat(packets.options(4).sack()).containsExactly(server + 101, server + 201);
    assertThat(packets.timeNs(3)).isEqualTo(41_896_100_000_000L);
  }

  @Test
  void an_excerpt_from_the_middle_is_marked_relative() throws Exception {
    Packets packets =
        TcpdumpText.parse(
            "IP 10.0.0.1.5000 > 10.0.0.2.80: Flags [P.], seq 1:11, ack 1, win 5, length 10\n"
                + "IP 10.0.0.2.80 > 10.0.0.1.5000: Flags [.], ack 11, win 5, length 0\n");
    assertThat(packets.size()).isEqualTo(2);
    assertThat(packets.relative(0)).isTrue();
    assertThat(packets.relative(1)).isTrue();
    assertThat(packets.seq(0)).isEqualTo(1);
    assertThat(packets.ack(1)).isEqualTo(11);
    assertThat(packets.seq(1)).isEqualTo(1);
    assertThat(packets.timeNs(0)).isEqualTo(Packets.NO_TIME);
  }

  @Test
  void names_of_hosts_and_ports_are_read() throws Exception {
    Packets packets =
        TcpdumpText.parse(
            "11:00:00.000001 IP my-host.lan.ssh > localhost.http: Flags [S], seq 1, win 2, length 0");
    assertThat(packets.source(0)).isEqualTo("my-host.lan");
    assertThat(packets.sourcePort(0)).isEqualTo(22);
    assertThat(packets.destination(0)).isEqualTo("localhost");
    assertThat(packets.destinationPort(0)).isEqualTo(80);
  }

  @Test
  void link_headers_dates_and_ipv6_are_read() throws Exception {
    Packets packets =
        TcpdumpText.parse(
            "2020-06-10 09:21:03.720289 02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv6"
                + " (0x86dd), length 94: fe80::1.5000 > fe80::2.80: Flags [SEW], seq 7, win 9,"
                + " options [tfo  cookiereq,nop,nop], length 0");
    assertThat(packets.source(0)).isEqualTo("fe80::1");
    assertThat(packets.timeNs(0)).isEqualTo(1591780863720289000L);
    assertThat(packets.flags(0)).isEqualTo(Flags.SYN | Flags.ECE | Flags.CWR);
    assertThat(packets.options(0).fastOpen()).isZero();
  }

  @Test
  void a_day_passes_when_the_time_of_day_falls_back() throws Exception {
    String line = " IP 1.1.1.1.1 > 2.2.2.2.2: Flags [S], seq 1, win 1, length 0\n";
    Packets packets = TcpdumpText.parse("23:59:59.9" + line + "00:00:00.1" + line);
    assertThat(packets.timeNs(1) - packets.timeNs(0)).isEqualTo(200_000_000L);
  }

  @Test
  void a_text_without_a_packet_is_refused_and_other_packets_are_counted() throws Exception {
    assertThatThrownBy(() -> TcpdumpText.parse("hello\u001b[31m\nworld"))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("'hello\\u001b[31m'");
    assertThatThrownBy(() -> TcpdumpText.parse("")).isInstanceOf(CaptureException.class);
    Packets udp = TcpdumpText.parse("11:00:00.000001 IP 1.1.1.1.53 > 2.2.2.2.53: 1 A? x. (3)");
    assertThat(udp.size()).isZero();
    assertThat(udp.frames()).isEqualTo(1);
  }

  @Test
  void what_tcpdump_printed_equals_what_is_read_from_the_capture_itself() throws Exception {
    Path folder = SharedCaptures.folder().resolve("tcpdump");
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (String entry : Files.readAllLines(folder.resolve("expected/TESTLIST.tsv"))) {
      String[] cells = entry.split("\t");
      if (!cells[0].equals("name")) {
        compared += compare(folder, cells, differences);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(200);
  }

  private static int compare(Path folder, String[] cells, List<String> differences)
      throws IOException {
    Packets file = CaptureFile.read(folder.resolve(cells[1]));
    String printed =
        new String(
            Files.readAllBytes(folder.resolve("expected").resolve(cells[2])),
            StandardCharsets.UTF_8);
    Packets text = TcpdumpText.parse(printed);
    Map<Integer, Integer> rows = new HashMap<>();
    for (int row = 0; row < file.size(); row++) {
      rows.put(file.packet(row), row);
    }
    for (int row = 0; row < text.size(); row++) {
      Integer other = rows.get(text.packet(row));
      String ours = other == null ? "no such frame" : spell(file, other, text, row);
      String theirs = spell(text, row, text, row);
      if (!ours.equals(theirs)) {
        differences.add(cells[2] + " " + text.packet(row) + ": " + theirs + " but " + ours);
      }
    }
    return text.size();
  }

  /** What a row says of the fields that the text has. */
  private static String spell(Packets packets, int row, Packets text, int textRow) {
    StringBuilder out = new StringBuilder();
    out.append(packets.source(row)).append(' ').append(packets.sourcePort(row)).append(' ');
    out.append(packets.destination(row)).append(' ').append(packets.destinationPort(row));
    out.append(' ').append(Flags.text(packets.flags(row)));
    out.append(" seq ").append(text.knowsSeq(textRow) ? packets.seq(row) : "");
    out.append(" ack ").append(text.knowsAck(textRow) ? packets.ack(row) : "");
    out.append(" win ").append(text.knowsWindow(textRow) ? packets.window(row) : "");
    out.append(" length ").append(text.knowsLength(textRow) ? packets.length(row) : "");
    Packets.Options options = packets.options(row);
    out.append(" mss ").append(options.mss()).append(" scale ").append(options.windowScale());
    out.append(" sack ").append(options.sackPermitted());
    out.append(java.util.Arrays.toString(options.sack())).append(" tfo ");
    out.append(options.fastOpen()).append(" urg ").append(options.urgent());
    out.append(packets.hasTimestamps(row) ? " ts " + packets.tsValue(row) : "");
    out.append(packets.hasTimestamps(row) ? " " + packets.tsEcho(row) : "");
    out.append(' ').append(text.timeNs(textRow) == Packets.NO_TIME ? "" : packets.timeNs(row));
    out.append(text.hasTtl(textRow) ? " ttl " + packets.ttl(row) : "");
    return out.toString();
  }
}
