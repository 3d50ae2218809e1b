/**
 * The protocol's words: states, flags, sequence numbers. Depends on nothing else.
 *
 * <p>Start reading at {@link tcplab.tcp.State}, the eleven states of RFC 9293 §3.3.2, then {@link
 * tcplab.tcp.Flags} and {@link tcplab.tcp.SequenceNumber}.
 */
@NullMarked
package tcplab.tcp;

import org.jspecify.annotations.NullMarked;
