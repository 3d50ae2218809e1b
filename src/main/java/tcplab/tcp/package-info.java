/**
 * The protocol's words: states, flags, sequence numbers, segments; and the protocol itself, as one
 * end sees it. Depends on nothing else.
 *
 * <p>Start reading at {@link tcplab.tcp.State}, the eleven states of RFC 9293 §3.3.2, then {@link
 * tcplab.tcp.Flags} and {@link tcplab.tcp.SequenceNumber}. {@link tcplab.tcp.Transition#TABLE} is
 * the state diagram as data; {@link tcplab.tcp.StateMachine} goes through it: calls and timers
 * there, what arrives in {@code SegmentArrival}, which follows §3.10.7 step by step, the variables
 * in {@code ControlBlock}.
 */
@NullMarked
package tcplab.tcp;

import org.jspecify.annotations.NullMarked;
