package tcplab.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;
import tcplab.connection.StateEntry;
import tcplab.sockets.Field;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/**
 * Captured connections beside the machine's sockets. One row per connection and end that has a
 * socket here (on loopback both have), one row without socket where neither has. {@code
 * state_kernel} is the socket's, {@code state_packets} the last that the capture tells of that end;
 * where they differ, {@code why} says how that may be.
 */
public final class JoinTable {
  private static final String MAPPED = "::ffff:";
  private static final double US = 1000;

  private JoinTable() {}

  /** One row: a connection, and the socket of one end or -1. */
  private record Row(Connection connection, @Nullable Side side, int socket) {
    OptionalLong number(Snapshot sockets, Field field) {
      return socket < 0 ? OptionalLong.empty() : sockets.number(socket, field);
    }
  }

  /** What tells a socket from others, seen from its own end. */
  private record Ends(String local, long localPort, String remote, long remotePort) {}

  /** Joins by addresses and ports; IPv4 addresses in IPv6 sockets are taken for what they are. */
  public static ColumnTable of(Snapshot sockets, Connections connections) {
    Map<Ends, Integer> socketOf = new HashMap<>();
    for (int row = 0; row < sockets.size(); row++) {
      if (sockets.has(row, Field.REMOTE_PORT)) {
        socketOf.put(ends(sockets, row), row);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (Connection connection : connections.all()) {
      add(rows, connection, socketOf);
    }
    return table(rows, sockets);
  }

  private static void add(List<Row> rows, Connection connection, Map<Ends, Integer> socketOf) {
    int before = rows.size();
    for (Side side : Side.values()) {
      Side peer = side.peer();
      Integer socket =
          socketOf.get(
              new Ends(
                  connection.address(side),
                  connection.port(side),
                  connection.address(peer),
                  connection.port(peer)));
      if (socket != null) {
        rows.add(new Row(connection, side, socket));
      }
    }
    if (rows.size() == before) {
      rows.add(new Row(connection, null, -1));
    }
  }

  private static Ends ends(Snapshot sockets, int row) {
    return new Ends(
        plain(sockets.local(row).orElse("")),
        sockets.number(row, Field.LOCAL_PORT, 0),
        plain(sockets.remote(row).orElse("")),
        sockets.number(row, Field.REMOTE_PORT, 0));
  }

  private static String plain(String address) {
    return address.startsWith(MAPPED) && address.indexOf('.') > 0
        ? address.substring(MAPPED.length())
        : address;
  }

  private static ColumnTable table(List<Row> rows, Snapshot sockets) {
    RecordColumns<Row> columns =
        new RecordColumns<>(rows)
            .integer("connection", row -> OptionalInt.of(row.connection().number()))
            .text("client", row -> row.connection().address(Side.CLIENT))
            .integer("client_port", row -> OptionalInt.of(row.connection().port(Side.CLIENT)))
            .text("server", row -> row.connection().address(Side.SERVER))
            .integer("server_port", row -> OptionalInt.of(row.connection().port(Side.SERVER)))
            .text("side", row -> row.side() == null ? null : row.side().label())
            .text("process", socketText(row -> sockets.process(row.socket()).orElse(null)))
            .integer("pid", row -> integer(row.number(sockets, Field.PID)))
            .number("uid", row -> row.number(sockets, Field.UID))
            .text("container", socketText(row -> sockets.container(row.socket()).orElse(null)))
            .text("state_kernel", row -> name(kernelState(row, sockets)))
            .text("state_packets", row -> name(packetState(row)))
            .bool(
                "differ",
                row ->
                    StateDifference.between(
                        row.side(), kernelState(row, sockets), packetState(row)))
            .text("why", row -> why(row, sockets));
    addMeasures(columns, sockets);
    return columns.table("connections with sockets");
  }

  /** What the packets tell of an end beside what the kernel counts. */
  private static void addMeasures(RecordColumns<Row> columns, Snapshot sockets) {
    columns
        .number("bytes_packets", row -> ofSide(row, side -> row.connection().uniqueBytes(side)))
        .number("bytes_acked", row -> row.number(sockets, Field.BYTES_ACKED))
        .number("bytes_received", row -> row.number(sockets, Field.BYTES_RECEIVED))
        .number(
            "retransmissions_packets",
            row -> ofSide(row, side -> (long) row.connection().retransmissions(side)))
        .number("retransmits_total", row -> row.number(sockets, Field.RETRANSMITS_TOTAL))
        .real("rtt_avg_us_packets", JoinTable::rtt);
    for (Field field :
        List.of(
            Field.RTT_US,
            Field.MIN_RTT_US,
            Field.RTO_US,
            Field.CWND,
            Field.SSTHRESH,
            Field.DELIVERY_RATE,
            Field.SEND_QUEUE,
            Field.RECV_QUEUE)) {
      columns.number(field.column(), row -> row.number(sockets, field));
    }
  }

  private static Function<Row, @Nullable String> socketText(Function<Row, @Nullable String> value) {
    return row -> row.socket() < 0 ? null : value.apply(row);
  }

  private static OptionalInt integer(OptionalLong number) {
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  private static OptionalLong ofSide(Row row, Function<Side, Long> value) {
    return row.side() == null ? OptionalLong.empty() : OptionalLong.of(value.apply(row.side()));
  }

  private static double rtt(Row row) {
    if (row.side() == null) {
      return Double.NaN;
    }
    OptionalDouble average = row.connection().rttAverageNs(row.side());
    return average.isPresent() ? average.getAsDouble() / US : Double.NaN;
  }

  private static @Nullable String name(@Nullable State state) {
    return state == null ? null : state.name();
  }

  private static @Nullable State kernelState(Row row, Snapshot sockets) {
    return row.socket() < 0 ? null : sockets.state(row.socket()).orElse(null);
  }

  private static @Nullable State packetState(Row row) {
    if (row.side() == null) {
      return null;
    }
    List<StateEntry> states = row.connection().states(row.side());
    return states.isEmpty() ? null : states.get(states.size() - 1).state();
  }

  private static @Nullable String why(Row row, Snapshot sockets) {
    OptionalLong late =
        sockets.timeNs().isPresent()
            ? OptionalLong.of(sockets.timeNs().getAsLong() - row.connection().endNs())
            : OptionalLong.empty();
    return StateDifference.why(row.side(), kernelState(row, sockets), packetState(row), late);
  }
}
