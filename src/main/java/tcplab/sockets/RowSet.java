package tcplab.sockets;

import java.util.Objects;

/**
 * A set of rows by what tells one socket from another. Open addressing; a look allocates nothing.
 */
final class RowSet {
  private static final int FEWEST_SLOTS = 256;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final Rows rows;
  private final boolean byEndpoints;
  private int[] slots;
  private int entries;
  private int free;

  /**
   * An empty set.
   *
   * @param byEndpoints whether addresses and ports alone tell rows apart, without cookie and inode
   */
  RowSet(Rows rows, boolean byEndpoints) {
    this.rows = rows;
    this.byEndpoints = byEndpoints;
    this.slots = new int[Integer.highestOneBit(Math.max(FEWEST_SLOTS, rows.capacity())) * 4];
  }

  /** Whether a row like this one is in the set; when not, {@link #enter} may follow. */
  boolean contains(int row) {
    if (2 * entries >= slots.length) {
      grow();
    }
    int mask = slots.length - 1;
    int slot = hash(row) & mask;
    while (slots[slot] != 0) {
      if (same(slots[slot] - 1, row)) {
        return true;
      }
      slot = slot + 1 & mask;
    }
    free = slot;
    return false;
  }

  /** Enters the row that {@link #contains} has just not found. */
  void enter(int row) {
    slots[free] = row + 1;
    entries++;
  }

  private void grow() {
    int[] old = slots;
    slots = new int[old.length * 2];
    int mask = slots.length - 1;
    for (int entry : old) {
      if (entry != 0) {
        int slot = hash(entry - 1) & mask;
        while (slots[slot] != 0) {
          slot = slot + 1 & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  private boolean same(int a, int b) {
    if (!byEndpoints) {
      long cookie = rows.get(a, Field.COOKIE);
      if (cookie != Rows.ABSENT) {
        return cookie == rows.get(b, Field.COOKIE);
      }
    }
    return rows.get(a, Field.LOCAL_PORT) == rows.get(b, Field.LOCAL_PORT)
        && rows.get(a, Field.REMOTE_PORT) == rows.get(b, Field.REMOTE_PORT)
        && (byEndpoints || rows.get(a, Field.INODE) == rows.get(b, Field.INODE))
        && Objects.equals(rows.get(a, TextField.LOCAL), rows.get(b, TextField.LOCAL))
        && Objects.equals(rows.get(a, TextField.REMOTE), rows.get(b, TextField.REMOTE))
        && Objects.equals(rows.get(a, TextField.FAMILY), rows.get(b, TextField.FAMILY));
  }

  private int hash(int row) {
    long cookie = byEndpoints ? Rows.ABSENT : rows.get(row, Field.COOKIE);
    if (cookie != Rows.ABSENT) {
      return (int) ((cookie * MIX) >>> 32);
    }
    long key = rows.get(row, Field.LOCAL_PORT) * 65_599 + rows.get(row, Field.REMOTE_PORT);
    key = key * MIX + (byEndpoints ? 0 : rows.get(row, Field.INODE));
    key = key * 31 + Objects.hashCode(rows.get(row, TextField.REMOTE));
    key = key * 31 + Objects.hashCode(rows.get(row, TextField.LOCAL));
    return (int) ((key * MIX) >>> 32);
  }
}
