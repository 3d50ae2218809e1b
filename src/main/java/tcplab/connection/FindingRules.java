package tcplab.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Finding.Example;
import tcplab.connection.Finding.Kind;

/** When a connection is one of a kind of finding, and how bad it is. */
final class FindingRules {
  private static final double ONE_IN_A_HUNDRED = 0.01;
  private static final int A_FEW = 3;
  private static final long LONG_RTT_NS = 100_000_000L;
  private static final long SLOW_WAY_NS = 300_000_000L;
  private static final long SOON_NS = 1_000_000_000L;
  private static final int TIMES_AS_LONG = 10;
  private static final int LARGEST_UNSCALED_WINDOW = 65_535;

  /**
   * A receiver may keep the acknowledgement of a single segment back: at most 500 ms (RFC 1122
   * §4.2.3.2), 200 ms in the systems of today.
   */
  private static final long DELAYED_ACK_NS = 250_000_000L;

  /** Fewer connections than this say nothing of how a service closes. */
  private static final int A_HABIT = 10;

  final Connections connections;
  final Waits waits;
  final Scans scans;
  private final FindingWords words;
  private final Map<Integer, Optional<RttSample>> queued = new HashMap<>();

  FindingRules(Connections connections) {
    this.connections = connections;
    waits = new Waits(connections);
    scans = new Scans(connections);
    words = new FindingWords(this);
  }

