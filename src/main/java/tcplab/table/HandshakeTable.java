package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Handshake;
import tcplab.connection.Side;

/**
 * The table <em>handshakes</em>: how each connection opened. One row per connection, in the same
 * order as the connections table; each handshake is read once, when the table is made.
 */
public final class HandshakeTable {
  private final List<Connection> connections;
  private final List<Handshake> handshakes;
  private final List<Column> columns = new ArrayList<>();

  private HandshakeTable(Connections all) {
    connections = all.all();
    handshakes = connections.stream().map(Connection::handshake).toList();
  }

  /**
   * Columns: who, the variant, the packets, the initial sequence numbers (0 to 2^32 − 1), round
   * trips in µs, repeats and the intervals between them, and the options: as announced by each
   * side, and whether SACK and timestamps were agreed.
   */
  public static ColumnTable of(Connections all) {
    HandshakeTable table = new HandshakeTable(all);
    table.ends();
    table.packets();
    table.options();
    return new ColumnTable("handshakes", table.handshakes.size(), table.columns);
  }

  private void ends() {
    int rows = handshakes.size();
    columns.add(new Column.Ints("connection", rows, row -> row, NONE_MISSING));
    for (Side side : Side.values()) {
      columns.add(new Column.Texts(side.label(), rows, row -> connections.get(row).address(side)));
      columns.add(
          new Column.Ints(
              side.label() + "_port", rows, row -> connections.get(row).port(side), NONE_MISSING));
    }
    columns.add(new Column.Texts("variant", rows, row -> handshakes.get(row).variant().label()));
  }

  private void packets() {
    ints("syn_packet", h -> first(h.synPackets()));
    ints("syn_ack_packet", h -> first(h.synAckPackets()));
    ints("ack_packet", Handshake::ackPacket);
    longs("syn_ns", Handshake::synNs);
    longs("client_isn", Handshake::clientIsn);
    longs("server_isn", Handshake::serverIsn);
    longs("rtt_us", h -> microseconds(h.rttNs()));
    longs("server_rtt_us", h -> microseconds(h.serverRttNs()));
    longs("client_rtt_us", h -> microseconds(h.clientRttNs()));
    counts("syn_retransmissions", Handshake::synRetransmissions);
    counts("syn_ack_retransmissions", Handshake::synAckRetransmissions);
  }

  private void options() {
    for (Side side : Side.values()) {
      ints("mss_" + side.label(), h -> h.mss(side));
    }
    for (Side side : Side.values()) {
      ints("window_scale_" + side.label(), h -> h.windowScale(side));
    }
    booleans("sack", Handshake::sack);
    booleans("timestamps", Handshake::timestamps);
    intervals("syn_retry_us", Handshake::synRetryNs);
    intervals("syn_ack_retry_us", Handshake::synAckRetryNs);
    booleans("cookie_hint", Handshake::hintsAtSynCookie);
  }

  private void ints(String name, Function<Handshake, OptionalInt> value) {
    IntFunction<OptionalInt> cell = row -> value.apply(handshakes.get(row));
    columns.add(
        new Column.Ints(
            name,
            handshakes.size(),
            row -> cell.apply(row).orElse(0),
            row -> cell.apply(row).isEmpty()));
  }

  private void counts(String name, ToIntFunction<Handshake> value) {
    columns.add(
        new Column.Ints(
            name, handshakes.size(), row -> value.applyAsInt(handshakes.get(row)), NONE_MISSING));
  }

  private void longs(String name, Function<Handshake, OptionalLong> value) {
    IntFunction<OptionalLong> cell = row -> value.apply(handshakes.get(row));
    columns.add(
        new Column.Longs(
            name,
            handshakes.size(),
            row -> cell.apply(row).orElse(0),
            row -> cell.apply(row).isEmpty()));
  }

  /** In µs, a space between them. */
  private void intervals(String name, Function<Handshake, List<Long>> ns) {
    columns.add(
        new Column.Texts(
            name,
            handshakes.size(),
            row -> {
              List<Long> intervals = ns.apply(handshakes.get(row));
              return intervals.isEmpty()
                  ? null
                  : intervals.stream()
                      .map(interval -> Long.toString(interval / 1000))
                      .collect(Collectors.joining(" "));
            }));
  }

  private void booleans(String name, Function<Handshake, @Nullable Boolean> value) {
    columns.add(
        new Column.Booleans(
            name,
            handshakes.size(),
            row -> Boolean.TRUE.equals(value.apply(handshakes.get(row))),
            row -> value.apply(handshakes.get(row)) == null));
  }

  private static OptionalInt first(List<Integer> packets) {
    return packets.isEmpty() ? OptionalInt.empty() : OptionalInt.of(packets.get(0));
  }

  private static OptionalLong microseconds(OptionalLong ns) {
    return ns.isEmpty() ? ns : OptionalLong.of(ns.getAsLong() / 1000);
  }
}
