/**
 * The command line: one small class per command.
 *
 * <p>Start reading at {@link tcplab.cli.Main}. Data goes to stdout, messages and progress to
 * stderr; exit code 0 is done, 1 a file's or the machine's fault (what was readable is still
 * printed), 2 a wrong command, option or option value.
 */
@NullMarked
package tcplab.cli;

import org.jspecify.annotations.NullMarked;
