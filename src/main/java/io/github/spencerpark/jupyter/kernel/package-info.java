/**
 * The part of IJava's base kernel that notebooks touch: renderer, display stream, standard streams.
 *
 * <p>Start reading at {@link io.github.spencerpark.jupyter.kernel.BaseKernel}.
 */
@NullMarked
package io.github.spencerpark.jupyter.kernel;

import org.jspecify.annotations.NullMarked;
