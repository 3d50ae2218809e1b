package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tcplab.Score;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

/** The figures of each connection against tcptrace 6.6's, of which the shared captures tell. */
public class TcptraceTest {
  private static final String SUFFIX = ".tcptrace.csv";

  /** Milliseconds: tcptrace prints tenths and cuts the rest off. */
  private static final double TENTH = 0.1;

  private static final double NS_PER_MS = 1e6;

  /** Where tcptrace tells something else for a reason of the capture's own. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("bad_data_offset.pcap", "it believes a data offset that is too small"),
          Map.entry("ip_fragments.pcap", "it counts fragments as segments"),
          Map.entry("bigtcp-ipv6.pcap", "it takes length 0 for an empty packet"),
          Map.entry("bigtcp-ipv6-hbh.pcap", "it does not know jumbo payloads"),
          Map.entry("chksums__ip6-hoa-tcp-bad-chksum.pcap", "it counts an extension header"),
          Map.entry("ipv6-http-atomic-frag.pcap", "it counts the fragment header as payload"),
          Map.entry("cisco-fabric-path.pcap", "it does not know FabricPath's tag"),
          Map.entry("kday4.pcap", "it counts what a header cut by the snapshot length claims"),
          Map.entry(
              "rpki-rtr-oobr.pcap", "it counts what a header cut by the snapshot length claims"),
          Map.entry("modbus__fuzz-72.pcap", "made by a fuzzer: numbers jump at random"),
          Map.entry("multi_loss_sack.server.pcap", "the kernel repeated three; it says reordered"),
          Map.entry("http__concurrent-range-requests.pcap", "two duplicate ACKs came before"),
          Map.entry(
              "Tests__Pcap++Test__PcapExamples__one_tcp_stream_max_seq.pcap",
              "it takes a keep-alive with an octet for a repeat"),
          Map.entry("http__connect-with-smtp.pcap", "it does not count a repeated SYN or FIN"),
          Map.entry("tls__tls13_psk_succesfull.pcap", "it does not count a repeated SYN or FIN"),
          Map.entry(
              "Tests__Pcap++Test__PcapExamples__4KHttpRequests.pcap", "it begins anew after a FIN"),
          Map.entry(
              "Tests__Pcap++Test__PcapExamples__pcapng-example.pcapng",
              "the clock jumps by decades, and it begins anew"),
          Map.entry("timestamp_invalid_nano.pcap", "the clock jumps, and it begins anew"),
          Map.entry("tcp__fin_retransmission.pcap", "it begins anew after minutes of silence"),
          Map.entry("tcp__retransmit-timeout.pcapng", "it begins anew after minutes of silence"),
          Map.entry(
              "ldap__missing_krbtgt_ldap_request.pcapng", "it drops frames above 1,514 octets"),
          Map.entry("ldap__missing_ldap_logs.pcapng", "it drops frames above 1,514 octets"));

  private final List<String> wrong = new ArrayList<>();
  private long equal;
  private long explained;

  /** How all captures' connections compare. */
  public static Score score() throws IOException {
    TcptraceTest test = new TcptraceTest();
    long frames = 0;
    int captures = 0;
    for (Path oracle : SharedCaptures.ending(SUFFIX)) {
      Path file = SharedCaptures.captureOf(oracle, SUFFIX);
      Packets packets = CaptureFile.read(file);
      test.compare(file.getFileName().toString(), Connections.of(packets), rows(oracle));
      frames += packets.size();
      captures++;
    }
    return new Score(
        "connections against tcptrace", captures, frames, test.equal, test.explained, test.wrong);
  }

  @Test
  void counts_octets_and_round_trips_are_tcptraces_or_there_is_a_reason() throws IOException {
    Score score = score();
    assertThat(score.wrong()).isEmpty();
    assertThat(score.equal()).isGreaterThan(7500);
  }

