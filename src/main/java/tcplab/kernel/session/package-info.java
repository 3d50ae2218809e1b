/**
 * A kernel's session: requests in, replies and publications out.
 *
 * <p>Start reading at {@link tcplab.kernel.session.Session}, which hands each request to the thread
 * it belongs to; {@code Executions} runs cells in their order, {@code Answers} answers all that
 * need not wait for a cell, {@code Output} carries what cells print.
 */
@NullMarked
package tcplab.kernel.session;

import org.jspecify.annotations.NullMarked;
