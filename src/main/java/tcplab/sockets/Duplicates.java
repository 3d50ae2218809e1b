package tcplab.sockets;

import org.jspecify.annotations.Nullable;

/**
 * Finds a row that was already read: same cookie, or where the source tells none, same addresses,
 * same ports, same inode. While connections come and go, the kernel's walk over its hash table in
 * pages gives many rows twice.
 *
 * <p>A strict search also takes two rows of the same two endpoints for one connection, which they
 * are: when a connection goes over to TIME_WAIT between two looks, the kernel gives it a new cookie
 * and takes its inode away.
 */
final class Duplicates {
  private final Rows rows;
  private final RowSet sockets;
  private @Nullable RowSet connections;
  private boolean repeating;
  private int found;

  Duplicates(Rows rows) {
    this.rows = rows;
    this.sockets = new RowSet(rows, false);
  }

  /** From now on, two rows with the same endpoints are one. */
  void beStrict() {
    RowSet set = new RowSet(rows, true);
    for (int row = 0; row < rows.size(); row++) {
      if (rows.has(row, Field.REMOTE_PORT) && !set.contains(row)) {
        set.enter(row);
      }
    }
    connections = set;
  }

  /** Whether what comes now is a later walk, whose rows are expected to be known. */
  void repeating(boolean again) {
    repeating = again;
  }

  /** How many rows were refused although they came from the same walk. */
  int count() {
    return found;
  }

  /** Whether the table's row {@code row} is new; it is entered then, and counted if not. */
  boolean isNew(int row) {
    RowSet pairs = rows.has(row, Field.REMOTE_PORT) ? connections : null;
    if (sockets.contains(row) || (pairs != null && pairs.contains(row))) {
      found += repeating ? 0 : 1;
      return false;
    }
    sockets.enter(row);
    if (pairs != null) {
      pairs.enter(row);
    }
    return true;
  }
}
