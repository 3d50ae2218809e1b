/**
 * A Jupyter kernel for Java. It knows nothing of TCP: what a notebook starts with is given to it as
 * a {@link tcplab.kernel.Preload}.
 *
 * <p>Start reading at {@link tcplab.kernel.JupyterKernel}, the door. From there: {@code wire} moves
 * signed messages over ZeroMQ; {@code session} answers them; {@code shell} evaluates Java; {@code
 * magic} tells magics from Java. Notebooks written for IJava find its API, by its own names, in
 * {@code io.github.spencerpark}.
 */
@NullMarked
package tcplab.kernel;

import org.jspecify.annotations.NullMarked;
