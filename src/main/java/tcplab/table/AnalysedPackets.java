package tcplab.table;

import org.jspecify.annotations.Nullable;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Measures;

/** What {@link Connections} says of each packet, for {@link PacketTable}. */
public final class AnalysedPackets implements PacketTable.ConnectionColumns {
  private final Connections connections;
  private @Nullable Measures measures;

  /** The analysis of the packets that the table is made over. */
  public AnalysedPackets(Connections connections) {
    this.connections = connections;
  }

  @Override
  public int connection(int row) {
    return connections.connectionOf(row);
  }

  @Override
  public String sender(int row) {
    return connections.sender(row).label();
  }

  @Override
  public @Nullable String events(int row) {
    int events = connections.events(row);
    return events == 0 ? null : Event.text(events);
  }

  @Override
  public long windowBytes(int row) {
    return measures().windowBytes(row);
  }

  @Override
  public long bytesInFlight(int row) {
    return measures().bytesInFlight(row);
  }

  @Override
  public long rttUs(int row) {
    long ns = measures().rttNs(row);
    return ns < 0 ? -1 : ns / 1000;
  }

  /** Measured when first asked for: most tables do not show them. */
  private synchronized Measures measures() {
    Measures known = measures;
    if (known == null) {
      known = connections.measures();
      measures = known;
    }
    return known;
  }
}
