package tcplab.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import tcplab.tcp.Flags;

/** Octets in flight, windows, and the places of the segments, packet by packet. */
final class FlightWalk implements Observer {
  private final boolean forwardIsClient;
  final List<FlightSample> flights = new ArrayList<>();
  final List<WindowSample> windows = new ArrayList<>();
  final List<SequencePoint> points = new ArrayList<>();

  FlightWalk(boolean forwardIsClient) {
    this.forwardIsClient = forwardIsClient;
  }

  @Override
  public void passed(Sighting s, Half from, Half to, int events) {
    Side side = s.forward == forwardIsClient ? Side.CLIENT : Side.SERVER;
    boolean acks = s.has(Flags.ACK);
    boolean windowKnown = acks && !s.has(Flags.RST) && from.windowBytes >= 0;
    OptionalLong edge =
        windowKnown ? OptionalLong.of(s.acked + from.windowBytes) : OptionalLong.empty();
    points.add(
        new SequencePoint(
            s.packet,
            s.timeNs(),
            side,
            s.left,
            s.right,
            acks ? OptionalLong.of(s.acked) : OptionalLong.empty(),
            edge,
            acks ? Arrays.stream(SackBlocks.of(s, to)).boxed().toList() : List.of(),
            events));
    if (s.has(Flags.RST)) {
      return;
    }
    if (windowKnown) {
      windows.add(
          new WindowSample(
              s.packet, s.timeNs(), side, from.windowBytes, s.acked, edge.getAsLong()));
    }
    if (acks && to.nextKnown) {
      flights.add(flight(s, side.peer(), to, from));
    }
    if (s.span() > 0 && from.ackedKnown) {
      flights.add(flight(s, side, from, to));
    }
  }

  private static FlightSample flight(Sighting s, Side side, Half sender, Half receiver) {
    long edge = receiver.ackSent && receiver.windowBytes >= 0 ? edge(receiver) : -1;
    boolean known = edge >= 0 && sender.ackedKnown;
    return new FlightSample(
        s.packet,
        s.timeNs(),
        side,
        sender.inFlight(),
        known ? OptionalLong.of(Math.max(0, edge - sender.acked)) : OptionalLong.empty(),
        known ? OptionalLong.of(Math.max(0, edge - sender.next)) : OptionalLong.empty());
  }

  /** The first position that the receiver has no room for. */
  static long edge(Half receiver) {
    return receiver.lastAck + receiver.windowBytes;
  }
}
