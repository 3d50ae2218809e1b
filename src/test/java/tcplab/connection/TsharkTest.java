package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;

/** tshark's reading of every shared capture against ours; each difference has a reason. */
class TsharkTest {
  private static final String PACKETS = ".packets.tsv";
  private static final String STREAMS = ".streams.json";

  /** tshark's column for an event of ours. */
  private static final Map<Event, String> COLUMNS = new EnumMap<>(Event.class);

  static {
    for (Event event : Event.values()) {
      String column =
          switch (event) {
            case ACKED_UNSEEN -> "ack_lost_segment";
            case PORT_REUSE -> "reused_ports";
            case RETRANSMISSION,
                FAST_RETRANSMISSION,
                SPURIOUS_RETRANSMISSION,
                OUT_OF_ORDER,
                DUPLICATE_ACK,
                LOST_SEGMENT,
                ZERO_WINDOW,
                ZERO_WINDOW_PROBE,
                ZERO_WINDOW_PROBE_ACK,
                WINDOW_UPDATE,
                WINDOW_FULL,
                KEEP_ALIVE,
                KEEP_ALIVE_ACK ->
                event.label();
            default -> "";
          };
      if (!column.isEmpty()) {
        COLUMNS.put(event, "tcp.analysis." + column);
      }
    }
  }

  /** Single packets where the two differ, with the reason. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry(
              "derived/bad_data_offset.pcap:7 lost_segment",
              "the segment before it has a data offset below 20 octets and does not count"),
          Map.entry(
              "derived/bad_data_offset.pcap:8 retransmission",
              "tshark took octets of the broken segment's length for sent"),
          Map.entry(
              "packetdrill/fastopen_client_simultaneous-fast-open.pcap:10 retransmission",
              "a SYN answered by a SYN-ACK in a simultaneous open repeats nothing"),
          Map.entry(
              "packetdrill/fastopen_client_simultaneous-fast-open.pcap:11 retransmission",
              "a SYN answered by a SYN-ACK in a simultaneous open repeats nothing"),
          Map.entry(
              "packetdrill/fastopen_server_opt34_basic-non-tfo-listener.pcap:5 acked_unseen",
              "the octets stand in the SYN and the segment after it"),
          Map.entry(
              "zeek/smtp.pcap:43 acked_unseen",
              "the octets were seen, resegmented after an ICMP error"),
          Map.entry(
              "zeek/ipv6-http-atomic-frag.pcap:8 retransmission",
              "the file holds the acknowledgement before the data; nothing was sent twice"),
          Map.entry(
              "zeek/ipv6-http-atomic-frag.pcap:8 spurious_retransmission",
              "the file holds the acknowledgement before the data; nothing was sent twice"),
          Map.entry(
              "packetdrill/ts_recent_invalid_ack.pcap:7 out_of_order",
              "a FIN that the kernel drops stands before the data it should follow"),
          Map.entry(
              "zeek/tcp__syn-then-ack-then-rst.pcap:2 window_update",
              "the first segment of its side: there is no window yet to update"),
          Map.entry(
              "derived/snaplen_54.pcap:33 window_update",
              "the SACK option that would make it a duplicate ACK was cut off"),
          Map.entry(
              "derived/snaplen_54.pcap:35 duplicate_ack",
              "tshark tells nothing where the snapshot length cut the options"),
          Map.entry(
              "derived/snaplen_54.pcap:36 retransmission",
              "tshark tells nothing where the snapshot length cut the options"),
          Map.entry(
              "derived/snaplen_54.pcap:37 duplicate_ack",
              "tshark tells nothing where the snapshot length cut the options"),
          Map.entry(
              "zeek/tcp__fin_retransmission.pcap:4 spurious_retransmission",
              "its octet is below the SYN-ACK's acknowledgement number"));

  /** Captures whose payload counts differ, with the reason. */
  private static final Map<String, String> UNCOUNTED =
      Map.of(
          "derived/bad_data_offset.pcap",
          "a segment whose data offset is below 20 octets is dropped by every endpoint",
          "tcpdump/bgp-bgp_capabilities_print-oobr-1.pcap",
          "tshark gives no tcp.len for the damaged frame; the IP header's length is ours",
          "tcpdump/bgp-bgp_capabilities_print-oobr-2.pcap",
          "tshark gives no tcp.len for the damaged frame; the IP header's length is ours",
          "tcpdump/rpki-rtr-oobr.pcap",
          "tshark gives no tcp.len for the damaged frame; the IP header's length is ours");

