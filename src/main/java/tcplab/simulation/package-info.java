/**
 * Two ends and a network between them, in virtual time: TCP that can be taken apart.
 *
 * <p>Start reading at {@link tcplab.simulation.Scenario}: what two programs do, what the network
 * does to their segments, and what {@link tcplab.simulation.Run} comes of it. The same scenario
 * with the same seed gives the same run, to the octet. {@link tcplab.simulation.Settings} says how
 * an end behaves; each {@link tcplab.simulation.Part} of TCP's reliability can be taken away from
 * it.
 *
 * <p>Then follow a segment: {@code Endpoint} joins the parts of one end and hands what arrives to
 * {@link tcplab.tcp.StateMachine}; {@code Sender} decides what goes out, when, and what goes again,
 * with {@code CongestionWindow} and {@code RoundTripTimes} beside it; {@code Network} delays, loses
 * and repeats it by its {@link tcplab.simulation.Rule}s; {@code FrameWriter} makes the octets that
 * {@code Run} gives as a pcapng file, so that a run is read and analysed as any capture is.
 */
@NullMarked
package tcplab.simulation;

import org.jspecify.annotations.NullMarked;
