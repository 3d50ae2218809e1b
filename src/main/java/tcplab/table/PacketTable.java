package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;
import tcplab.tcp.SequenceNumber;

/**
 * The table <em>packets</em> of the data dictionary: one row per captured TCP segment.
 *
 * <p>Its columns look into {@link Packets} and copy nothing. What only the analysis of connections
 * knows comes in through {@link ConnectionColumns}.
 */
public final class PacketTable {
  private static final String NAME = "packets";
  private static final String[] CHECKSUMS = lowerCase(Packets.Checksum.values());
  private static final String[] ECN = {"not-ect", "ect1", "ect0", "ce"};

  private final Packets packets;
  private final int rows;
  private final List<Column> columns = new ArrayList<>();

  private PacketTable(Packets packets) {
    this.packets = packets;
    this.rows = packets.size();
  }

  /** What the analysis of connections says of each packet; rows are those of the packets. */
  public interface ConnectionColumns {
    /** The connection, 0-based in order of first packet; negative when it is missing. */
    int connection(int row);

    /** {@code client} or {@code server}; {@code null} when it is missing. */
    @Nullable String sender(int row);

    /** The events, a space between them; {@code null} when there are none. */
    @Nullable String events(int row);

    /** The scaled window in octets; negative when the scale was not seen. */
    default long windowBytes(int row) {
      return -1;
    }

    /** Octets sent and not yet acknowledged, this segment's included; negative when unknown. */
    default long bytesInFlight(int row) {
      return -1;
    }

    /** The round trip that this segment's acknowledgement measures, in µs; negative without. */
    default long rttUs(int row) {
      return -1;
    }
  }

  /**
   * The columns that a segment's headers alone give, without {@code connection} and what follows.
   */
  public static ColumnTable of(Packets packets) {
    return new PacketTable(packets).header().table();
  }

  /** The columns that the data dictionary shows unasked. */
  public static ColumnTable of(Packets packets, ConnectionColumns connections) {
    return new PacketTable(packets).header().connection(connections).table();
  }

  /** These, and those on request: {@code interface} to {@code dsack}, and {@code relative}. */
  public static ColumnTable all(Packets packets, ConnectionColumns connections) {
    return new PacketTable(packets)
        .header()
        .connection(connections)
        .origin()
        .measures(connections)
        .table();
  }

  private ColumnTable table() {
    return new ColumnTable(NAME, rows, columns);
  }

  private PacketTable header() {
    ints("packet", packets::packet, NONE_MISSING);
    longs("time_ns", packets::timeNs, row -> packets.timeNs(row) == Packets.NO_TIME);
    texts("src", packets::source, this::sendingEnd, 2 * packets.flowCount());
    ints("src_port", packets::sourcePort, NONE_MISSING);
    texts("dst", packets::destination, row -> sendingEnd(row) ^ 1, 2 * packets.flowCount());
    ints("dst_port", packets::destinationPort, NONE_MISSING);
    unsigned("seq", packets::seq, row -> !packets.knowsSeq(row));
    unsigned("ack", packets::ack, row -> !packets.knowsAck(row));
    texts(
        "flags",
        row -> packets.knowsFlags(row) ? Flags.text(packets.flags(row)) : null,
        row -> packets.knowsFlags(row) ? packets.flags(row) : Flags.MASK + 1,
        Flags.MASK + 2);
    ints("window", packets::window, row -> !packets.knowsWindow(row));
    ints("length", packets::length, row -> !packets.knowsLength(row));
    return options();
  }

  private PacketTable options() {
    option("mss", Packets.Options::mss);
    option("window_scale", Packets.Options::windowScale);
    columns.add(
        new Column.Booleans(
            "sack_permitted",
            rows,
            row -> packets.options(row).sackPermitted(),
            row -> !packets.isWhole(row)));
    texts("sack", row -> sack(packets.options(row).sack(), Integer.MAX_VALUE));
    unsigned("ts_value", packets::tsValue, row -> !packets.hasTimestamps(row));
    unsigned("ts_echo", packets::tsEcho, row -> !packets.hasTimestamps(row));
    option("urgent", Packets.Options::urgent);
    texts(
        "checksum",
        row -> CHECKSUMS[packets.checksum(row).ordinal()],
        row -> packets.checksum(row).ordinal(),
        CHECKSUMS.length);
    return this;
  }

