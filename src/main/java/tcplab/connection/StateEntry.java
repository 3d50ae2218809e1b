package tcplab.connection;

import java.util.OptionalLong;
import tcplab.tcp.State;

/**
 * One state that an end of a connection went through.
 *
 * @param side whose state
 * @param state the state
 * @param packet frame number of the packet with which it was entered
 * @param timeNs that packet's capture time, ns since the epoch, or {@link
 *     tcplab.capture.Packets#NO_TIME}; a socket call may have come earlier
 * @param durationNs time to the next state's packet, or empty for the last one
 * @param why what made the end enter it, with the RFC section
 * @param basis what the statement rests on
 */
public record StateEntry(
    Side side,
    State state,
    int packet,
    long timeNs,
    OptionalLong durationNs,
    String why,
    Basis basis) {}
