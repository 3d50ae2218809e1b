/**
 * Comms: messages between a notebook's Java and its page, under IJava's names.
 *
 * <p>Start reading at {@link io.github.spencerpark.jupyter.kernel.comm.CommManager}.
 */
@NullMarked
package io.github.spencerpark.jupyter.kernel.comm;

import org.jspecify.annotations.NullMarked;
