/** The magics of IJava that notebooks also call as methods. */
@NullMarked
package io.github.spencerpark.ijava.magics;

import org.jspecify.annotations.NullMarked;