  private record Capture(String name, Packets packets, Connections connections) {}

  private static Capture read(Path oracle, String suffix) throws CaptureException {
    Path file = SharedCaptures.captureOf(oracle, suffix);
    Packets packets = CaptureFile.read(file);
    String name = SharedCaptures.folder().relativize(file).toString();
    return new Capture(name, packets, Connections.of(packets));
  }

  /** Some captures hold no frame that can be read; tshark has no rows for those. */
  private static @Nullable Capture readable(Path oracle, String suffix) {
    try {
      return read(oracle, suffix);
    } catch (CaptureException e) {
      assertThat(SharedCaptures.table(oracle)).as(e.getMessage()).isEmpty();
      return null;
    }
  }

  @Test
  void every_packet_belongs_to_the_connection_that_tshark_calls_its_stream(TestReporter reporter) {
    int frames = 0;
    int captures = 0;
    List<String> wrong = new ArrayList<>();
    for (Path oracle : SharedCaptures.ending(PACKETS)) {
      Capture capture = readable(oracle, PACKETS);
      if (capture == null) {
        continue;
      }
      captures++;
      Map<Integer, Integer> rows = rows(capture.packets());
      for (Map<String, String> row : SharedCaptures.table(oracle)) {
        Integer at = rows.get(Integer.valueOf(row.get("frame.number")));
        if (at != null) {
          frames++;
          int connection = capture.connections().connectionOf(at);
          if (connection != Integer.parseInt(row.get("tcp.stream"))) {
            wrong.add(capture.name() + ":" + row.get("frame.number"));
          }
        }
      }
    }
    reporter.publishEntry("streams", captures + " captures, " + frames + " frames");
    assertThat(wrong).isEmpty();
    assertThat(frames).isGreaterThan(12_000);
  }

  @Test
  void every_streams_counts_are_tsharks(TestReporter reporter) {
    int streams = 0;
    List<String> wrong = new ArrayList<>();
    for (Path oracle : SharedCaptures.ending(STREAMS)) {
      JsonObject answer = SharedCaptures.json(oracle).getAsJsonObject();
      if (answer.getAsJsonArray("streams").isEmpty()) {
        continue;
      }
      Capture capture = readable(oracle, STREAMS);
      if (capture == null || capture.packets().size() != answer.get("tcp_frames").getAsInt()) {
        continue;
      }
      for (JsonElement stream : answer.getAsJsonArray("streams")) {
        streams++;
        compare(capture, stream.getAsJsonObject(), wrong);
      }
    }
    reporter.publishEntry("streams", streams + " streams with tshark's counts");
    assertThat(wrong).isEmpty();
    assertThat(streams).isGreaterThan(600);
  }

  private static void compare(Capture capture, JsonObject stream, List<String> wrong) {
    Connection connection = capture.connections().connection(stream.get("stream").getAsInt());
    // The addresses may be those of a tunnel around it; ports tell unless they are equal.
    int clientPort = connection.port(Side.CLIENT);
    boolean portsTell = clientPort != connection.port(Side.SERVER);
    String client = (portsTell ? "" : connection.address(Side.CLIENT)) + ":" + clientPort;
    Side a = stream.get("a").getAsString().endsWith(client) ? Side.CLIENT : Side.SERVER;
    String ours =
        "%d %d %d %d %d %d"
            .formatted(
                connection.packets(a),
                connection.packets(a.peer()),
                connection.bytes(a),
                connection.bytes(a.peer()),
                connection.firstPacket(),
                connection.lastPacket());
    String theirs =
        "%d %d %d %d %d %d"
            .formatted(
                stream.get("packets_ab").getAsInt(),
                stream.get("packets_ba").getAsInt(),
                stream.get("payload_ab").getAsLong(),
                stream.get("payload_ba").getAsLong(),
                stream.get("first_frame").getAsInt(),
                stream.get("last_frame").getAsInt());
    if (!ours.equals(theirs) && !UNCOUNTED.containsKey(capture.name())) {
      wrong.add(capture.name() + " stream " + connection.number() + ": " + ours + ", " + theirs);
    }
  }

