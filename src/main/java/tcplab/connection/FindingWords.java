package tcplab.connection;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tcplab.capture.IcmpError;
import tcplab.connection.Finding.Example;
import tcplab.connection.Finding.Kind;

/** What to say of a connection that is of a kind of finding, and which packets show it. */
final class FindingWords {
  private final FindingRules rules;

  FindingWords(FindingRules rules) {
    this.rules = rules;
  }

  /** One sentence with its figures, and its evidence. */
  Example example(Kind kind, Connection c) {
    String what =
        switch (kind) {
          case SCAN -> scan(c);
          case UNANSWERED,
              UNREACHABLE,
              EMBRYONIC,
              REFUSED,
              SLOW_HANDSHAKE,
              HALF_OPEN,
              MIDDLE_OF_STREAM,
              OLD_OPTIONS ->
              opening(kind, c);
          case ABORTED, PEER_GONE, HALF_CLOSED, RST_AFTER_FIN, SERVER_CLOSES -> ending(kind, c);
          case TIMEOUTS, ZERO_WINDOW, SLOW_WAY, SLOW_ANSWER, QUEUEING -> waiting(kind, c);
          case RETRANSMISSIONS ->
              share(FindingRules.repeats(c), c)
                  + " were repeats: "
                  + bySide(c.retransmissions(Side.CLIENT), c.retransmissions(Side.SERVER));
          case PATH_ERRORS -> said(rules.connections.icmpErrors(c.number()));
          case GAPS ->
              times(FindingRules.duplicateAcks(c), "duplicate ACK")
                  + ": "
                  + bySide(c.duplicateAcks(Side.CLIENT), c.duplicateAcks(Side.SERVER));
          case REORDERING -> share(FindingRules.overtaken(c), c) + " were overtaken";
          case CAPTURED_TWICE -> times(rules.waits.copies(c), "packet") + " twice in the file";
          case CAPTURE_LOSS ->
              times(c.captureLossBytes(), "octet")
                  + (c.captureLossBytes() == 1 ? " is" : " are")
                  + " missing";
        };
    String text = kind == Kind.SCAN ? what : Findings.ends(c) + ": " + what;
    return new Example(c.number(), text, evidence(kind, c));
  }

  private List<Integer> evidence(Kind kind, Connection c) {
    return switch (kind) {
      case SCAN,
          UNANSWERED,
          UNREACHABLE,
          EMBRYONIC,
          REFUSED,
          SLOW_HANDSHAKE,
          HALF_OPEN,
          SLOW_WAY,
          OLD_OPTIONS ->
          c.handshake().evidence();
      case ABORTED, RST_AFTER_FIN, HALF_CLOSED, SERVER_CLOSES -> c.teardown().evidence();
      case MIDDLE_OF_STREAM -> List.of(c.firstPacket());
      case PEER_GONE -> last(c, unanswered(c));
      case TIMEOUTS -> carrying(c, Event.RTO_RETRANSMISSION);
      case RETRANSMISSIONS -> carrying(c, Event.RETRANSMISSION);
      case ZERO_WINDOW -> carrying(c, Event.ZERO_WINDOW);
      case PATH_ERRORS ->
          rules.connections.icmpErrors(c.number()).stream()
              .limit(2L * Findings.EXAMPLES)
              .map(IcmpError::packet)
              .toList();
      case GAPS -> carrying(c, Event.DUPLICATE_ACK);
      case REORDERING -> carrying(c, Event.OUT_OF_ORDER);
      case QUEUEING ->
          rules.queued(c).map(slow -> List.of(slow.answers(), slow.packet())).orElse(List.of());
      case SLOW_ANSWER ->
          rules
              .waits
              .slowest(c)
              .map(slow -> List.of(slow.request(), slow.acknowledged(), slow.answer()))
              .orElse(List.of());
      case CAPTURED_TWICE -> carrying(c, Event.CAPTURE_DUPLICATE);
      case CAPTURE_LOSS -> carrying(c, Event.ACKED_UNSEEN);
    };
  }

  private List<Integer> carrying(Connection c, Event event) {
    return Findings.packets(rules.connections, c, event.bit());
  }

  private String scan(Connection c) {
    return rules
        .scans
        .of(c)
        .map(
            scan ->
                String.format(
                    Locale.ROOT,
                    "%s tried %,d ports of %s, in %s; none of them opened",
                    c.address(Side.CLIENT),
                    scan.ports.size(),
                    scan.hosts.size() == 1
                        ? c.address(Side.SERVER)
                        : times(scan.hosts.size(), "host"),
                    times(scan.attempts, "attempt")))
        .orElse("");
  }

  private String opening(Kind kind, Connection c) {
    Handshake handshake = c.handshake();
    int syns = handshake.synPackets().size();
    String lasted = Findings.duration(c.endNs() - c.startNs());
    return switch (kind) {
      case UNREACHABLE ->
          times(syns, "SYN") + "; " + said(rules.connections.icmpErrors(c.number()));
      case UNANSWERED -> times(syns, "SYN") + (syns > 1 ? " in " + lasted : "") + ", no answer";
      case EMBRYONIC -> times(handshake.synAckPackets().size(), "SYN-ACK") + ", none acknowledged";
      case REFUSED -> syns > 1 ? syns + " SYNs refused in " + lasted : "refused after " + lasted;
      case SLOW_HANDSHAKE -> slowHandshake(handshake, c);
      case HALF_OPEN ->
          times(syns, "SYN")
              + (handshake.ackPacket().isPresent()
                  ? ", open " + Findings.duration(rules.handshakeNs(c)) + " after the first"
                  : " in " + lasted + ", not opened");
      case OLD_OPTIONS ->
          (Boolean.TRUE.equals(handshake.sack()) ? "" : "no SACK")
              + (Boolean.TRUE.equals(handshake.sack()) || FindingRules.scales(handshake)
                  ? ""
                  : ", ")
              + (FindingRules.scales(handshake) ? "" : "no window scaling");
      default -> times(c.size(), "packet") + ", none of them a SYN";
    };
  }

