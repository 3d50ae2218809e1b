package tcplab.table;

import java.util.List;

/** A column was asked for that the table does not have; the message lists those it has. */
public final class UnknownColumnException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnknownColumnException(String table, String column, List<String> known) {
    super("no column '" + column + "' in " + table + "; there are: " + String.join(", ", known));
  }
}
