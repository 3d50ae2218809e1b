/**
 * Columns and rows of the data dictionary, and their CSV, JSON and terminal forms; free of
 * Tablesaw.
 *
 * <p>Start reading at {@link tcplab.table.ColumnTable} and {@link tcplab.table.Column}. One class
 * per table of the data dictionary says which columns it has; one class per format writes any
 * table.
 */
@NullMarked
package tcplab.table;

import org.jspecify.annotations.NullMarked;
