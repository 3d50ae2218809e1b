package tcplab.table;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tcplab.connection.CwndReading;
import tcplab.connection.CwndSample;
import tcplab.connection.Event;
import tcplab.connection.FlightSample;
import tcplab.connection.LimitSpan;
import tcplab.connection.MeasuredPath;
import tcplab.connection.Repeat;
import tcplab.connection.RttSample;
import tcplab.connection.SequencePoint;
import tcplab.connection.ThroughputSample;
import tcplab.connection.WindowSample;

/**
 * What one connection did over time, as tables: one row per packet that tells something, in order
 * of packets, with {@code packet}, {@code time_ns} and {@code side} to plot by. They are computed
 * when they are asked for, from that connection's packets alone.
 */
public final class SeriesTable {
  private static final String PACKET = "packet";
  private static final String SIDE = "side";
  private static final String PATH = "path";

  private SeriesTable() {}

  /**
   * Its round trips and both ends' retransmission timers; {@code side} is the sender whose segments
   * were acknowledged. See {@link RttSample}.
   */
  public static ColumnTable rtt(List<RttSample> rows) {
    return new RowColumns<>("rtt", rows)
        .ints(PACKET, RttSample::packet)
        .times(RttSample::timeNs)
        .texts(SIDE, sample -> sample.side().label())
        .ints("answers", RttSample::answers)
        .texts("method", sample -> sample.method().label())
        .optionalMicroseconds("rtt_us", RttSample::rttNs)
        .optionalMicroseconds("timestamp_rtt_us", RttSample::timestampRttNs)
        .microseconds("timer_rtt_us", RttSample::timerRttNs)
        .microseconds("srtt_us", RttSample::srttNs)
        .microseconds("rttvar_us", RttSample::rttvarNs)
        .microseconds("rto_us", RttSample::rtoNs)
        .microseconds("linux_srtt_us", RttSample::linuxSrttNs)
        .microseconds("linux_rttvar_us", RttSample::linuxRttvarNs)
        .microseconds("linux_rto_us", RttSample::linuxRtoNs)
        .texts(PATH, sample -> label(sample.path()))
        .table();
  }

  /** Its retransmissions, with what the sender's timer said; see {@link Repeat}. */
  public static ColumnTable repeats(List<Repeat> rows) {
    return new RowColumns<>("repeats", rows)
        .ints(PACKET, Repeat::packet)
        .times(Repeat::timeNs)
        .texts(SIDE, repeat -> repeat.side().label())
        .texts("kind", repeat -> repeat.kind().label())
        .ints("length", Repeat::length)
        .optionalInts("original", Repeat::original)
        .optionalInts("previous", Repeat::previous)
        .optionalMicroseconds("elapsed_us", Repeat::elapsedNs)
        .ints("attempt", Repeat::attempt)
        .optionalMicroseconds("linux_rto_us", Repeat::rtoNs)
        .table();
  }

  /** Octets in flight against the peer's window; see {@link FlightSample}. */
  public static ColumnTable inFlight(List<FlightSample> rows) {
    return new RowColumns<>("in_flight", rows)
        .ints(PACKET, FlightSample::packet)
        .times(FlightSample::timeNs)
        .texts(SIDE, sample -> sample.side().label())
        .longs("in_flight_bytes", FlightSample::inFlightBytes)
        .optionalLongs("send_window_bytes", FlightSample::sendWindowBytes)
        .optionalLongs("free_bytes", FlightSample::freeBytes)
        .table();
  }

  /** The windows that both sides announced; see {@link WindowSample}. */
  public static ColumnTable window(List<WindowSample> rows) {
    return new RowColumns<>("window", rows)
        .ints(PACKET, WindowSample::packet)
        .times(WindowSample::timeNs)
        .texts(SIDE, sample -> sample.side().label())
        .longs("window_bytes", WindowSample::windowBytes)
        .longs("ack_position", WindowSample::ackPosition)
        .longs("edge_position", WindowSample::edgePosition)
        .table();
  }