  @Test
  void events_are_tsharks_or_there_is_a_reason(TestReporter reporter) {
    int equal = 0;
    int explained = 0;
    Set<String> used = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (Path oracle : SharedCaptures.ending(PACKETS)) {
      Capture capture = readable(oracle, PACKETS);
      if (capture == null) {
        continue;
      }
      Map<Integer, Integer> rows = rows(capture.packets());
      for (Map<String, String> row : SharedCaptures.table(oracle)) {
        Integer at = rows.get(Integer.valueOf(row.get("frame.number")));
        if (at == null) {
          continue;
        }
        Connections connections = capture.connections();
        int events = connections.events(at);
        boolean losesPackets =
            connections.connection(connections.connectionOf(at)).captureLossBytes() > 0;
        for (Map.Entry<Event, String> column : COLUMNS.entrySet()) {
          boolean theirs = !row.getOrDefault(column.getValue(), "").isEmpty();
          boolean ours = column.getKey().in(events);
          String place = capture.name() + ":" + row.get("frame.number") + " ";
          String difference = place + column.getKey().label();
          if (theirs && ours) {
            equal++;
          } else if (theirs != ours && REASONS.containsKey(difference)) {
            explained++;
            used.add(difference);
          } else if (theirs != ours
              && isExplained(column.getKey(), ours, events, row, place, losesPackets)) {
            explained++;
          } else if (theirs != ours) {
            wrong.add(place + column.getKey().label() + " ours " + Event.text(events));
          }
        }
      }
    }
    reporter.publishEntry("events", "equal " + equal + ", explained " + explained);
    assertThat(wrong).isEmpty();
    assertThat(equal).isGreaterThan(500);
    assertThat(used).as("every reason is still needed").isEqualTo(REASONS.keySet());
  }

  /** The reasons that shared/captures/README.md gives, and those of {@link Event}'s rules. */
  private static boolean isExplained(
      Event event,
      boolean ours,
      int events,
      Map<String, String> row,
      String place,
      boolean losesPackets) {
    // Random bytes on a TCP port: no stream of octets that two readers could agree on.
    if (place.startsWith("zeek/modbus__fuzz")) {
      return true;
    }
    // The same packet captured or delivered twice is neither repeat nor reordering nor an ACK.
    if (Event.CAPTURE_DUPLICATE.in(events) || Event.NETWORK_DUPLICATE.in(events)) {
      return !ours;
    }
    return switch (event) {
      // Octets seen before cannot be out of order, however soon they come; nor a keep-alive while
      // data is outstanding.
      case RETRANSMISSION, OUT_OF_ORDER, KEEP_ALIVE ->
          (Event.RETRANSMISSION.in(events)
                  && (isSet(row, "out_of_order") || isSet(row, "keep_alive") || isOneSided(place)))
              || Event.ZERO_WINDOW_PROBE.in(events);
      // Linux's probe has no octet and stands one below; tshark calls it keep-alive.
      case ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK ->
          ours
              && (isSet(row, "keep_alive")
                  || isSet(row, "keep_alive_ack")
                  || isSet(row, "zero_window"));
      // SACK shows a hole as well as two duplicate ACKs do, and 20 ms are no limit.
      case FAST_RETRANSMISSION -> ours;
      // A DSACK proves later what an acknowledgement did not.
      case SPURIOUS_RETRANSMISSION -> ours && Event.RETRANSMISSION.in(events);
      // With SACK blocks an ACK is a duplicate whatever its window (RFC 6675 §2).
      case DUPLICATE_ACK -> ours && !row.getOrDefault("tcp.options.sack_le", "").isEmpty();
      case WINDOW_UPDATE -> !ours && Event.DUPLICATE_ACK.in(events);
      // Both speak of octets that are not in the capture; ours tells each of them once, tshark at
      // each acknowledgement above the last number in order.
      case ACKED_UNSEEN -> losesPackets;
      default -> false;
    };
  }

  private static boolean isOneSided(String place) {
    return place.startsWith("derived/one_direction_only");
  }

  private static boolean isSet(Map<String, String> row, String analysis) {
    return !row.getOrDefault("tcp.analysis." + analysis, "").isEmpty();
  }

  private static Map<Integer, Integer> rows(Packets packets) {
    Map<Integer, Integer> rows = new HashMap<>();
    for (int row = 0; row < packets.size(); row++) {
      rows.put(packets.packet(row), row);
    }
    return rows;
  }
}
