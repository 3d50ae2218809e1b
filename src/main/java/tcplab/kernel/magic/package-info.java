/**
 * Lines of a cell that are for the kernel and not Java: {@code %jars}, {@code %%time} and the like.
 *
 * <p>Start reading at {@link tcplab.kernel.magic.Pieces}, which tells them from Java; {@link
 * tcplab.kernel.magic.KnownMagics} knows which there are.
 */
@NullMarked
package tcplab.kernel.magic;

import org.jspecify.annotations.NullMarked;
