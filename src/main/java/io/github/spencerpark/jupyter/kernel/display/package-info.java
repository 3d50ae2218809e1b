/**
 * Values to MIME types. IJava's renderer and what belongs to it; {@link
 * io.github.spencerpark.jupyter.kernel.display.DisplayData} is tcplab's own.
 */
package io.github.spencerpark.jupyter.kernel.display;
