package tcplab.table;

import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;

/** Lines of the CSV of the table <em>connections</em>, in the order of {@link ConnectionTable}. */
final class ConnectionLines extends CsvLines {
  /** More than all of a line but its texts can have: 40 numbers. */
  private static final int LONGEST_FIXED = 1024;

  private static final long NS_PER_US = 1000;

  private final Connections connections;
  private final RecurringFields recurring = new RecurringFields();

  ConnectionLines(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void add(int row) {
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

  private void ends(Connection connection) {
    number(connection.number());
    end(connection, Side.CLIENT);
    end(connection, Side.SERVER);
    next(connection.firstPacket());
    next(connection.lastPacket());
    time(connection.startNs());
    time(connection.endNs());
  }

  private void end(Connection connection, Side side) {
    once(connection.address(side));
    next(connection.port(side));
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
    next(connection.maxInFlightBytes(side));
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

  private void next(OptionalLong value) {
    put(',');
    if (value.isPresent()) {
      number(value.getAsLong());
    }
  }

  private void next(OptionalDouble value) {
    put(',');
    if (value.isPresent()) {
      number(value.getAsDouble());
    }
  }

  private void microseconds(OptionalLong ns) {
    put(',');
    if (ns.isPresent()) {
      number(ns.getAsLong() / NS_PER_US);
    }
  }

  private void average(OptionalDouble ns) {
    put(',');
    if (ns.isPresent()) {
      number(ns.getAsDouble() / NS_PER_US);
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