  /** Who said what of the way, the last one's words. */
  private static String said(List<IcmpError> errors) {
    IcmpError last = errors.get(errors.size() - 1);
    String times = errors.size() > 1 ? " (" + times(errors.size(), "error") + ")" : "";
    return last.reporter() + " says: " + last.words() + times;
  }

  private String slowHandshake(Handshake handshake, Connection c) {
    String took = Findings.duration(rules.handshakeNs(c)) + " after the first SYN";
    return switch (handshake.variant()) {
      case SYN_REPEATED -> times(handshake.synPackets().size(), "SYN") + ", open " + took;
      case SYN_ACK_REPEATED ->
          times(handshake.synAckPackets().size(), "SYN-ACK") + ", open " + took;
      default -> "answered by an ACK, the server sent its SYN-ACK again " + took;
    };
  }

  private String ending(Kind kind, Connection c) {
    return switch (kind) {
      case ABORTED ->
          "a RST by the "
              + (c.teardownVariant() == Teardown.Variant.ABORTED_BY_CLIENT ? "client" : "server")
              + " after "
              + Findings.duration(c.endNs() - c.startNs());
      case PEER_GONE -> silence(c);
      case HALF_CLOSED ->
          "the "
              + c.closedFirst().label()
              + " closed; "
              + Findings.duration(rules.waitedNs(c))
              + " later the other end had not";
      case RST_AFTER_FIN ->
          (c.closedFirst() == Teardown.ClosedFirst.BOTH
                  ? "both closed at once"
                  : "the " + c.closedFirst().label() + " closed first")
              + ", then came a RST";
      default -> "the server's FIN came first";
    };
  }

  /** Who was silent at the end, for how many segments of the other side and how long. */
  private String silence(Connection c) {
    int unanswered = unanswered(c);
    long since = rules.connections.packets().timeNs(c.row(c.size() - unanswered));
    return "the "
        + rules.connections.sender(c.row(c.size() - 1)).peer().label()
        + " did not answer the last "
        + times(unanswered, "segment")
        + ", in "
        + Findings.duration(c.endNs() - since);
  }

  /** How many segments at the end all come from one side. */
  private int unanswered(Connection c) {
    Side speaker = rules.connections.sender(c.row(c.size() - 1));
    int count = 1;
    while (count < c.size() && rules.connections.sender(c.row(c.size() - 1 - count)) == speaker) {
      count++;
    }
    return count;
  }

  private List<Integer> last(Connection c, int count) {
    return IntStream.range(c.size() - Math.min(count, 2 * Findings.EXAMPLES), c.size())
        .map(i -> rules.connections.packets().packet(c.row(i)))
        .boxed()
        .toList();
  }

  private String waiting(Kind kind, Connection c) {
    return switch (kind) {
      case TIMEOUTS ->
          times(rules.waits.timeouts(c), "repeat")
              + " by the timer, after "
              + Findings.duration(rules.waits.timerNs(c))
              + " in all without a packet";
      case ZERO_WINDOW -> room(c);
      case SLOW_ANSWER ->
          "the server had the request, and began to answer "
              + rules.waits.slowest(c).map(slow -> Findings.duration(slow.ns())).orElse("")
              + " later";
      case SLOW_WAY -> {
        Side side = FindingRules.slowWay(c);
        yield side == null ? "" : roundTrips(c, side, c.rttMaxNs(side).orElse(0));
      }
      default ->
          rules
              .queued(c)
              .map(slow -> roundTrips(c, slow.side(), slow.rttNs().orElse(0)))
              .orElse("");
    };
  }

  private static String roundTrips(Connection c, Side side, long slowest) {
    return "answers to the "
        + side.label()
        + " took "
        + Findings.duration(c.rttMinNs(side).orElse(0))
        + (slowest > c.rttMinNs(side).orElse(0) ? " to " + Findings.duration(slowest) : "");
  }

  private static String room(Connection c) {
    StringBuilder text = new StringBuilder();
    for (Side side : Side.values()) {
      int announced = c.zeroWindows(side);
      if (announced > 0) {
        text.append(text.isEmpty() ? "" : "; ")
            .append("the ")
            .append(side.label())
            .append(" announced a window of 0 in ")
            .append(times(announced, "segment"))
            .append(", for ")
            .append(Findings.duration(c.zeroWindowNs(side)))
            .append(" in all");
      }
    }
    return text.toString();
  }

  private static String share(int count, Connection c) {
    return String.format(
        Locale.ROOT, "%.1f %% of %,d segments", 100.0 * count / c.size(), c.size());
  }

  private static String bySide(int client, int server) {
    return String.format(Locale.ROOT, "%,d by the client, %,d by the server", client, server);
  }

  private static String times(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
