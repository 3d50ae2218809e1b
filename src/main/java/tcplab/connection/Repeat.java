package tcplab.connection;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One retransmission.
 *
 * @param packet frame number
 * @param timeNs capture time, ns since the epoch
 * @param side who sent it
 * @param kind the most exact event that it carries
 * @param length payload octets
 * @param original frame number of the segment's first sending; empty when it was not captured or
 *     was acknowledged before
 * @param previous frame number of its last sending before this one
 * @param elapsedNs time since that
 * @param attempt 1 for the first repeat of this segment, 2 for the next; 0 when the original is not
 *     known
 * @param rtoNs the timeout that Linux would have waited since {@code previous}, backed off; empty
 *     before the first round trip was measured
 */
public record Repeat(
    int packet,
    long timeNs,
    Side side,
    Event kind,
    int length,
    OptionalInt original,
    OptionalInt previous,
    OptionalLong elapsedNs,
    int attempt,
    OptionalLong rtoNs) {}
