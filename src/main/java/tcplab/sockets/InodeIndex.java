package tcplab.sockets;

/** The row of each inode, found without allocating. */
final class InodeIndex {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long[] inodes;
  private final int[] rowOf;
  private int entries;

  InodeIndex(Rows rows) {
    int capacity = Integer.highestOneBit(Math.max(8, rows.size())) * 4;
    inodes = new long[capacity];
    rowOf = new int[capacity];
    for (int row = 0; row < rows.size(); row++) {
      long inode = rows.get(row, Field.INODE);
      if (inode > 0) {
        int slot = slot(inode);
        entries += inodes[slot] == 0 ? 1 : 0;
        inodes[slot] = inode;
        rowOf[slot] = row;
      }
    }
  }

  boolean isEmpty() {
    return entries == 0;
  }

  /** The row with this inode, or -1. */
  int row(long inode) {
    int slot = slot(inode);
    return inodes[slot] == inode ? rowOf[slot] : -1;
  }

  private int slot(long inode) {
    int mask = inodes.length - 1;
    int slot = (int) ((inode * MIX) >>> 32) & mask;
    while (inodes[slot] != 0 && inodes[slot] != inode) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
