package tcplab.connection;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import tcplab.capture.Packets;
import tcplab.connection.Finding.Example;
import tcplab.connection.Finding.Kind;

/** When a connection is one of a kind of finding, how bad it is, and what to say of it. */
final class FindingRules {
  private static final double ONE_IN_A_HUNDRED = 0.01;
  private static final int A_FEW = 3;
  private static final long LONG_RTT_NS = 100_000_000L;
  private static final int TIMES_AS_LONG = 10;
  private static final int LARGEST_UNSCALED_WINDOW = 65_535;

  /** Fewer connections than this say nothing of how a service closes. */
  private static final int A_HABIT = 10;

  private final Connections connections;
  private final int[] timeouts;
  private final int[] copies;
  private final long endNs;

  FindingRules(Connections connections) {
    this.connections = connections;
    timeouts = new int[connections.count()];
    copies = new int[connections.count()];
    Packets packets = connections.packets();
    long last = Packets.NO_TIME;
    for (int row = 0; row < packets.size(); row++) {
      int events = connections.events(row);
      if (events != 0) {
        timeouts[connections.connectionOf(row)] += Event.RTO_RETRANSMISSION.in(events) ? 1 : 0;
        copies[connections.connectionOf(row)] += Event.CAPTURE_DUPLICATE.in(events) ? 1 : 0;
      }
      last = Math.max(last, packets.timeNs(row));
    }
    endNs = last;
  }

  /** How bad a connection is of this kind, in units of the kind's own; 0 when it is none. */
  double magnitude(Kind kind, Connection c) {
    return switch (kind) {
      case UNANSWERED, REFUSED, EMBRYONIC -> opened(c, kind) ? 1 + c.size() : 0;
      case ABORTED -> aborted(c) ? 1 + bytes(c) : 0;
      case PEER_GONE -> peerGone(c) ? c.size() : 0;
      case SLOW_HANDSHAKE -> slowHandshake(c) ? 1 + handshakeNs(c) / 1e9 : 0;
      case TIMEOUTS -> timeouts[c.number()];
      case RETRANSMISSIONS -> many(repeats(c), c);
      case ZERO_WINDOW -> c.zeroWindows(Side.CLIENT) + (double) c.zeroWindows(Side.SERVER);
      case HALF_CLOSED ->
          c.teardownVariant() == Teardown.Variant.HALF_CLOSED ? 1 + waitedNs(c) / 1e9 : 0;
      case RST_AFTER_FIN -> c.teardownVariant() == Teardown.Variant.RST_AFTER_FIN ? 1 : 0;
      case REORDERING -> many(c.outOfOrder(Side.CLIENT) + c.outOfOrder(Side.SERVER), c);
      case QUEUEING -> Math.max(growth(c, Side.CLIENT), growth(c, Side.SERVER));
      case SERVER_CLOSES -> c.closedFirst() == Teardown.ClosedFirst.SERVER ? 1 : 0;
      case OLD_OPTIONS -> bytes(c) > LARGEST_UNSCALED_WINDOW && oldOptions(c) ? bytes(c) : 0;
      case CAPTURED_TWICE -> copies[c.number()];
      case CAPTURE_LOSS -> c.captureLossBytes();
      case MIDDLE_OF_STREAM ->
          c.handshakeVariant() == Handshake.Variant.MIDDLE_OF_STREAM ? c.size() : 0;
    };
  }

  /** Whether a kind that so many connections are of is worth a reader's time. */
  boolean worthTelling(Kind kind, int found) {
    return kind == Kind.SERVER_CLOSES
        ? found >= A_HABIT && 2L * found >= connections.count()
        : found > 0;
  }