  private static List<Map<String, String>> rows(Path oracle) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> names = List.of();
    for (String line : Files.readAllLines(oracle)) {
      List<String> cells = List.of(line.split(",", -1));
      if (names.isEmpty() && line.startsWith("conn_#")) {
        names = cells;
      } else if (!line.isBlank() && !line.startsWith("#")) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
          row.put(names.get(i), cells.get(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Its rows of the same ends stand in order of time, as ours do. */
  private void compare(String capture, Connections connections, List<Map<String, String>> rows) {
    Map<String, List<Connection>> byEnds = new LinkedHashMap<>();
    for (Connection connection : connections.all()) {
      String client = connection.address(Side.CLIENT) + " " + connection.port(Side.CLIENT);
      String server = connection.address(Side.SERVER) + " " + connection.port(Side.SERVER);
      byEnds.computeIfAbsent(client + " " + server, ends -> new ArrayList<>()).add(connection);
    }
    for (Map<String, String> row : rows) {
      String a = end(row, "a");
      String b = end(row, "b");
      boolean fromClient = byEnds.containsKey(a + " " + b);
      List<Connection> found =
          byEnds.getOrDefault(fromClient ? a + " " + b : b + " " + a, List.of());
      if (found.isEmpty()) {
        explained++; // an address that it prints wrongly, or a connection it cut in two
      } else {
        Connection connection = found.remove(0);
        compare(capture, connections, connection, row, fromClient ? Side.CLIENT : Side.SERVER);
      }
    }
  }

  private static String end(Map<String, String> row, String which) {
    String host = row.get("host_" + which);
    try {
      // It fills the groups of IPv6 with zeros.
      String address = InetAddress.getByName(host).getHostAddress();
      boolean ipv6 = address.indexOf(':') >= 0;
      return (ipv6 ? compressed(address) : address) + " " + row.get("port_" + which);
    } catch (UnknownHostException e) {
      return host + " " + row.get("port_" + which);
    }
  }

  /** As RFC 5952 has it, by our own reader of text. */
  private static String compressed(String address) {
    Packets packets = Packets.builder().add(0, address, 1, address, 2, 0, 0, 0, 0, 0).build();
    return packets.source(0);
  }

  private void compare(
      String capture,
      Connections connections,
      Connection c,
      Map<String, String> row,
      Side senderOfA) {
    boolean copies = false;
    boolean reset = false;
    boolean holes = false;
    for (int i = 0; i < c.size(); i++) {
      int events = connections.events(c.row(i));
      copies |= Event.CAPTURE_DUPLICATE.in(events) || Event.NETWORK_DUPLICATE.in(events);
      holes |= Event.ACKED_UNSEEN.in(events);
      reset |= (connections.packets().flags(c.row(i)) & Flags.RST) != 0;
    }
    for (Side side : Side.values()) {
      String way = side == senderOfA ? "_a2b" : "_b2a";
      List<Figure> figures = figures(c, side, copies, reset, holes);
      double samples = number(row, "RTT_samples" + way);
      for (Figure figure : samples > 0 ? figures : figures.subList(0, figures.size() - 2)) {
        String where = capture + " " + c.number() + " " + side;
        check(where, figure, number(row, figure.name() + way), REASONS.containsKey(capture));
      }
    }
  }

  /**
   * What one side's figure is here.
   *
   * @param name tcptrace's
   * @param otherwise what the connection holds makes tcptrace's another
   */
  private record Figure(String name, double value, double tolerance, boolean otherwise) {}

  /**
   * The two round trips come last; it takes some of acknowledgements that cover octets which the
   * capture lacks. It counts copies as repeats, and what a RST carries.
   */
  private static List<Figure> figures(
      Connection c, Side side, boolean copies, boolean reset, boolean holes) {
    return List.of(
        new Figure("total_packets", c.packets(side), 0, false),
        new Figure("actual_data_bytes", (double) c.bytes(side), 0, false),
        new Figure("unique_bytes_sent", (double) c.uniqueBytes(side), 0, reset),
        new Figure("rexmt_data_pkts", c.retransmissions(side), 0, copies),
        new Figure("outoforder_pkts", c.outOfOrder(side), 0, copies),
        new Figure("zero_win_adv", c.zeroWindows(side), 0, false),
        new Figure("RTT_min", c.rttMinNs(side).orElse(-1) / NS_PER_MS, TENTH, reset || holes),
        new Figure("RTT_max", c.rttMaxNs(side).orElse(-1) / NS_PER_MS, TENTH, reset || holes));
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.getOrDefault(column, "NaN"));
  }

  private void check(String where, Figure figure, double theirs, boolean reason) {
    if (Math.abs(figure.value() - theirs) <= figure.tolerance()) {
      equal++;
    } else if (figure.otherwise() || reason) {
      explained++;
    } else {
      wrong.add(where + " " + figure.name() + ": " + figure.value() + ", tcptrace " + theirs);
    }
  }
}
