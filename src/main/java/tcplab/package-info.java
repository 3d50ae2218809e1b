/**
 * What a reader types: captures, sockets, and the laboratory around them.
 *
 * <p>Start reading at {@link tcplab.Capture} and {@link tcplab.Sockets}; {@link tcplab.Faq} answers
 * by experiment. {@link tcplab.Lab} is what a notebook starts with, and the one place where the
 * Jupyter kernel and the library meet. All else lies below: bytes → segments → connections → tables
 * → pictures.
 */
@NullMarked
package tcplab;

import org.jspecify.annotations.NullMarked;
