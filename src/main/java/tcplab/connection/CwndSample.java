package tcplab.connection;

import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A sender's congestion window as it is estimated from its packets, after one of them.
 *
 * @param packet frame number: the peer's acknowledgement, or the sender's own segment that changed
 *     the estimate
 * @param timeNs capture time, ns since the epoch
 * @param side whose window
 * @param phase what congestion control is doing
 * @param cwndSegments the estimate, in full segments
 * @param cwndBytes the same in octets
 * @param ssthreshSegments where slow start ends; empty while no loss has set it
 * @param inFlightSegments on their way, as RFC 6675's pipe counts them
 * @param path where the capture was taken, or {@code null} when that is not known; an estimate from
 *     in between lags behind the sender
 */
public record CwndSample(
    int packet,
    long timeNs,
    Side side,
    Phase phase,
    int cwndSegments,
    long cwndBytes,
    OptionalInt ssthreshSegments,
    int inFlightSegments,
    @Nullable MeasuredPath path) {

  /** The phases of congestion control. */
  public enum Phase {
    /** One segment more for each that is acknowledged (RFC 5681 §3.1). */
    SLOW_START,
    /** About one segment more a round trip (RFC 5681 §3.1, RFC 9438 §4). */
    AVOIDANCE,
    /** Repairs a loss that acknowledgements told of (RFC 5681 §3.2, RFC 6675, RFC 6937). */
    RECOVERY,
    /** Repairs after the retransmission timer ran out: from one segment (RFC 5681 §3.1). */
    TIMEOUT;

    /** The lower-case name, as the tables write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
