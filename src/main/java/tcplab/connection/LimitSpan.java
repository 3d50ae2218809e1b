package tcplab.connection;

import java.util.Locale;

/**
 * A stretch of time, and what kept one side from sending more.
 *
 * @param side whose sending
 * @param packet frame number of the packet with which it began
 * @param timeNs that packet's capture time, ns since the epoch
 * @param durationNs until the next stretch, the side's FIN or the connection's last packet
 * @param limit what it was
 */
public record LimitSpan(Side side, int packet, long timeNs, long durationNs, Limit limit) {

  /** What limits a sender (RFC 6349 §3.3 and Linux's tcpi_rwnd_limited speak of the same). */
  public enum Limit {
    /** Less than a full segment of the peer's window is free, and data is or was under way. */
    WINDOW,
    /** As much is in flight as the estimated congestion window allows, or a loss is repaired. */
    CONGESTION,
    /** Both windows are open: the application had no more to send. */
    APPLICATION;

    /** The lower-case name, as the tables write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