  /** How bad a connection is of this kind, in units of the kind's own; 0 when it is none. */
  double magnitude(Kind kind, Connection c) {
    return switch (kind) {
      case SCAN -> scans.of(c).map(scan -> standsFor(scan, c)).orElse(0.0);
      case UNANSWERED, UNREACHABLE, REFUSED, EMBRYONIC -> opened(c, kind) ? 1 + c.size() : 0;
      case ABORTED -> aborted(c) ? 1 + bytes(c) : 0;
      case PEER_GONE -> peerGone(c) ? c.size() : 0;
      case SLOW_HANDSHAKE -> slowHandshake(c) ? 1 + handshakeNs(c) / 1e9 : 0;
      case HALF_OPEN -> halfOpen(c) ? 1 + handshakeNs(c) / 1e9 : 0;
      case TIMEOUTS -> waits.timeouts(c);
      case RETRANSMISSIONS -> repeatedOften(c) ? repeats(c) : 0;
      case ZERO_WINDOW -> c.zeroWindows(Side.CLIENT) + (double) c.zeroWindows(Side.SERVER);
      case SLOW_WAY -> slowWay(c) == null ? 0 : 1;
      case HALF_CLOSED -> waitedNs(c) < SOON_NS ? 0 : 1 + waitedNs(c) / 1e9;
      case RST_AFTER_FIN -> c.teardownVariant() == Teardown.Variant.RST_AFTER_FIN ? 1 : 0;
      case PATH_ERRORS -> neverAnswered(c) ? 0 : connections.icmpErrors(c.number()).size();
      case GAPS -> repeats(c) == 0 && overtaken(c) < A_FEW ? many(duplicateAcks(c), c) : 0;
      case REORDERING -> many(overtaken(c), c);
      case QUEUEING -> queued(c).map(sample -> times(sample, c)).orElse(0.0);
      case SLOW_ANSWER ->
          hasHoles(c) ? 0 : waits.slowest(c).map(answer -> answer.ns() / 1e9).orElse(0.0);
      case SERVER_CLOSES -> c.closedFirst() == Teardown.ClosedFirst.SERVER ? 1 : 0;
      case OLD_OPTIONS -> bytes(c) > LARGEST_UNSCALED_WINDOW && oldOptions(c) ? bytes(c) : 0;
      case CAPTURED_TWICE -> waits.copies(c);
      case CAPTURE_LOSS -> hasHoles(c) ? c.captureLossBytes() : 0;
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
    return words.example(kind, c);
  }

  /**
   * Whether the capture missed packets, so that times between those it has mean little. A single
   * octet is none: a keep-alive's, sent before the capture began.
   */
  private static boolean hasHoles(Connection c) {
    return c.captureLossBytes() > 1;
  }

  /** The first attempt stands for all; the others count. */
  private static double standsFor(Scans.Scan scan, Connection c) {
    return scan.first == c.number() ? scan.ports.size() : 1;
  }

  private static boolean opened(Connection c, Kind kind) {
    Handshake.Variant variant = c.handshakeVariant();
    return switch (kind) {
      case UNANSWERED -> variant == Handshake.Variant.UNANSWERED;
      case UNREACHABLE -> variant == Handshake.Variant.UNREACHABLE;
      case REFUSED -> variant == Handshake.Variant.REFUSED;
      default -> variant == Handshake.Variant.EMBRYONIC;
    };
  }

  /** An attempt that nobody answered, and that its caller gave up with a RST, never was one. */
  private static boolean aborted(Connection c) {
    Teardown.Variant variant = c.teardownVariant();
    return (variant == Teardown.Variant.ABORTED_BY_CLIENT
            || variant == Teardown.Variant.ABORTED_BY_SERVER)
        && !neverAnswered(c);
  }

  private static boolean neverAnswered(Connection c) {
    Handshake.Variant variant = c.handshakeVariant();
    return variant == Handshake.Variant.UNANSWERED || variant == Handshake.Variant.UNREACHABLE;
  }

  private static boolean peerGone(Connection c) {
    Teardown.Variant variant = c.teardownVariant();
    return variant == Teardown.Variant.KEEP_ALIVE_TIMEOUT
        || (variant == Teardown.Variant.UNANSWERED
            && !neverAnswered(c)
            && c.handshakeVariant() != Handshake.Variant.EMBRYONIC);
  }

  private static boolean halfOpen(Connection c) {
    return c.handshakeVariant() == Handshake.Variant.HALF_OPEN;
  }

  private static boolean slowHandshake(Connection c) {
    return switch (c.handshakeVariant()) {
      case SYN_REPEATED, SYN_ACK_REPEATED -> true;
      // Without a repeat nobody waited: the first data took the lost ACK's place.
      case LAST_ACK_LOST -> c.handshake().synAckPackets().size() > 1;
      default -> false;
    };
  }

  /** From the first SYN to what ended the opening: its ACK, or the last SYN-ACK that came again. */
  long handshakeNs(Connection c) {
    Handshake handshake = c.handshake();
    if (handshake.synNs().isEmpty() || handshake.ackPacket().isEmpty()) {
      return 0;
    }
    int last = handshake.ackPacket().getAsInt();
    for (int packet : handshake.synAckPackets()) {
      last = Math.max(last, packet);
    }
    for (int i = 0; i < c.size(); i++) {
      if (connections.packets().packet(c.row(i)) == last) {
        return connections.packets().timeNs(c.row(i)) - handshake.synNs().getAsLong();
      }
    }
    return 0;
  }

  /** From one end's FIN to the end of the capture, when the other end sent none; otherwise 0. */
  long waitedNs(Connection c) {
    if (c.teardownVariant() != Teardown.Variant.HALF_CLOSED) {
      return 0;
    }
    OptionalLong fin = c.teardown().firstFinNs();
    return fin.isPresent() ? Math.max(0, waits.endNs() - fin.getAsLong()) : 0;
  }

  /**
   * Repeats that have no finding of their own: those of a handshake, those by the timer and those
   * to a peer that is gone are told by other kinds.
   */
  private boolean repeatedOften(Connection c) {
    if (many(repeats(c), c) == 0 || Scans.failed(c) || peerGone(c)) {
      return false;
    }
    Handshake handshake = c.handshake();
    int opening = handshake.synRetransmissions() + handshake.synAckRetransmissions();
    return repeats(c) - opening - waits.timeouts(c) >= A_FEW;
  }

  static int repeats(Connection c) {
    return c.retransmissions(Side.CLIENT) + c.retransmissions(Side.SERVER);
  }

  static int overtaken(Connection c) {
    return c.outOfOrder(Side.CLIENT) + c.outOfOrder(Side.SERVER);
  }

  /** Those of sides to which there was something to acknowledge. */
  static int duplicateAcks(Connection c) {
    int count = 0;
    for (Side side : Side.values()) {
      count += c.bytes(side.peer()) > 0 ? c.duplicateAcks(side) : 0;
    }
    return count;
  }

  private static long bytes(Connection c) {
    return c.bytes(Side.CLIENT) + c.bytes(Side.SERVER);
  }

  private static double many(int count, Connection c) {
    return count >= A_FEW && count >= ONE_IN_A_HUNDRED * c.size() ? count : 0;
  }

  /**
   * Whether answers to this side crossed the network: those of the end at which the capture was
   * taken did not, and say nothing of it.
   */
  private static boolean acrossTheNetwork(Connection c, Side side) {
    CapturePoint point = c.capturePoint();
    return point == null || point.side() != side.peer();
  }

  /**
   * The side to which even the quickest answer took long, or {@code null}. Only a handshake tells:
   * a process has no part in its answers, and nobody keeps them back.
   */
  static @Nullable Side slowWay(Connection c) {
    for (Side side : Side.values()) {
      if (acrossTheNetwork(c, side) && c.rttMinNs(side).orElse(0) >= SLOW_WAY_NS) {
        Handshake handshake = c.handshake();
        OptionalLong answer =
            side == Side.CLIENT ? handshake.serverRttNs() : handshake.clientRttNs();
        if (answer.orElse(0) >= SLOW_WAY_NS) {
          return side;
        }
      }
    }
    return null;
  }

  /** The slowest answer of a connection whose round trips became much longer, if they did. */
  Optional<RttSample> queued(Connection c) {
    boolean candidate = false;
    if (hasHoles(c)) {
      return Optional.empty();
    }
    for (Side side : Side.values()) {
      candidate |= acrossTheNetwork(c, side) && isLong(c.rttMaxNs(side).orElse(0), c, side);
    }
    return candidate ? queued.computeIfAbsent(c.number(), number -> slowest(c)) : Optional.empty();
  }

  private static Optional<RttSample> slowest(Connection c) {
    RttSample slowest = null;
    for (RttSample sample : c.rtt()) {
      if (acrossTheNetwork(c, sample.side())
          && isLong(ofTheNetworkNs(sample), c, sample.side())
          && (slowest == null || ofTheNetworkNs(slowest) < ofTheNetworkNs(sample))) {
        slowest = sample;
      }
    }
    return Optional.ofNullable(slowest);
  }

  private static boolean isLong(long ns, Connection c, Side side) {
    return ns >= LONG_RTT_NS && ns >= TIMES_AS_LONG * Math.max(1, c.rttMinNs(side).orElse(1));
  }

  /** What the receiver cannot have waited by itself: it may keep the answer to one segment back. */
  private static long ofTheNetworkNs(RttSample sample) {
    long rtt = sample.rttNs().orElse(0);
    return rtt == sample.timerRttNs() ? rtt - DELAYED_ACK_NS : rtt;
  }

  private static double times(RttSample sample, Connection c) {
    return sample.rttNs().orElse(0) / (double) Math.max(1, c.rttMinNs(sample.side()).orElse(1));
  }

  private static boolean oldOptions(Connection c) {
    Handshake handshake = c.handshake();
    boolean known = handshake.clientOptions() != null && handshake.serverOptions() != null;
    return known && (!Boolean.TRUE.equals(handshake.sack()) || !scales(handshake));
  }

  static boolean scales(Handshake handshake) {
    return handshake.windowScale(Side.CLIENT).isPresent()
        && handshake.windowScale(Side.SERVER).isPresent();
  }
}
