/**
 * What a cell may call without an import: display, render, magics, and the kernel itself.
 *
 * <p>Start reading at {@link io.github.spencerpark.ijava.runtime.Display}.
 */
@NullMarked
package io.github.spencerpark.ijava.runtime;

import org.jspecify.annotations.NullMarked;
