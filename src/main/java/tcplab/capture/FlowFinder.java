package tcplab.capture;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the flows of rows in a thread of its own, for captures that are worth one: the caller hands
 * over the ends of some thousand rows and decodes on. Looking flows up is mostly waiting for
 * memory, and about a quarter of what decoding takes.
 *
 * <p>Blocks are worked on one after the other in the order in which they came, so flows have the
 * numbers that they have with one thread. The thread touches a {@link FlowTable}'s flows, the
 * caller meanwhile its IPv6 addresses at most.
 */
final class FlowFinder implements AutoCloseable, Runnable {
  private static final int BLOCKS = 4;
  private static final int ROWS = 4096;

  /** Tells the thread to end. */
  private static final Block END = new Block(0);

  private final BlockingQueue<Block> handed = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> found = new ArrayBlockingQueue<>(BLOCKS + 1);
  private int made;
  private int underWay;

  /** The ends of neighbouring rows, and their flows once they are found. */
  static final class Block {
    /** Of each row the sender, then the receiver; see {@link FlowTable#way}. */
    final long[] ends;

    final int[] ways;
    int firstRow;
    int rows;
    private @Nullable FlowTable flows;
    private @Nullable Throwable failure;

    Block(int capacity) {
      ends = new long[2 * capacity];
      ways = new int[capacity];
    }

    boolean isFull() {
      return rows == ways.length;
    }

    /** Finds the flows here and now. */
    void find(FlowTable table) {
      table.ways(ends, rows, ways, 0);
    }

    /** Says which flows the rows belong to, and is free for others. */
    void moveTo(Rows target) {
      System.arraycopy(ways, 0, target.flow, firstRow, rows);
      rows = 0;
    }
  }

  FlowFinder() {
    Thread thread = new Thread(this, "tcplab-flows");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    for (Block block = next(handed); block != END; block = next(handed)) {
      FlowTable flows = block.flows;
      try {
        if (flows != null) {
          block.find(flows);
        }
      } catch (RuntimeException | Error e) {
        block.failure = e; // thrown again where the caller takes the block back
      }
      found.add(block);
    }
  }

  /** An interrupt ends nothing here: reading looks for it, and ends in order. */
  private static Block next(BlockingQueue<Block> queue) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return queue.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The first block to fill. */
  Block block() {
    made++;
    return new Block(ROWS);
  }

  /**
   * Has a block's flows found.
   *
   * @param rows is told the flows of blocks that came before
   * @return a block to fill
   */
  Block hand(Block block, FlowTable flows, Rows rows) {
    block.flows = flows;
    handed.add(block);
    underWay++;
    Block done = found.poll();
    if (done == null && made < BLOCKS) {
      return block();
    }
    return takeBack(done == null ? next(found) : done, rows);
  }

  /** Waits until all flows are found. */
  void settle(Rows rows) {
    while (underWay > 0) {
      takeBack(next(found), rows);
      made--;
    }
  }

  private Block takeBack(Block block, Rows rows) {
    underWay--;
    if (block.failure instanceof Error error) {
      throw error;
    } else if (block.failure instanceof RuntimeException failure) {
      throw failure;
    }
    block.moveTo(rows);
    return block;
  }

  /** Ends the thread. */
  @Override
  public void close() {
    handed.add(END);
  }
}
