package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
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
  private static final long TICK_US = 4000;
  private static final int INFINITE = Integer.MAX_VALUE;

  private static List<Sample> samples() throws CaptureException {
    List<Sample> samples = new ArrayList<>();
    for (Path tsv : SharedCaptures.ending(".cwnd.tsv")) {
      String scenario = tsv.getFileName().toString().replace(".cwnd.tsv", "");
      for (Side side : Side.values()) {
        Connections connections = connections(scenario, side);
        int from = -1;
        for (Map<String, String> row : SharedCaptures.table(tsv)) {
          // Host A, the client, has the address that ends in .1.
          boolean client = row.getOrDefault("src", "").contains(".1:");
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
              && packets.destinationPort(i) == port(row.getOrDefault("src", ""))
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
    throw new AssertionError("no packet for " + scenario + " " + row);
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
              before(s, s.connection().rtt(), RttSample::packet).filter(r -> r.side() == s.side()));
      errors.add(Math.abs(ours.linuxSrttNs() / 1000 - s.srttUs()));
      assertThat(ours.linuxSrttNs() / 1000).as(s.toString()).isCloseTo(s.srttUs(), within(1000L));
      assertThat(ours.path()).isEqualTo(MeasuredPath.WHOLE);
    }
    errors.sort(null);
    reporter.publishEntry(
        "srtt",
        errors.size()
            + " samples, median error "
            + errors.get(errors.size() / 2)
            + " us, most "
            + errors.get(errors.size() - 1)
            + " us");
  }

  @Test
  void the_congestion_window_is_estimated_within_a_segment(TestReporter reporter)
      throws CaptureException {
    Map<String, int[]> scores = new TreeMap<>();
    int[] all = new int[3];
    for (Sample s : samples()) {
      CwndSample ours =
          last(
              s,
              before(s, s.connection().cwnd(), CwndSample::packet)
                  .filter(c -> c.side() == s.side()));
      int error = Math.abs(ours.cwndSegments() - s.cwnd());
      for (int[] score : List.of(all, scores.computeIfAbsent(s.scenario(), x -> new int[3]))) {
        score[0]++;
        score[1] += error == 0 ? 1 : 0;
        score[2] += error <= 1 ? 1 : 0;
      }
      if (s.ssthresh().isPresent()) {
        assertThat((long) ours.ssthreshSegments().orElseThrow())
            .isEqualTo(s.ssthresh().getAsLong());
      }
    }
    scores.put("all", all);
    scores.forEach(
        (scenario, score) ->
            reporter.publishEntry(
                "cwnd " + scenario,
                "%d samples, %d equal, %d within 1".formatted(score[0], score[1], score[2])));
    assertThat(all[2]).isGreaterThan(all[0] * 95 / 100);
  }

  /** When the kernel's TCP_INFO was read is not told: one of the moments must have its values. */
  @TestFactory
  Stream<DynamicTest> the_timers_are_those_of_tcp_info() {
    return SharedCaptures.ending(".truth.json").stream()
        .flatMap(
            truth ->
                tcpInfo(truth).entrySet().stream()
                    .map(
                        end ->
                            DynamicTest.dynamicTest(
                                truth.getFileName() + " " + end.getKey(),
                                () -> compare(truth, end.getKey(), end.getValue()))));
  }

  private static JsonObject tcpInfo(Path truth) {
    return SharedCaptures.json(truth).getAsJsonObject().getAsJsonObject("tcp_info");
  }

  private static void compare(Path truth, String end, JsonElement answer) throws CaptureException {
    JsonObject info = answer.getAsJsonObject();
    Side side = end.startsWith("A") ? Side.CLIENT : Side.SERVER;
    long rto = info.get("rto").getAsLong() >> info.get("backoff").getAsInt();
    assertThat(connections(scenario(truth), side).all())
        .flatExtracting(Connection::rtt)
        .anySatisfy(
            sample -> {
              assertThat(sample.side()).isEqualTo(side);
              assertThat(sample.linuxSrttNs() / 1000)
                  .isCloseTo(info.get("rtt").getAsLong(), within(500L));
              assertThat(sample.linuxRttvarNs() / 1000)
                  .isCloseTo(info.get("rttvar").getAsLong(), within(250L));
              // Rounded up to ticks of 4 ms by the kernel.
              assertThat(rto - sample.linuxRtoNs() / 1000).isBetween(0L, TICK_US + 1000);
            });
  }

  private static String scenario(Path truth) {
    return truth.getFileName().toString().replace(".truth.json", "");
  }

  private static Connections connections(String scenario, Side side) throws CaptureException {
    Path file = SharedCaptures.folder().resolve("gt/" + scenario + "." + side.label() + ".pcap");
    return Connections.of(CaptureFile.read(file));
  }

  @Test
  void the_timer_backs_off_as_the_kernels_does() throws CaptureException {
    Connection connection = connections("rto_backoff", Side.CLIENT).connection(0);
    assertThat(connection.repeats())
        .extracting(Repeat::kind)
        .containsExactly(
            Event.TAIL_LOSS_PROBE,
            Event.RTO_RETRANSMISSION,
            Event.RTO_RETRANSMISSION,
            Event.RTO_RETRANSMISSION,
            Event.RTO_RETRANSMISSION,
            Event.RTO_RETRANSMISSION);
    long doubled = 0;
    for (Repeat repeat : connection.repeats().subList(1, 6)) {
      long rto = repeat.rtoNs().orElseThrow();
      double waited = repeat.elapsedNs().orElseThrow();
      assertThat(waited / rto).isBetween(1.0, 1.1);
      assertThat(rto).isEqualTo(doubled == 0 ? rto : 2 * doubled);
      doubled = rto;
    }
  }

  @Test
  void time_limited_by_the_window_is_the_kernels() throws CaptureException {
    long kernel =
        tcpInfo(SharedCaptures.folder().resolve("gt/zero_window.truth.json"))
            .getAsJsonObject("A")
            .get("rwnd_limited")
            .getAsLong();
    long ours =
        connections("zero_window", Side.CLIENT).connection(0).limits().stream()
            .filter(span -> span.side() == Side.CLIENT && span.limit() == LimitSpan.Limit.WINDOW)
            .mapToLong(LimitSpan::durationNs)
            .sum();
    assertThat(ours / 1000).isCloseTo(kernel, within(kernel / 50));
  }

  @Test
  void recovery_and_timeout_are_the_kernels_congestion_states() throws CaptureException {
    for (String scenario : List.of("multi_loss_sack", "rto_backoff", "delayed_ack_rtt")) {
      JsonObject truth =
          SharedCaptures.json(SharedCaptures.folder().resolve("gt/" + scenario + ".truth.json"))
              .getAsJsonObject();
      Connection connection = connections(scenario, Side.CLIENT).connection(0);
      Set<CwndSample.Phase> expected = EnumSet.noneOf(CwndSample.Phase.class);
      for (JsonElement change : truth.getAsJsonArray("ca_state")) {
        String raw = change.getAsJsonObject().get("raw").getAsString();
        if (raw.contains("dport=8080") && raw.endsWith("cong_state=3")) {
          expected.add(CwndSample.Phase.RECOVERY);
        } else if (raw.contains("dport=8080") && raw.endsWith("cong_state=4")) {
          expected.add(CwndSample.Phase.TIMEOUT);
        }
      }
      Set<CwndSample.Phase> ours = EnumSet.noneOf(CwndSample.Phase.class);
      connection.cwnd().forEach(sample -> ours.add(sample.phase()));
      ours.retainAll(EnumSet.of(CwndSample.Phase.RECOVERY, CwndSample.Phase.TIMEOUT));
      assertThat(ours).as(scenario).isEqualTo(expected);
    }
  }

  @Test
  void at_the_near_end_a_round_trip_is_nearly_nothing_and_is_labelled() throws CaptureException {
    Connection atClient = connections("delayed_ack_rtt", Side.CLIENT).connection(0);
    assertThat(atClient.rtt())
        .allSatisfy(
            sample ->
                assertThat(sample.path())
                    .isEqualTo(
                        sample.side() == Side.CLIENT ? MeasuredPath.WHOLE : MeasuredPath.NEAR_END));
    assertThat(atClient.rtt())
        .filteredOn(sample -> sample.side() == Side.SERVER && sample.rttNs().isPresent())
        .first()
        .satisfies(sample -> assertThat(sample.rttNs().getAsLong()).isLessThan(2_000_000));
    assertThat(atClient.cwnd()).extracting(CwndSample::side).containsOnly(Side.CLIENT);
  }
}
