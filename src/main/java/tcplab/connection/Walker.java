package tcplab.connection;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;

/** Has the packets of a capture grouped by connection, and walks a connection's in order. */
final class Walker {
  private final Packets packets;

  /** Rows grouped by connection, in order; connection i's begin at starts[i]. */
  private final int[] rows;

  private final int[] starts;
  private final int[] earlierRows;
  private final int[] events;
  private final PathErrors pathErrors;

  /** Connection to the row of the RST that ended it, in the next connection on its ports. */
  private final Map<Integer, Integer> laterResets = new HashMap<>();

  /**
   * A walker of so many connections.
   *
   * @param connectionOf row to connection
   * @param earlierRows connection to the row before it in the same flow, or -1
   * @param events row to its events, which somebody else writes
   */
  Walker(Packets packets, int[] connectionOf, int[] earlierRows, int connections, int[] events) {
    this.packets = packets;
    this.earlierRows = earlierRows;
    this.events = events;
    starts = new int[connections + 1];
    rows = grouped(connectionOf);
    pathErrors = new PathErrors(packets, connectionOf);
  }

  int rowCount(int connection) {
    return starts[connection + 1] - starts[connection];
  }

  /** The row of a connection's n-th packet. */
  int row(int connection, int n) {
    return rows[starts[connection] + n];
  }

  /** The connection before which half of the packets are. */
  int middle() {
    int half = Arrays.binarySearch(starts, rows.length / 2);
    return Math.min(half < 0 ? -half - 1 : half, starts.length - 1);
  }

  /** The row before a connection in the same flow, or -1. */
  int earlierRow(int connection) {
    return earlierRows[connection];
  }

  /** The ICMP errors about a connection's segments. */
  List<IcmpError> errors(int connection) {
    return pathErrors.of(connection);
  }

  /** The connection of the n-th of all ICMP errors, or -1. */
  int connectionOfError(int n) {
    return pathErrors.connectionOf(n);
  }

  /** From now on a connection is walked to this RST, which the next one on its ports holds. */
  void endsHalfOpen(int connection, int reset) {
    laterResets.put(connection, reset);
  }

  /** Goes through the packets of one connection after the other; for one thread. */
  Passage passage() {
    return new Passage(packets, rows, starts);
  }

  /** Walks one connection from its first packet to its last. */
  void walk(int connection, Track track, Passage passage) {
    int first = row(connection, 0);
    if (earlierRows[connection] >= 0) {
      track.reusesPorts(first, earlierRows[connection]);
    }
    passage.begin(connection);
    if (errors(connection).isEmpty()) {
      while (passage.next()) {
        track.accept(passage.sighting);
      }
    } else {
      walkWithErrors(track, passage, errors(connection));
    }
    if (passage.sighting.timed) {
      track.end(passage.sighting.time);
    }
    Integer reset = laterResets.get(connection);
    if (reset != null) {
      passage.visit(reset);
      track.endsHalfOpen(passage.sighting);
    }
    track.orient(packets.sourcePort(first), packets.destinationPort(first));
  }

  private void walkWithErrors(Track track, Passage passage, List<IcmpError> errors) {
    Iterator<IcmpError> rest = errors.iterator();
    @Nullable IcmpError next = rest.next();
    while (passage.next()) {
      while (next != null && next.packet() < passage.sighting.packet) {
        track.accept(next, passage.isForward(next));
        next = rest.hasNext() ? rest.next() : null;
      }
      track.accept(passage.sighting);
    }
    while (next != null) {
      track.accept(next, passage.isForward(next));
      next = rest.hasNext() ? rest.next() : null;
    }
  }

  /** Walks the opening of one connection, once it is known who is the client. */
  void open(int connection, boolean forwardIsClient, Passage passage, HandshakeWalk walk) {
    Sighting sighting = passage.sighting;
    passage.begin(connection);
    while (!walk.done() && passage.next()) {
      if (sighting.whole) {
        Side sender = sighting.forward == forwardIsClient ? Side.CLIENT : Side.SERVER;
        walk.accept(sighting, sender, events[sighting.row]);
      }
    }
    for (IcmpError error : errors(connection)) {
      walk.accept(error);
    }
  }

  /** Counting sort: stable, so each connection's rows stay in order. */
  private int[] grouped(int[] connectionOf) {
    for (int connection : connectionOf) {
      starts[connection + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] next = starts.clone();
    int[] sorted = new int[connectionOf.length];
    for (int row = 0; row < sorted.length; row++) {
      sorted[next[connectionOf[row]]++] = row;
    }
    return sorted;
  }
}
