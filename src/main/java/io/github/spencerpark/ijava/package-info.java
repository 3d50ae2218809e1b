/**
 * IJava's API under IJava's names, so that notebooks written for it run unmodified.
 *
 * <p>Start reading at {@link io.github.spencerpark.ijava.JavaKernel}; tcplab.kernel.session holds
 * the class that fills it in.
 */
@NullMarked
package io.github.spencerpark.ijava;

import org.jspecify.annotations.NullMarked;
