package tcplab.table;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.connection.Side;
import tcplab.tcp.State;

/** Why the kernel's state of a socket and the one that the packets tell may differ. */
final class StateDifference {
  private static final double NS_PER_S = 1e9;

  private StateDifference() {}

  /** Whether they differ; a connection without socket, whose end is not here, does not. */
  static boolean between(@Nullable Side side, @Nullable State kernel, @Nullable State packets) {
    return side != null && kernel != packets;
  }

  /**
   * A sentence or two.
   *
   * @param lateNs by how much the snapshot is later than the connection's last packet; empty when
   *     not known
   * @return null when there is nothing to explain
   */
  static @Nullable String why(
      @Nullable Side side, @Nullable State kernel, @Nullable State packets, OptionalLong lateNs) {
    if (side == null) {
      return "no socket here: it is closed by now (TIME_WAIT lasts 60 s), or it lives on another machine or in another"
          + " network namespace";
    }
    if (kernel == packets) {
      return null;
    }
    if (kernel == null || packets == null) {
      return "one of the two does not tell the state";
    }
    return reason(kernel, packets) + time(lateNs);
  }

  private static String reason(State kernel, State packets) {
    boolean open = packets == State.ESTABLISHED;
    return switch (kernel) {
      case SYN_RECEIVED ->
          open
              ? "the last ACK of the handshake was on the wire, but the listener did not take it: its accept queue is full,"
                  + " or it waits for data (TCP_DEFER_ACCEPT)"
              : general();
      case SYN_SENT ->
          "the answer to the SYN is in the capture but did not reach the kernel: a firewall";
      case FIN_WAIT_1 ->
          open
              ? "the process has closed, but its FIN waits behind data for which the peer has no room"
              : "the acknowledgement of the FIN is in the capture but did not reach the kernel";
      case LAST_ACK ->
          packets == State.CLOSE_WAIT
              ? "the process has closed, but its FIN waits behind data for which the peer has no room"
              : general();
      case CLOSING -> "our FIN waits behind data, or its acknowledgement did not reach the kernel";
      case FIN_WAIT_2 ->
          packets == State.TIME_WAIT
              ? "the peer's FIN is in the capture but did not reach the kernel"
              : general();
      case TIME_WAIT ->
          packets == State.CLOSED
              ? "packets cannot tell when the 60 s of TIME_WAIT end; the kernel still waits"
              : "the peer's FIN, or its acknowledgement, is not in the capture";
      case ESTABLISHED ->
          packets == State.SYN_RECEIVED || packets == State.SYN_SENT
              ? "the handshake's end is not in the capture"
              : "a new connection uses the same ports, or a FIN or RST in the capture did not reach the kernel";
      case CLOSE_WAIT, LISTEN, CLOSED -> general();
    };
  }

  private static String general() {
    return "packets are missing in the capture, or did not reach the kernel";
  }

  private static String time(OptionalLong lateNs) {
    if (lateNs.isEmpty()) {
      return "";
    }
    double seconds = lateNs.getAsLong() / NS_PER_S;
    return seconds >= 0
        ? String.format(
            Locale.ROOT,
            "; or it changed after the last captured packet, %.1f s before the snapshot",
            seconds)
        : String.format(
            Locale.ROOT, "; or it changed after the snapshot: packets go on for %.1f s", -seconds);
  }
}
