package tcplab.connection;

import tcplab.capture.IcmpError;
import tcplab.capture.PacketCursor;
import tcplab.capture.Packets;

/** The packets of one connection after the other, in order. For one thread. */
final class Passage {
  /** So many rows are fetched together: as many as a processor waits for at once, and more. */
  private static final int AHEAD = 32;

  /** The packet that was taken up last. */
  final Sighting sighting = new Sighting();

  private final Packets packets;
  private final int[] rows;
  private final int[] starts;
  private final PacketCursor cursor;
  private boolean firstForward;
  private int at;
  private int end;
  private int fetched;

  /**
   * A passage through packets.
   *
   * @param rows grouped by connection, in order
   * @param starts where in them each connection's begin, and where the last one's end
   */
  Passage(Packets packets, int[] rows, int[] starts) {
    this.packets = packets;
    this.rows = rows;
    this.starts = starts;
    cursor = packets.cursor();
  }

  /** Goes to the first packet of a connection. */
  void begin(int connection) {
    at = starts[connection];
    end = starts[connection + 1];
    firstForward = at < end && packets.forward(rows[at]);
  }

  /** Takes up the next packet, if there is one. */
  boolean next() {
    if (at == end) {
      return false;
    }
    if (at >= fetched) {
      int to = Math.min(at + AHEAD, rows.length);
      cursor.prefetch(rows, at, to);
      fetched = to;
    }
    visit(rows[at++]);
    return true;
  }

  /** Whether the segment that an error is about went the way of the connection's first. */
  boolean isForward(IcmpError error) {
    return error.forward() == firstForward;
  }

  /** Takes up any packet between the connection's ends as if it were one of the connection's. */
  void visit(int row) {
    cursor.moveTo(row);
    sighting.load(cursor, cursor.forward() == firstForward);
  }
}
