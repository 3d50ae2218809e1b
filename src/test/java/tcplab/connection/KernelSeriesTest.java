package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

/**
 * The series against the Linux kernel's own: its congestion window, flight, window and smoothed
 * round trip, sampled at each segment it received (before it took it in), and its TCP_INFO.
 *
 * <p>Numbers that the packets determine must be equal; the congestion window is an estimate, and
 * its score is printed.
 */
class KernelSeriesTest {
  /** One sample of the kernel's, and the packet with which it was taken. */
  private record Sample(
      String scenario,
      Connection connection,
      Side side,
      int packet,
      long inFlight,
      long window,
      int cwnd,
      OptionalLong ssthresh,
      long srttUs) {}

  private static final long CLOCKS_DIFFER_BY_NS = 60_000_000;
  private static final int INFINITE = Integer.MAX_VALUE;

  private static List<Sample> samples() throws CaptureException {
    List<Sample> samples = new ArrayList<>();
    for (Path tsv : SharedCaptures.ending(".cwnd.tsv")) {
      String scenario = tsv.getFileName().toString().replace(".cwnd.tsv", "");
      for (Side side : Side.values()) {
        Connections connections =
            Connections.of(
                CaptureFile.read(
                    tsv.resolveSibling(scenario + "." + side.label() + ".pcap")));
        int from = -1;
        for (Map<String, String> row : SharedCaptures.table(tsv)) {
          // Host A, the client, has the address that ends in .1.
          boolean client = row.get("src").contains(".1:");
          if (client == (side == Side.CLIENT)) {
            from = add(samples, scenario, connections, side, row, from);
          }
        }
      }
    }
    return samples;
  }

  /** Finds the packet; returns its row, after which the next one is looked for. */
  private static int add(
      List<Sample> samples,
      String scenario,
      Connections connections,
      Side side,
      Map<String, String> row,
      int from) {
    Packets packets = connections.packets();
    for (int i = from + 1; i < packets.size(); i++) {
      boolean fits =
          connections.sender(i) != side
              && packets.length(i) == Integer.parseInt(row.get("data_len"))
              && (packets.flags(i) & Flags.SYN) == 0
              && !completesHandshake(connections, i)
              && packets.destinationPort(i) == port(row.get("src"))
              && Math.abs(packets.timeNs(i) - Long.parseLong(row.get("t"))) < CLOCKS_DIFFER_BY_NS;
      if (fits) {
        long ssthresh = Long.parseLong(row.get("ssthresh"));
        samples.add(
            new Sample(
                scenario,
                connections.connection(connections.connectionOf(i)),
                side,
                packets.packet(i),
                Long.parseLong(row.get("snd_nxt")) - Long.parseLong(row.get("snd_una")),
                Long.parseLong(row.get("snd_wnd")),
                Integer.parseInt(row.get("snd_cwnd")),
                ssthresh == INFINITE ? OptionalLong.empty() : OptionalLong.of(ssthresh),
                Long.parseLong(row.get("srtt_us"))));
        return i;
      }
    }
    System.err.println("no packet for " + scenario + " " + row);
    return from;
  }

  /** The kernel samples established connections only. */
  private static boolean completesHandshake(Connections connections, int row) {
    OptionalInt ack = connections.connection(connections.connectionOf(row)).handshake().ackPacket();
    return ack.isPresent() && ack.getAsInt() == connections.packets().packet(row);
  }

  private static int port(String end) {
    return Integer.parseInt(end.substring(end.lastIndexOf(':') + 1));
  }

  private static <T> Stream<T> before(Sample s, List<T> series, ToIntFunction<T> packet) {
    return series.stream().filter(row -> packet.applyAsInt(row) < s.packet());
  }

  private static <T> T last(Sample s, Stream<T> rows) {
    return rows.reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("nothing before " + s));
  }

  @Test
  void flight_and_window_are_the_kernels() throws CaptureException {
    List<Sample> samples = samples();
    assertThat(samples).hasSizeGreaterThan(350);
    for (Sample s : samples) {
      List<FlightSample> series = s.connection().inFlight();
      FlightSample ours =
          last(s, before(s, series, FlightSample::packet).filter(f -> f.side() == s.side()));
      assertThat(ours.inFlightBytes()).as(s.toString()).isEqualTo(s.inFlight());
      assertThat(ours.sendWindowBytes()).as(s.toString()).hasValue(s.window());
    }
  }

  @Test
  void the_smoothed_round_trip_is_the_kernels(TestReporter reporter) throws CaptureException {
    List<Long> errors = new ArrayList<>();
    for (Sample s : samples()) {
      RttSample ours =
          last(
              s,
              before(s, s.connection().rtt(), RttSample::packet)
                  .filter(r -> r.side() == s.side()));
      errors.add(Math.abs(ours.linuxSrttNs() / 1000 - s.srttUs()));
      assertThat(ours.linuxSrttNs() / 1000).as(s.toString()).isCloseTo(s.srttUs(), within(1000L));
      assertThat(ours.path()).isEqualTo(MeasuredPath.WHOLE);
    }
    errors.sort(null);
    reporter.publishEntry(
        "srtt",
        errors.size() + " samples, median error " + errors.get(errors.size() / 2) + " us, most "
            + errors.get(errors.size() - 1) + " us");
  }

  @Test
  void the_congestion_window_is_estimated(TestReporter reporter) throws CaptureException {
    Map<String, int[]> scores = new TreeMap<>();
    List<Integer> errors = new ArrayList<>();
    for (Sample s : samples()) {
      CwndSample ours =
          last(
              s,
              before(s, s.connection().cwnd(), CwndSample::packet)
                  .filter(c -> c.side() == s.side()));
      int error = Math.abs(ours.cwndSegments() - s.cwnd());
      int[] score = scores.computeIfAbsent(s.scenario(), name -> new int[3]);
      score[0]++;
      score[1] += error == 0 ? 1 : 0;
      score[2] += error <= 1 ? 1 : 0;
      errors.add(error);
      if (error>0) System.out.println(s+" "+ours);
    }
    scores.forEach(
        (scenario, score) ->
            reporter.publishEntry(
                scenario,
                "%d samples, %d equal, %d within 1".formatted(score[0], score[1], score[2])));
  }
}
