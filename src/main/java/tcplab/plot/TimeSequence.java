package tcplab.plot;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import tcplab.connection.Connection;
import tcplab.connection.Event;
import tcplab.connection.SequencePoint;
import tcplab.connection.Side;

/**
 * What one side sent, over time: each segment a bar over the sequence numbers it carries, repeats
 * in another colour, and the peer's answer as three lines: what it has acknowledged, the blocks it
 * has beyond that (SACK), and how far the sender may go (the window's edge).
 *
 * <p>Stevens drew sequence numbers over time so (TCP/IP Illustrated); the answer's lines are
 * tcptrace's. Bars that climb steeply are a burst, a level line is a wait, a bar below the others a
 * repeat, bars that reach the edge a receiver that sets the pace. An edge that was never near would
 * press the bars flat: only its name stands there then.
 */
public final class TimeSequence {
  /** An edge above so many times what was sent says nothing but that there was room. */
  private static final double FAR = 2;

  private final Connection connection;
  private final Side sender;
  private final Curve sent = new Curve("sent", Curve.Style.SPANS);
  private final Curve again = new Curve("sent again", Curve.Style.SPANS);
  private final Curve acknowledged = new Curve("acknowledged", Curve.Style.STEPS);
  private final Curve sack = new Curve("SACK", Curve.Style.SPANS);
  private final Curve edge = new Curve("window's edge", Curve.Style.STEPS);
  private long highest;
  private long lowestEdge = Long.MAX_VALUE;

  private TimeSequence(Connection connection, Side sender) {
    this.connection = connection;
    this.sender = sender;
  }

  /**
   * The picture of one direction of a connection.
   *
   * @param sender whose segments to show
   */
  public static Picture of(Connection connection, Side sender) {
    return new TimeSequence(connection, sender).draw();
  }

  private Picture draw() {
    for (SequencePoint point : connection.sequence()) {
      double at = Moment.seconds(connection, point.timeNs());
      if (point.side() == sender) {
        segment(point, at);
      } else {
        answer(point, at);
      }
    }
    if (edge.size() > 0 && lowestEdge > FAR * highest) {
      edge.aside();
    }
    return CurvePlot.of(
        Moment.title(connection, "what the " + sender.label() + " sent", sender),
        description(),
        Moment.AXIS,
        "octets since the first",
        List.of(sent, again, acknowledged, sack, edge));
  }

  private String description() {
    return String.format(
        Locale.ROOT,
        "Sequence numbers over %.3f seconds: %,d segments, %,d sent again, %,d octets of payload in"
            + " all; %,d acknowledgements by the peer%s.",
        Moment.seconds(connection, connection.endNs()),
        sent.size() + again.size(),
        again.size(),
        connection.bytes(sender),
        acknowledged.size(),
        edgeInWords());
  }

  private String edgeInWords() {
    return edge.size() == 0
        ? "; the window's edge is not known"
        : edge.isAside()
            ? String.format(
                Locale.ROOT, "; the window's edge is far above, at %,d at least", lowestEdge)
            : "";
  }

  private void segment(SequencePoint point, double at) {
    if (point.right() > point.left()) {
      boolean repeat =
          Event.RETRANSMISSION.in(point.events()) || Event.SYN_RETRANSMISSION.in(point.events());
      (repeat ? again : sent).add(at, (double) point.left(), (double) point.right());
      highest = Math.max(highest, point.right());
    }
  }

  private void answer(SequencePoint point, double at) {
    OptionalLong ack = point.ack();
    if (ack.isPresent()) {
      acknowledged.add(at, (double) ack.getAsLong());
    }
    if (point.edge().isPresent()) {
      edge.add(at, (double) point.edge().getAsLong());
      lowestEdge = Math.min(lowestEdge, point.edge().getAsLong());
    }
    for (int i = 0; i + 1 < point.sack().size(); i += 2) {
      sack.add(at, point.sack().get(i), point.sack().get(i + 1));
    }
  }
}
