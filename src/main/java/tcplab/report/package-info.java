/**
 * A report on a capture: one self-contained HTML file for readers who have no tcplab.
 *
 * <p>Start reading at {@link tcplab.report.ReportPage}: its {@code write} is the table of contents.
 * {@code Overview} counts what the whole capture has, {@code ConnectionSection} shows one
 * connection. What is worth telling is found in {@link tcplab.connection.Findings}; pictures come
 * from {@code plot}, tables from {@link tcplab.table.HtmlTable}. {@code page.css} is for screens
 * (light and dark) and for paper; {@code search.js} is all that a page needs of scripts beside the
 * pictures' own, and without scripts nothing is hidden.
 */
@NullMarked
package tcplab.report;

import org.jspecify.annotations.NullMarked;
