/**
 * JShell as a notebook needs it: cells of many statements, live result values, stops that work,
 * errors that point at the cell's own lines.
 *
 * <p>Start reading at {@link tcplab.kernel.shell.JavaShell}, the one door. {@code CellControl} is
 * JShell's execution engine, {@code UserCode} the threads on which cells run.
 */
@NullMarked
package tcplab.kernel.shell;

import org.jspecify.annotations.NullMarked;
