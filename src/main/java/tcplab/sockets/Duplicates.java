package tcplab.sockets;

import java.util.Objects;

/**
 * Finds a row that was already read: same cookie, or where the source tells none, same addresses,
 * same ports, same inode. While connections come and go, the kernel's walk over its hash table in
 * pages gives many rows twice.
 */
final class Duplicates {
  private final Rows rows;
  private int[] slots = new int[1024];
  private int entries;
  private int found;

  Duplicates(Rows rows) {
    this.rows = rows;
  }

  /** How many rows were refused. */
  int count() {
    return found;
  }

  /** Whether the table's row {@code row} is new; it is entered then, and counted if not. */
  boolean isNew(int row) {
    if (2 * entries >= slots.length) {
      grow();
    }
    int mask = slots.length - 1;
    int slot = hash(row) & mask;
    while (slots[slot] != 0) {
      if (same(slots[slot] - 1, row)) {
        found++;
        return false;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = row + 1;
    entries++;
    return true;
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
    long cookie = rows.get(a, Field.COOKIE);
    if (cookie != Rows.ABSENT) {
      return cookie == rows.get(b, Field.COOKIE);
    }
    return rows.get(a, Field.LOCAL_PORT) == rows.get(b, Field.LOCAL_PORT)
        && rows.get(a, Field.REMOTE_PORT) == rows.get(b, Field.REMOTE_PORT)
        && rows.get(a, Field.INODE) == rows.get(b, Field.INODE)
        && Objects.equals(rows.get(a, TextField.LOCAL), rows.get(b, TextField.LOCAL))
        && Objects.equals(rows.get(a, TextField.REMOTE), rows.get(b, TextField.REMOTE))
        && Objects.equals(rows.get(a, TextField.FAMILY), rows.get(b, TextField.FAMILY));
  }

  private int hash(int row) {
    long cookie = rows.get(row, Field.COOKIE);
    if (cookie != Rows.ABSENT) {
      return (int) ((cookie * 0x9E3779B97F4A7C15L) >>> 32);
    }
    long key = rows.get(row, Field.LOCAL_PORT) * 65_599 + rows.get(row, Field.REMOTE_PORT);
    key = key * 0x9E3779B97F4A7C15L + rows.get(row, Field.INODE);
    key = key * 31 + Objects.hashCode(rows.get(row, TextField.REMOTE));
    key = key * 31 + Objects.hashCode(rows.get(row, TextField.LOCAL));
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32);
  }
}
