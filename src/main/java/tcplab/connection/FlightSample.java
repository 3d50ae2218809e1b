package tcplab.connection;

import java.util.OptionalLong;

/**
 * How much one side has under way against how much its peer has room for, after one packet.
 *
 * @param packet frame number: a segment of that side, or its peer's acknowledgement
 * @param timeNs capture time, ns since the epoch
 * @param side whose octets
 * @param inFlightBytes sent and, as far as the capture tells, not yet acknowledged
 * @param sendWindowBytes the peer's window, from the last octet acknowledged (RFC 9293 §3.8.6);
 *     empty while its scale is not known
 * @param freeBytes how much more the side may send; empty with it
 */
public record FlightSample(
    int packet,
    long timeNs,
    Side side,
    long inFlightBytes,
    OptionalLong sendWindowBytes,
    OptionalLong freeBytes) {}