  /** What to say of a connection that is of this kind. */
  Example example(Kind kind, Connection c) {
    String what =
        switch (kind) {
          case UNANSWERED, EMBRYONIC, REFUSED, SLOW_HANDSHAKE, MIDDLE_OF_STREAM, OLD_OPTIONS ->
              opening(kind, c);
          case ABORTED, PEER_GONE, HALF_CLOSED, RST_AFTER_FIN, SERVER_CLOSES -> ending(kind, c);
          case TIMEOUTS -> times(timeouts[c.number()], "repeat") + " by the timer";
          case RETRANSMISSIONS ->
              share(repeats(c), c)
                  + " were repeats: "
                  + bySide(c.retransmissions(Side.CLIENT), c.retransmissions(Side.SERVER));
          case ZERO_WINDOW ->
              "segments announced a window of 0: "
                  + bySide(c.zeroWindows(Side.CLIENT), c.zeroWindows(Side.SERVER));
          case REORDERING ->
              share(c.outOfOrder(Side.CLIENT) + c.outOfOrder(Side.SERVER), c) + " were overtaken";
          case QUEUEING -> queueing(c);
          case CAPTURED_TWICE -> times(copies[c.number()], "packet") + " twice in the file";
          case CAPTURE_LOSS ->
              String.format(Locale.ROOT, "%,d octets are missing", c.captureLossBytes());
        };
    return new Example(c.number(), Findings.ends(c) + ": " + what, evidence(kind, c));
  }

  private List<Integer> evidence(Kind kind, Connection c) {
    return switch (kind) {
      case UNANSWERED, EMBRYONIC, REFUSED, SLOW_HANDSHAKE, OLD_OPTIONS -> c.handshake().evidence();
      case ABORTED, RST_AFTER_FIN, HALF_CLOSED, SERVER_CLOSES -> c.teardown().evidence();
      case MIDDLE_OF_STREAM -> List.of(c.firstPacket());
      case PEER_GONE, QUEUEING -> List.of(c.lastPacket());
      case TIMEOUTS -> carrying(c, Event.RTO_RETRANSMISSION);
      case RETRANSMISSIONS -> carrying(c, Event.RETRANSMISSION);
      case ZERO_WINDOW -> carrying(c, Event.ZERO_WINDOW);
      case REORDERING -> carrying(c, Event.OUT_OF_ORDER);
      case CAPTURED_TWICE -> carrying(c, Event.CAPTURE_DUPLICATE);
      case CAPTURE_LOSS -> carrying(c, Event.ACKED_UNSEEN);
    };
  }

  private List<Integer> carrying(Connection c, Event event) {
    return Findings.packets(connections, c, event.bit());
  }

  private static boolean opened(Connection c, Kind kind) {
    Handshake.Variant variant = c.handshakeVariant();
    return switch (kind) {
      case UNANSWERED -> variant == Handshake.Variant.UNANSWERED;
      case REFUSED -> variant == Handshake.Variant.REFUSED;
      default -> variant == Handshake.Variant.EMBRYONIC;
    };
  }

  private static boolean aborted(Connection c) {
    Teardown.Variant variant = c.teardownVariant();
    return variant == Teardown.Variant.ABORTED_BY_CLIENT
        || variant == Teardown.Variant.ABORTED_BY_SERVER;
  }

  private static boolean peerGone(Connection c) {
    Teardown.Variant variant = c.teardownVariant();
    return variant == Teardown.Variant.KEEP_ALIVE_TIMEOUT
        || variant == Teardown.Variant.UNANSWERED
            && c.handshakeVariant() != Handshake.Variant.UNANSWERED
            && c.handshakeVariant() != Handshake.Variant.EMBRYONIC;
  }

  private static boolean slowHandshake(Connection c) {
    return switch (c.handshakeVariant()) {
      case SYN_REPEATED, SYN_ACK_REPEATED, LAST_ACK_LOST -> true;
      default -> false;
    };
  }

  private long handshakeNs(Connection c) {
    Handshake handshake = c.handshake();
    if (handshake.synNs().isEmpty() || handshake.ackPacket().isEmpty()) {
      return 0;
    }
    int ack = handshake.ackPacket().getAsInt();
    for (int i = 0; i < c.size(); i++) {
      if (connections.packets().packet(c.row(i)) == ack) {
        return connections.packets().timeNs(c.row(i)) - handshake.synNs().getAsLong();
      }
    }
    return 0;
  }

  private long waitedNs(Connection c) {
    OptionalLong fin = c.teardown().firstFinNs();
    return fin.isPresent() ? Math.max(0, endNs - fin.getAsLong()) : 0;
  }