  /** A number for the end of the flow that sent the segment; the other end's differs in one bit. */
  private int sendingEnd(int row) {
    return packets.flow(row) << 1 | (packets.forward(row) ? 0 : 1);
  }

  private PacketTable connection(ConnectionColumns connections) {
    ints("connection", connections::connection, row -> connections.connection(row) < 0);
    texts("sender", connections::sender);
    texts("events", connections::events);
    return this;
  }

  private PacketTable origin() {
    ints("interface", row -> packets.origin(row).interfaceId(), NONE_MISSING);
    texts("encapsulation", row -> orMissing(packets.origin(row).encapsulation()));
    texts("vlan", row -> orMissing(packets.origin(row).vlans()));
    ints("ip_id", packets::ipId, row -> !packets.hasIpId(row));
    ints("ttl", packets::ttl, row -> !packets.hasTtl(row));
    texts("ecn", row -> packets.hasTtl(row) ? ECN[packets.ecn(row)] : null);
    ints("captured_length", packets::capturedLength, row -> packets.capturedLength(row) == 0);
    return this;
  }

  private PacketTable measures(ConnectionColumns connections) {
    positive("window_bytes", connections::windowBytes);
    positive("bytes_in_flight", connections::bytesInFlight);
    positive("rtt_us", connections::rttUs);
    texts("dsack", this::dsack);
    columns.add(new Column.Booleans("relative", rows, packets::relative, NONE_MISSING));
    return this;
  }

  /** The block that reports a duplicate (RFC 2883): always the first. */
  private @Nullable String dsack(int row) {
    Packets.Options options = packets.options(row);
    return options.dsack(packets.ack(row)) ? sack(options.sack(), 2) : null;
  }

  private static @Nullable String sack(int[] edges, int most) {
    if (edges.length == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder(24 * edges.length / 2);
    for (int i = 0; i + 1 < Math.min(edges.length, most); i += 2) {
      text.append(i == 0 ? "" : ",")
          .append(SequenceNumber.toLong(edges[i]))
          .append('-')
          .append(SequenceNumber.toLong(edges[i + 1]));
    }
    return text.toString();
  }

  private void option(String name, ToIntFunction<Packets.Options> value) {
    ints(
        name,
        row -> value.applyAsInt(packets.options(row)),
        row -> value.applyAsInt(packets.options(row)) < 0);
  }

  private void ints(String name, IntUnaryOperator value, IntPredicate missing) {
    columns.add(new Column.Ints(name, rows, value, missing));
  }

  private void longs(String name, IntToLongFunction value, IntPredicate missing) {
    columns.add(new Column.Longs(name, rows, value, missing));
  }

  private void unsigned(String name, IntUnaryOperator value, IntPredicate missing) {
    longs(name, row -> SequenceNumber.toLong(value.applyAsInt(row)), missing);
  }

  private void positive(String name, IntToLongFunction value) {
    longs(name, value, row -> value.applyAsLong(row) < 0);
  }

  private void texts(String name, IntFunction<@Nullable String> value) {
    columns.add(new Column.Texts(name, rows, value));
  }

  private void texts(
      String name, IntFunction<@Nullable String> value, IntUnaryOperator keys, int bound) {
    columns.add(new Column.Texts(name, rows, value, new Column.Keys(keys, bound)));
  }

  private static @Nullable String orMissing(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String[] lowerCase(Enum<?>[] values) {
    String[] names = new String[values.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = values[i].name().toLowerCase(Locale.ROOT);
    }
    return names;
  }
}
