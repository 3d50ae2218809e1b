/**
 * The only package that knows Tablesaw: makes dataframes of the data dictionary's tables, and shows
 * any dataframe as HTML and as text.
 *
 * <p>Start reading at {@link tcplab.dataframe.Dataframe}; {@link tcplab.dataframe.TableHtml} is
 * what a notebook shows, {@link tcplab.dataframe.TableText} what a console does. {@code
 * IntegerPages} keeps whole numbers packed, {@code TextDictionary} each text once.
 */
@NullMarked
package tcplab.dataframe;

import org.jspecify.annotations.NullMarked;
