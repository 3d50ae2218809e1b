package tcplab.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;

/**
 * A connection of a {@link ConnectionStream} that is not over: its walk, its first and last row.
 */
final class Live {
  private final Ledger ledger = Ledger.discarding();
  private final Track track = new Track(ledger);
  private final int[] starts = new int[2];
  private final Row first = new Row();
  private final Row last = new Row();
  private final HandshakeWalk ifForwardIsClient = new HandshakeWalk();
  private final HandshakeWalk ifBackwardIsClient = new HandshakeWalk();
  private int splitState;

  /** The earlier connection on these ports, while a RST in this one's opening may end it. */
  @Nullable Live before;

  int number;
  boolean forwardIsLow;

  /** What the table of connections wants to know of a row. */
  private static final class Row {
    private int packet;
    private long timeNs;
    private String source = "";
    private int sourcePort;
    private String destination = "";
    private int destinationPort;

    void load(Packets packets, int row) {
      packet = packets.packet(row);
      timeNs = packets.timeNs(row);
      source = packets.source(row);
      sourcePort = packets.sourcePort(row);
      destination = packets.destination(row);
      destinationPort = packets.destinationPort(row);
    }

    void addTo(PacketsBuilder ends) {
      ends.add(timeNs, source, sourcePort, destination, destinationPort, 0, 0, 0, 0, 0)
          .packet(packet);
    }
  }

  /** Takes up another connection. */
  void begin(int newNumber, boolean fromLow) {
    number = newNumber;
    forwardIsLow = fromLow;
    splitState = 0;
    before = null;
    first.packet = 0;
    track.clear();
    ifForwardIsClient.clear();
    ifBackwardIsClient.clear();
  }

  boolean hasEnding() {
    return Splitter.hasEnding(splitState);
  }

  long lastNs() {
    return last.timeNs;
  }

  /** Whether a segment belongs to the next connection between the same ends. */
  boolean isSucceededBy(Packets packets, int row, boolean fromLow) {
    int way = fromLow == forwardIsLow ? 0 : 1;
    return packets.isWhole(row)
        && Splitter.isAnother(
            splitState,
            starts[way],
            starts[way ^ 1],
            way,
            packets.seq(row),
            packets.ack(row),
            packets.flags(row));
  }

  void accept(Packets packets, int row, Sighting s) {
    if (first.packet == 0) {
      first.load(packets, row);
    }
    last.load(packets, row);
    if (s.whole) {
      int way = s.forward ? 0 : 1;
      if (Splitter.tellsStart(splitState, way, s.flags)) {
        starts[way] = s.seq;
      }
      splitState = Splitter.learned(splitState, way, s.flags);
    }
    ledger.watch(s.row);
    track.accept(s);
    if (before != null && Event.HALF_OPEN_RESET.in(ledger.watched())) {
      before.endsHalfOpen(s, forwardIsLow);
    }
    if (s.whole) {
      handshake(ifForwardIsClient, s, s.forward);
      handshake(ifBackwardIsClient, s, !s.forward);
    }
  }

  /** Whether the opening may still tell how the earlier connection ended. */
  boolean mayEndEarlier() {
    return track.waitsForSynAck();
  }

  private void endsHalfOpen(Sighting s, boolean forwardOfSightingIsLow) {
    boolean forward = s.forward;
    s.forward = forward == (forwardOfSightingIsLow == forwardIsLow);
    track.endsHalfOpen(s);
    s.forward = forward;
  }

  /** A router or a host says that a segment of this connection did not arrive. */
  void accept(IcmpError error, boolean fromLow) {
    track.accept(error, fromLow == forwardIsLow);
    ifForwardIsClient.accept(error);
    ifBackwardIsClient.accept(error);
  }

  private void handshake(HandshakeWalk walk, Sighting s, boolean fromClient) {
    if (!walk.done()) {
      walk.accept(s, fromClient ? Side.CLIENT : Side.SERVER, ledger.watched());
    }
  }

  /** These connections, as {@link Connections} gives those whose packets it holds. */
  static Connections connections(List<Live> over) {
    PacketsBuilder ends = Packets.builder();
    int[] numbers = new int[over.size()];
    int[] connectionOf = new int[2 * over.size()];
    Summary summary = new Summary(over.size());
    Summary.Writer writer = summary.writer();
    for (int i = 0; i < numbers.length; i++) {
      Live live = over.get(i);
      numbers[i] = live.number;
      connectionOf[2 * i] = i;
      connectionOf[2 * i + 1] = i;
      live.first.addTo(ends);
      live.last.addTo(ends);
      live.write(writer, i);
    }
    return new Connections(ends.build(), connectionOf, numbers, summary);
  }

  private void write(Summary.Writer summary, int i) {
    if (last.timeNs != Packets.NO_TIME) {
      track.end(last.timeNs);
    }
    track.orient(first.sourcePort, first.destinationPort);
    HandshakeWalk walk = track.forwardIsClient ? ifForwardIsClient : ifBackwardIsClient;
    summary.write(i, track, walk);
  }
}
