/**
 * Bytes to segments: capture files, link layers, IP, the TCP header.
 *
 * <p>Start reading at {@link tcplab.capture.Packets}, what comes out.
 */
@NullMarked
package tcplab.capture;

import org.jspecify.annotations.NullMarked;