  private static int repeats(Connection c) {
    return c.retransmissions(Side.CLIENT) + c.retransmissions(Side.SERVER);
  }

  private static long bytes(Connection c) {
    return c.bytes(Side.CLIENT) + c.bytes(Side.SERVER);
  }

  private static double many(int count, Connection c) {
    return count >= A_FEW && count >= ONE_IN_A_HUNDRED * c.size() ? count : 0;
  }

  /**
   * How many times its quickest round trip a side's slowest took. Answers of the end at which the
   * capture was taken cross no network, and say nothing of it.
   */
  private static double growth(Connection c, Side side) {
    CapturePoint point = c.capturePoint();
    if (point != null && point.side() == side.peer()) {
      return 0;
    }
    long slowest = c.rttMaxNs(side).orElse(0);
    double times = slowest / (double) Math.max(1, c.rttMinNs(side).orElse(1));
    return slowest >= LONG_RTT_NS && times >= TIMES_AS_LONG ? times : 0;
  }

  private static boolean oldOptions(Connection c) {
    Handshake handshake = c.handshake();
    boolean known = handshake.clientOptions() != null && handshake.serverOptions() != null;
    return known && (!Boolean.TRUE.equals(handshake.sack()) || !scales(handshake));
  }

  private static boolean scales(Handshake handshake) {
    return handshake.windowScale(Side.CLIENT).isPresent()
        && handshake.windowScale(Side.SERVER).isPresent();
  }

  private String opening(Kind kind, Connection c) {
    Handshake handshake = c.handshake();
    return switch (kind) {
      case UNANSWERED ->
          times(handshake.synPackets().size(), "SYN")
              + " in "
              + seconds(c.endNs() - c.startNs())
              + ", no answer";
      case EMBRYONIC -> times(handshake.synAckPackets().size(), "SYN-ACK") + ", none acknowledged";
      case REFUSED -> "refused after " + seconds(c.endNs() - c.startNs());
      case SLOW_HANDSHAKE ->
          handshake.variant().label()
              + ": open "
              + seconds(handshakeNs(c))
              + " after the first SYN";
      case OLD_OPTIONS ->
          (Boolean.TRUE.equals(handshake.sack()) ? "" : "no SACK")
              + (Boolean.TRUE.equals(handshake.sack()) || scales(handshake) ? "" : ", ")
              + (scales(handshake) ? "" : "no window scaling");
      default -> c.size() + " packets, none of them a SYN";
    };
  }

  private String ending(Kind kind, Connection c) {
    return switch (kind) {
      case ABORTED ->
          "a RST by the "
              + (c.teardownVariant() == Teardown.Variant.ABORTED_BY_CLIENT ? "client" : "server")
              + " after "
              + seconds(c.endNs() - c.startNs());
      case PEER_GONE -> "no answer to the last segments, " + c.teardownVariant().label();
      case HALF_CLOSED ->
          "the "
              + c.closedFirst().label()
              + " closed; "
              + seconds(waitedNs(c))
              + " later the other end had not";
      case RST_AFTER_FIN -> "the " + c.closedFirst().label() + " closed first, then came a RST";
      default -> "the server's FIN came first";
    };
  }

  private static String queueing(Connection c) {
    Side side = growth(c, Side.CLIENT) > growth(c, Side.SERVER) ? Side.CLIENT : Side.SERVER;
    return "answers to the "
        + side.label()
        + " took "
        + seconds(c.rttMinNs(side).orElse(0))
        + " to "
        + seconds(c.rttMaxNs(side).orElse(0));
  }

  private static String share(int count, Connection c) {
    return String.format(
        Locale.ROOT, "%.1f %% of %,d segments", 100.0 * count / c.size(), c.size());
  }

  private static String bySide(int client, int server) {
    return client + " by the client, " + server + " by the server";
  }

  private static String times(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** A duration as a reader wants it. */
  static String seconds(long ns) {
    if (ns < 1_000_000) {
      return ns / 1000 + " µs";
    }
    return ns < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f ms", ns / 1e6)
        : String.format(Locale.ROOT, "%.2f s", ns / 1e9);
  }
}
