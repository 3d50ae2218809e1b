package tcplab.connection;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one acknowledgement tells about a round trip, and where the sender's retransmission timer
 * stands after it. Times are in ns.
 *
 * @param packet frame number of the acknowledgement
 * @param timeNs its capture time, ns since the epoch
 * @param side whose segments were acknowledged
 * @param answers frame number of the segment that was measured: the latest to pass that it covers
 * @param method how the timer's sample was taken
 * @param rttNs capture point → peer → back, from the latest segment newly covered; empty when one
 *     of them was repeated (Karn's algorithm, RFC 6298 §3), when octets below the acknowledgement
 *     were repeated after it, or when octets are covered that the capture lacks
 * @param timestampRttNs the same from timestamps: since the first segment with the value that is
 *     echoed (RFC 7323 §4.1); empty without, or when the value was echoed before
 * @param timerRttNs what the sender's timer is fed with: from the oldest segment newly covered, so
 *     a delayed acknowledgement's wait is in it
 * @param srttNs smoothed (RFC 6298 §2)
 * @param rttvarNs its mean deviation (RFC 6298 §2)
 * @param rtoNs timeout as RFC 6298 computes it, 1 s at least
 * @param linuxSrttNs smoothed as Linux does: tcpi_rtt
 * @param linuxRttvarNs its mean deviation: tcpi_rttvar
 * @param linuxRtoNs timeout as Linux computes it: srtt + max(4·rttvar, 200 ms) with the greatest
 *     deviation of the last flight, before it is rounded up to a tick (tcpi_rto)
 * @param path which part of the path was measured, or {@code null} when that is not known
 */
public record RttSample(
    int packet,
    long timeNs,
    Side side,
    int answers,
    Method method,
    OptionalLong rttNs,
    OptionalLong timestampRttNs,
    long timerRttNs,
    long srttNs,
    long rttvarNs,
    long rtoNs,
    long linuxSrttNs,
    long linuxRttvarNs,
    long linuxRtoNs,
    @Nullable MeasuredPath path) {

  /** How a sample was taken, best first, as Linux chooses. */
  public enum Method {
    /** An acknowledgement of segments that were sent once. */
    ACK,
    /** A SACK block that reports a segment sent once; the acknowledgement itself told nothing. */
    SACK,
    /** The echoed timestamp; all else was ambiguous. */
    TIMESTAMP;

    /** The lower-case name, as the tables write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
