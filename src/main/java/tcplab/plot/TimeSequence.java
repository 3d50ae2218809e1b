package tcplab.plot;

import java.util.List;
import java.util.Locale;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Side;
import tcplab.tcp.Flags;

/**
 * What one side sent, over time: each segment a bar over the sequence numbers it carries, repeats
 * in another colour, and the peer's answer as three lines: what it has acknowledged, the blocks it
 * has beyond that (SACK), and how far the sender may go (the window's edge).
 *
 * <p>Stevens drew sequence numbers over time so (TCP/IP Illustrated); the answer's lines are
 * tcptrace's. Bars that climb steeply are a burst, a level line is a wait, a bar below the others a
 * repeat, bars that reach the edge a receiver that sets the pace.
 */
public final class TimeSequence {
  private static final double NS_PER_S = 1e9;

  /** RFC 7323 §2.3: a window is below 2^30. */
  private static final long LARGEST_WINDOW = 1L << 30;

  private final Connections connections;
  private final Packets packets;
  private final Connection connection;
  private final Side sender;
  private final Curve sent = new Curve("sent", Curve.Style.SPANS);
  private final Curve again = new Curve("sent again", Curve.Style.SPANS);
  private final Curve acknowledged = new Curve("acknowledged", Curve.Style.STEPS);
  private final Curve sack = new Curve("SACK", Curve.Style.SPANS);
  private final Curve edge = new Curve("window's edge", Curve.Style.STEPS);
  private final Curve marks = new Curve("SYN, FIN, RST", Curve.Style.POINTS);
  private final int scale;
  private final long startNs;

  private boolean anchored;
  private long origin;
  private long highest;

  private TimeSequence(Connections connections, int number, Side sender) {
    this.connections = connections;
    this.packets = connections.packets();
    this.connection = connections.connection(number);
    this.sender = sender;
    boolean scaled =
        connection.windowScale(Side.CLIENT).isPresent()
            && connection.windowScale(Side.SERVER).isPresent();
    boolean known = connection.synSeen(Side.CLIENT) && connection.synSeen(Side.SERVER);
    int shift = Math.min(14, connection.windowScale(sender.peer()).orElse(0));
    scale = !known ? -1 : scaled ? shift : 0;
    startNs = connection.startNs();
  }

  /**
   * The picture of one direction of a connection.
   *
   * @param connection 0-based
   * @param sender whose segments to show
   * @throws java.util.NoSuchElementException when there is no such connection
   */
  public static Picture of(Connections connections, int connection, Side sender) {
    return new TimeSequence(connections, connection, sender).draw();
  }

  private Picture draw() {
    for (int i = 0; i < connection.size(); i++) {
      int row = connection.row(i);
      if (!packets.isWhole(row)) {
        continue;
      }
      double at = (packets.timeNs(row) - startNs) / NS_PER_S;
      if (connections.sender(row) == sender) {
        segment(row, at);
      } else if ((packets.flags(row) & Flags.ACK) != 0 && packets.knowsAck(row)) {
        answer(row, at);
      }
    }
    String title =
        String.format(
            Locale.ROOT,
            "Connection %d: what the %s sent, %s:%d",
            connection.number(),
            sender.label(),
            connection.address(sender),
            connection.port(sender));
    return CurvePlot.of(
        title,
        description(),
        "seconds since the connection's first packet",
        "octets since the first",
        List.of(sent, again, acknowledged, sack, edge, marks));
  }

  private String description() {
    return String.format(
        Locale.ROOT,
        "Sequence numbers over %.3f seconds: %,d segments with data, %,d sent again, %,d octets of"
            + " payload in all; %,d acknowledgements by the peer%s.",
        (connection.endNs() - startNs) / NS_PER_S,
        sent.size() + again.size(),
        again.size(),
        connection.bytes(sender),
        acknowledged.size(),
        scale < 0 ? "; the window's edge is not known without the handshake" : "");
  }

  private void segment(int row, double at) {
    int flags = packets.flags(row);
    if (!packets.knowsSeq(row)) {
      return;
    }
    long left = place(packets.seq(row));
    long right = left + packets.length(row);
    if ((flags & (Flags.SYN | Flags.FIN | Flags.RST)) != 0) {
      marks.add(at, right);
    }
    if (right > left) {
      boolean repeat = Event.RETRANSMISSION.in(connections.events(row));
      (repeat ? again : sent).add(at, left, right);
    }
  }

  private void answer(int row, double at) {
    long ack = place(packets.ack(row));
    acknowledged.add(at, ack);
    boolean scalable = (packets.flags(row) & Flags.SYN) == 0;
    if (scale >= 0 && packets.knowsWindow(row) && (packets.flags(row) & Flags.RST) == 0) {
      edge.add(at, ack + ((long) packets.window(row) << (scalable ? scale : 0)));
    }
    int[] blocks = packets.options(row).sack();
    for (int i = 0; i + 1 < blocks.length; i += 2) {
      long left = place(blocks[i]);
      sack.add(at, left, Math.max(left, place(blocks[i + 1])));
    }
  }

  /** A raw number's distance from the first one seen: the 32 bits may have gone round. */
  private long place(int raw) {
    if (!anchored) {
      anchored = true;
      origin = Integer.toUnsignedLong(raw);
      highest = origin;
    }
    long place = highest + (raw - (int) highest);
    if (place - highest < LARGEST_WINDOW) {
      highest = Math.max(highest, place); // what lies further is no window's, but a stray segment's
    }
    return place - origin;
  }
}
