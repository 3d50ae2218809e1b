package tcplab.table;

import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tcplab.capture.PacketCursor;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;

/** Lines of the CSV of the table <em>connections</em>, in the order of {@link ConnectionTable}. */
final class ConnectionLines extends CsvLines {
  /** More than all of a line but its texts can have: 40 numbers. */
  private static final int LONGEST_FIXED = 1024;

  private static final long NS_PER_US = 1000;

  /** The packets of so many connections are fetched together. */
  private static final int AHEAD = 32;

  private final Connections connections;
  private final RecurringFields recurring = new RecurringFields();
  private final PacketCursor cursor;
  private final int[] rows = new int[2 * AHEAD];
  private int fetchedFrom = -AHEAD;

  ConnectionLines(Connections connections) {
    this.connections = connections;
    cursor = connections.packets().cursor();
  }

  @Override
  public void add(int row) {
    if (row < fetchedFrom || row >= fetchedFrom + AHEAD) {
      fetch(row);
    }
    Connection connection = connections.connection(row);
    room(LONGEST_FIXED);
    ends(connection);
    side(connection, Side.CLIENT);
    side(connection, Side.SERVER);
    verdicts(connection);
    flow(connection, Side.CLIENT);
    flow(connection, Side.SERVER);
    endLine();
  }

  /** A connection's first and last packet lie anywhere in memory; see {@link PacketCursor}. */
  private void fetch(int from) {
    fetchedFrom = from;
    int count = Math.min(AHEAD, connections.count() - from);
    for (int i = 0; i < count; i++) {
      Connection next = connections.connection(from + i);
      rows[2 * i] = next.row(0);
      rows[2 * i + 1] = next.row(next.size() - 1);
    }
    cursor.prefetch(rows, 0, 2 * count);
  }

  private void ends(Connection connection) {
    number(connection.number());
    ends(connection.row(0));
    next(connection.firstPacket());
    next(connection.lastPacket());
    time(connection.startNs());
    time(connection.endNs());
  }

  private void ends(int row) {
    Packets packets = connections.packets();
    boolean clientSends = connections.sender(row) == Side.CLIENT;
    int flow = packets.flow(row);
    boolean client = packets.forward(row) == clientSends;
    end(packets, flow, client);
    end(packets, flow, !client);
  }

  private void end(Packets packets, int flow, boolean first) {
    once(packets.passingFlowAddress(flow, first));
    next(packets.flowPort(flow, first));
  }

  private void side(Connection connection, Side side) {
    next(connection.packets(side));
    next(connection.bytes(side));
    next(connection.uniqueBytes(side));
    next(connection.retransmissions(side));
    next(connection.outOfOrder(side));
    next(connection.duplicateAcks(side));
    next(connection.zeroWindows(side));
    next(connection.mss(side));
    next(connection.windowScale(side));
    recurring(connection.synSeen(side) ? "true" : "false");
    microseconds(connection.rttMinNs(side));
    average(connection.rttAverageNs(side));
    microseconds(connection.rttMaxNs(side));
    next(connection.maxInFlightBytes(side), 1);
    textOrMissing(connection.stateNames(side));
  }

  private void verdicts(Connection connection) {
    recurring(connection.handshakeVariant().label());
    microseconds(connection.handshakeRttNs());
    recurring(connection.teardownVariant().label());
    recurring(connection.closedFirst().label());
    recurring(connection.orientation().label());
    textOrMissing(connection.capturePoint() == null ? "" : connection.capturePoint().label());
    recurring(connection.connState());
    textOrMissing(connection.history());
    next(connection.captureLossBytes());
  }

  private void flow(Connection connection, Side side) {
    next(connection.zeroWindowNs(side) / NS_PER_US);
    next(connection.throughput(side));
    next(connection.goodput(side));
  }

  private void next(long value) {
    put(',');
    number(value);
  }

  private void next(OptionalInt value) {
    put(',');
    if (value.isPresent()) {
      number(value.getAsInt());
    }
  }

  private void next(OptionalLong value, long unit) {
    put(',');
    if (value.isPresent()) {
      number(value.getAsLong() / unit);
    }
  }

  private void next(OptionalDouble value) {
    put(',');
    if (value.isPresent()) {
      number(value.getAsDouble());
    }
  }

  private void microseconds(OptionalLong ns) {
    next(ns, NS_PER_US);
  }

  private void average(OptionalDouble ns) {
    put(',');
    if (ns.isPresent()) {
      number(Math.rint(ns.getAsDouble()) / (double) NS_PER_US);
    }
  }

  private void time(long ns) {
    put(',');
    if (ns != Packets.NO_TIME) {
      number(ns);
    }
  }

  private void textOrMissing(String text) {
    if (text.isEmpty()) {
      put(',');
    } else {
      recurring(text);
    }
  }

  /** A text that other rows have too, as the same object. */
  private void recurring(String text) {
    put(',');
    byte[] known = recurring.of(text);
    roomAndCopy(known == null ? Utf8Output.octets(CsvWriter.field(text)) : known, LONGEST_FIXED);
  }

  private void once(String text) {
    put(',');
    roomAndCopy(CsvWriter.field(text).getBytes(StandardCharsets.UTF_8), LONGEST_FIXED);
  }
}
