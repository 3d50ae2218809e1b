/**
 * Jupyter's wire: five ZeroMQ sockets, signed multipart messages.
 *
 * <p>Start reading at {@link tcplab.kernel.wire.Wire}, the one thread that owns the sockets; {@link
 * tcplab.kernel.wire.Frames} turns frames into a {@link tcplab.kernel.wire.Message} and back.
 */
@NullMarked
package tcplab.kernel.wire;

import org.jspecify.annotations.NullMarked;
