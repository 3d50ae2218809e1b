package tcplab.connection;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

/**
 * What the connections of a capture waited for, gathered in one pass over its packets: the
 * retransmission timer, and servers that had a request and did not answer yet.
 *
 * <p>How long a server took is measured from its acknowledgement of the request to the first octet
 * of its answer, so that the network has no part in it. A connection on which something was
 * repeated or had no room meanwhile is not measured.
 */
final class Waits {
  /** How long a server may take before it is worth telling. */
  static final long SLOW_ANSWER_NS = 500_000_000L;

  private static final int NONE = -1;
  private static final int DISTURBED =
      Event.RETRANSMISSION.bit() | Event.OUT_OF_ORDER.bit() | Event.ZERO_WINDOW.bit();

  /**
   * A server's slowest answer on one connection.
   *
   * @param request frame number of the request's last segment
   * @param acknowledged frame number of the server's first answer to it, without data
   * @param answer frame number of the first data
   * @param ns from {@code acknowledged} to {@code answer}
   */
  record Answer(int request, int acknowledged, int answer, long ns) {}

  private final Connections connections;
  private final Packets packets;
  private final int[] timeouts;
  private final int[] copies;
  private final long[] timerNs;
  private final long[] lastNs;
  private final int[] request;
  private final int[] heard;
  private final Map<Integer, Answer> answers = new HashMap<>();
  private long endNs = Packets.NO_TIME;

  Waits(Connections connections) {
    this.connections = connections;
    packets = connections.packets();
    int count = connections.count();
    timeouts = new int[count];
    copies = new int[count];
    timerNs = new long[count];
    lastNs = new long[count];
    request = new int[count];
    heard = new int[count];
    Arrays.fill(request, NONE);
    Arrays.fill(heard, NONE);
    for (int row = 0; row < packets.size(); row++) {
      pass(row, connections.connectionOf(row), connections.events(row));
    }
  }

  /** When the capture ended, ns since the epoch. */
  long endNs() {
    return endNs;
  }

  /** Repeats by the retransmission timer. */
  int timeouts(Connection c) {
    return timeouts[c.number()];
  }

  /** How long nothing passed before those repeats, in all. */
  long timerNs(Connection c) {
    return timerNs[c.number()];
  }

  /** Packets that are in the file twice. */
  int copies(Connection c) {
    return copies[c.number()];
  }

  /** The server's slowest answer, if it took longer than {@link #SLOW_ANSWER_NS}. */
  Optional<Answer> slowest(Connection c) {
    return Optional.ofNullable(answers.get(c.number()));
  }

  private void pass(int row, int c, int events) {
    long time = packets.timeNs(row);
    if (Event.RTO_RETRANSMISSION.in(events)) {
      timeouts[c]++;
      timerNs[c] += Math.max(0, time - lastNs[c]);
    }
    copies[c] += Event.CAPTURE_DUPLICATE.in(events) ? 1 : 0;
    lastNs[c] = time;
    endNs = Math.max(endNs, time);
    if ((events & DISTURBED) != 0 || (packets.flags(row) & (Flags.RST | Flags.SYN)) != 0) {
      request[c] = NONE;
    } else if (connections.sender(row) == Side.CLIENT) {
      asks(row, c, events);
    } else if (request[c] != NONE) {
      answers(row, c);
    }
  }

  private void asks(int row, int c, int events) {
    if (packets.length(row) > 0 && !Event.KEEP_ALIVE.in(events)) {
      request[c] = row;
      heard[c] = NONE;
    }
  }

  private void answers(int row, int c) {
    if (packets.length(row) == 0) {
      if (heard[c] == NONE && acknowledges(row, request[c])) {
        heard[c] = row;
      }
      return;
    }
    if (heard[c] != NONE) {
      long ns = packets.timeNs(row) - packets.timeNs(heard[c]);
      Answer before = answers.get(c);
      if (ns >= SLOW_ANSWER_NS && (before == null || before.ns() < ns)) {
        Answer slow =
            new Answer(
                packets.packet(request[c]), packets.packet(heard[c]), packets.packet(row), ns);
        answers.put(c, slow);
      }
    }
    request[c] = NONE;
  }

  private boolean acknowledges(int row, int data) {
    int end = packets.seq(data) + packets.length(data);
    return packets.ack(row) - end >= 0;
  }
}
