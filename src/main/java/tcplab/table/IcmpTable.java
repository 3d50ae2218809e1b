package tcplab.table;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;
import tcplab.tcp.SequenceNumber;

/** The table <em>icmp</em>: one row per ICMP error about a TCP segment. */
public final class IcmpTable {
  private record Row(IcmpError error, int connection, @Nullable String sender) {}

  private IcmpTable() {}

  /**
   * The ICMP errors of a capture, in order of capture.
   *
   * @return columns {@code packet}, {@code time_ns}, {@code reporter}, {@code error}, {@code type},
   *     {@code code}, {@code mtu}, the quoted segment's {@code src}, {@code src_port}, {@code dst},
   *     {@code dst_port} and {@code seq}, its {@code connection} and {@code sender}; the last two
   *     are missing where the capture holds no segment of that connection before
   */
  public static ColumnTable of(Connections connections) {
    List<IcmpError> errors = connections.packets().icmpErrors();
    List<Row> rows =
        IntStream.range(0, errors.size())
            .mapToObj(n -> row(connections, errors.get(n), connections.connectionOfIcmpError(n)))
            .toList();
    return new RowColumns<>("icmp", rows)
        .ints("packet", row -> row.error.packet())
        .times(row -> row.error.timeNs())
        .texts("reporter", row -> row.error.reporter())
        .texts("error", row -> row.error.kind().words())
        .ints("type", row -> row.error.type())
        .ints("code", row -> row.error.code())
        .optionalInts("mtu", row -> positive(row.error.mtu()))
        .texts("src", row -> row.error.source())
        .ints("src_port", row -> row.error.sourcePort())
        .texts("dst", row -> row.error.destination())
        .ints("dst_port", row -> row.error.destinationPort())
        .longs("seq", row -> SequenceNumber.toLong(row.error.seq()))
        .optionalInts("connection", row -> known(row.connection))
        .texts("sender", Row::sender)
        .table();
  }

  private static OptionalInt positive(int mtu) {
    return mtu > 0 ? OptionalInt.of(mtu) : OptionalInt.empty();
  }

  private static OptionalInt known(int connection) {
    return connection < 0 ? OptionalInt.empty() : OptionalInt.of(connection);
  }

  private static Row row(Connections connections, IcmpError error, int number) {
    if (number < 0) {
      return new Row(error, number, null);
    }
    Connection c = connections.connection(number);
    boolean client =
        error.sourcePort() == c.port(Side.CLIENT) && error.source().equals(c.address(Side.CLIENT));
    return new Row(error, number, (client ? Side.CLIENT : Side.SERVER).label());
  }
}