  /** Where each segment stands in the sequence spaces; see {@link SequencePoint}. */
  public static ColumnTable sequence(List<SequencePoint> rows) {
    return new RowColumns<>("sequence", rows)
        .ints(PACKET, SequencePoint::packet)
        .times(SequencePoint::timeNs)
        .texts(SIDE, point -> point.side().label())
        .longs("position", SequencePoint::left)
        .longs("end_position", SequencePoint::right)
        .optionalLongs("ack_position", SequencePoint::ack)
        .optionalLongs("edge_position", SequencePoint::edge)
        .texts("sack_positions", point -> blocks(point.sack()))
        .texts("events", point -> point.events() == 0 ? null : Event.text(point.events()))
        .table();
  }

  /** Both senders' congestion windows, estimated; see {@link CwndSample}. */
  public static ColumnTable cwnd(List<CwndSample> rows) {
    return new RowColumns<>("cwnd", rows)
        .ints(PACKET, CwndSample::packet)
        .times(CwndSample::timeNs)
        .texts(SIDE, sample -> sample.side().label())
        .texts("phase", sample -> sample.phase().label())
        .ints("cwnd_segments", CwndSample::cwndSegments)
        .longs("cwnd_bytes", CwndSample::cwndBytes)
        .optionalInts("ssthresh_segments", CwndSample::ssthreshSegments)
        .ints("in_flight_segments", CwndSample::inFlightSegments)
        .texts(PATH, sample -> label(sample.path()))
        .table();
  }

  /**
   * A kernel's readings of its congestion window beside the estimate; {@code difference_segments}
   * is how far they are apart. See {@link CwndReading}.
   */
  public static ColumnTable cwndReadings(List<CwndReading> rows) {
    return new RowColumns<>("cwnd beside the kernel's", rows)
        .ints(PACKET, CwndReading::packet)
        .texts("phase", reading -> reading.estimate().map(e -> e.phase().label()).orElse(null))
        .optionalInts("cwnd_segments", reading -> estimated(reading, 0))
        .ints("kernel_segments", CwndReading::kernelSegments)
        .optionalInts(
            "difference_segments", reading -> estimated(reading, reading.kernelSegments()))
        .table();
  }

  private static OptionalInt estimated(CwndReading reading, int from) {
    return reading.estimate().isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Math.abs(reading.estimate().get().cwndSegments() - from));
  }

  /** What kept each side from sending more; see {@link LimitSpan}. */
  public static ColumnTable limits(List<LimitSpan> rows) {
    return new RowColumns<>("limits", rows)
        .ints(PACKET, LimitSpan::packet)
        .times(LimitSpan::timeNs)
        .texts(SIDE, span -> span.side().label())
        .texts("limited_by", span -> span.limit().label())
        .microseconds("duration_us", LimitSpan::durationNs)
        .table();
  }

  /** What both sides sent, interval by interval, none left out; rates in octets a second. */
  public static ColumnTable throughput(List<ThroughputSample> rows) {
    return new RowColumns<>("throughput", rows)
        .times(ThroughputSample::startNs)
        .microseconds("duration_us", ThroughputSample::lengthNs)
        .texts(SIDE, sample -> sample.side().label())
        .ints("packets", ThroughputSample::packets)
        .longs("bytes", ThroughputSample::bytes)
        .longs("unique_bytes", ThroughputSample::newBytes)
        .doubles("throughput_bytes_per_s", ThroughputSample::throughput)
        .doubles("goodput_bytes_per_s", ThroughputSample::goodput)
        .table();
  }

  private static @Nullable String label(@Nullable MeasuredPath path) {
    return path == null ? null : path.label();
  }

  /** {@code left-right}, comma-separated, as in the packets table. */
  private static @Nullable String blocks(List<Long> edges) {
    if (edges.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i + 1 < edges.size(); i += 2) {
      text.append(i == 0 ? "" : ",").append(edges.get(i)).append('-').append(edges.get(i + 1));
    }
    return text.toString();
  }
}
