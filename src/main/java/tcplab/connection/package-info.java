/**
 * Segments to connections: handshake, teardown, the states of both ends, events, round trips,
 * windows. Pure: no files, no clock.
 *
 * <p>The doors are {@link tcplab.connection.Connections} and {@link tcplab.connection.Connection}.
 *
 * <p>Start reading at {@code Track}, which walks one connection packet by packet. It feeds, in
 * order:
 *
 * <ol>
 *   <li>{@code Judge}: what is this segment? The rules stand in {@link tcplab.connection.Event}.
 *   <li>{@code Half}, one for each direction: positions instead of sequence numbers, what was seen
 *       ({@code Ranges}), what is not yet acknowledged ({@code Flight}).
 *   <li>{@code StateWalk} and {@code EndStates}: the state machine of both ends, and how sure each
 *       state is ({@link tcplab.connection.Basis}).
 *   <li>{@code TeardownWalk} and {@code ZeekCodes}.
 * </ol>
 *
 * <p>Before that, {@code Splitter} tells the connections of one pair of endpoints apart; {@code
 * HandshakeWalk} reads the opening on its own, from the first packets. {@code Walker} holds the
 * rows of each connection, {@code Passage} takes them up one after the other, and {@code
 * PathErrors} knows which ICMP errors come between them.
 *
 * <p>What a connection did over time is found by an {@code Observer} that watches one connection
 * pass once more, when it is asked for: {@code RoundTripWalk} (round trips, timers,
 * retransmissions), {@code FlightWalk} (octets in flight, windows, places), {@code CongestionWalk}
 * with {@code CongestedSender} and {@code CongestionModel} (congestion windows and what limited a
 * sender), {@code ThroughputWalk}.
 */
@NullMarked
package tcplab.connection;

import org.jspecify.annotations.NullMarked;
