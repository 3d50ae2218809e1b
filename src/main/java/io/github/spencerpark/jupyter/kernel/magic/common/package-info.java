/** Magics that a notebook may register for itself. */
@NullMarked
package io.github.spencerpark.jupyter.kernel.magic.common;

import org.jspecify.annotations.NullMarked;
