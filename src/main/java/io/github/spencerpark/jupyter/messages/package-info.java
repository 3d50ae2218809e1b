/**
 * What a comm's handlers are given, under IJava's names.
 *
 * <p>Start reading at {@link io.github.spencerpark.jupyter.messages.Message}.
 */
@NullMarked
package io.github.spencerpark.jupyter.messages;

import org.jspecify.annotations.NullMarked;
