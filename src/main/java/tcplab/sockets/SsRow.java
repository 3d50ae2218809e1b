package tcplab.sockets;

import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * A row of ss: {@code [tcp] [STATE] RECV-Q SEND-Q LOCAL PEER} and then what it was asked for. The
 * protocol stands there when several are listed, the state is left out when only one was asked for.
 */
final class SsRow {
  private SsRow() {}

  /**
   * Reads a row.
   *
   * @param from which word begins it, after the protocol
   * @return whether it is one
   */
  static boolean read(Line line, int from, TextRows rows) {
    State state = State.parse(line.word(from)).orElse(null);
    int at = state == null ? from : from + 1;
    if (!line.isNumber(at) || !line.isNumber(at + 1)) {
      return false;
    }
    Endpoint local = Endpoint.parse(line.word(at + 2));
    Endpoint remote = Endpoint.parse(line.word(at + 3));
    if (local == null || remote == null) {
      return false;
    }
    int row = rows.add(local, remote, "", state);
    queues(rows.rows(), row, state, line.number(at), line.number(at + 1));
    SsInfo.read(line.from(at + 4), rows.rows(), row);
    return true;
  }

  /** A listener's queues count connections: how many wait, and how many may. */
  private static void queues(Rows rows, int row, @Nullable State state, long receive, long send) {
    boolean listener = state == State.LISTEN;
    rows.set(row, listener ? Field.ACCEPT_QUEUE : Field.RECV_QUEUE, receive);
    rows.set(row, listener ? Field.BACKLOG : Field.SEND_QUEUE, send);
  }
}
