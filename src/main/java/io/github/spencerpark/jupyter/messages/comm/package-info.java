/**
 * The contents of the three comm messages, under IJava's names.
 *
 * <p>Start reading at {@link io.github.spencerpark.jupyter.messages.comm.CommOpenCommand}.
 */
@NullMarked
package io.github.spencerpark.jupyter.messages.comm;

import org.jspecify.annotations.NullMarked;
