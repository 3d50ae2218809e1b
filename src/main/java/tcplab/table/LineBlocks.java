package tcplab.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of a long table block by block. On a machine with more than one processor two
 * threads fill every second block each; the caller's writes them in order.
 */
final class LineBlocks {
  private static final int BLOCK = 1024;

  private final int rows;

  private LineBlocks(int rows) {
    this.rows = rows;
  }

  /** Lines that were made and not yet written; used by one thread at a time. */
  interface Lines {
    /** Makes the line of one row. */
    void add(int row) throws IOException;

    /** Writes all lines and forgets them. */
    void drainTo(OutputStream out) throws IOException;
  }

  /**
   * Writes all rows; does not flush.
   *
   * @param lines makes buffers for lines, one for each thread
   */
  static void write(int rows, Supplier<Lines> lines, OutputStream out) throws IOException {
    LineBlocks blocks = new LineBlocks(rows);
    if (rows > 2 * BLOCK && Runtime.getRuntime().availableProcessors() > 1) {
      blocks.byTwo(lines, out);
    } else {
      blocks.alone(lines.get(), out);
    }
  }

  private void alone(Lines lines, OutputStream out) throws IOException {
    for (int from = 0; from < rows; from += BLOCK) {
      fill(lines, from);
      lines.drainTo(out);
    }
  }

  /** The other thread fills every second block, and may be one ahead of what is written. */
  private void byTwo(Supplier<Lines> lines, OutputStream out) throws IOException {
    Lines own = lines.get();
    try (Other other = new Other(lines)) {
      for (int from = 0, block = 0; from < rows; from += 2 * BLOCK, block++) {
        fill(own, from);
        own.drainTo(out);
        if (from + BLOCK < rows) {
          other.await(block).drainTo(out);
          other.isDrained();
        }
      }
    }
  }

  private void fill(Lines lines, int from) throws IOException {
    int to = Math.min(from + BLOCK, rows);
    for (int row = from; row < to; row++) {
      lines.add(row);
    }
  }

  /** A second thread that fills every second block. */
  private final class Other implements AutoCloseable, Runnable {
    private final Lines[] buffers;
    private final Thread thread = new Thread(this, "tcplab-csv");
    private int filled;
    private int drained;
    private boolean closed;
    private @Nullable IOException failure;

    Other(Supplier<Lines> lines) {
      buffers = new Lines[] {lines.get(), lines.get()};
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void run() {
      int block = 0;
      for (int from = BLOCK; from < rows && mayFill(block); from += 2 * BLOCK) {
        IOException problem = null;
        try {
          fill(buffer(block++), from);
        } catch (IOException e) {
          problem = e;
        }
        isFilled(problem);
      }
    }

    private Lines buffer(int block) {
      return buffers[block % buffers.length];
    }

    private synchronized boolean mayFill(int block) {
      while (block - drained >= buffers.length && !closed) {
        pause();
      }
      return !closed && failure == null;
    }

    private synchronized void isFilled(@Nullable IOException problem) {
      filled++;
      failure = problem;
      notifyAll();
    }

    /** A block that it has filled. */
    synchronized Lines await(int block) throws IOException {
      while (filled <= block) {
        if (!thread.isAlive()) {
          throw new IOException("the thread that prepares lines has died");
        }
        pause();
      }
      if (failure != null && filled == block + 1) {
        throw failure;
      }
      return buffer(block);
    }

    /** The block that was awaited last has been written. */
    synchronized void isDrained() {
      drained++;
      notifyAll();
    }

    /** An interrupt ends nothing here: it is for whoever reads and analyses. */
    private void pause() {
      boolean interrupted = false;
      try {
        wait(1000);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      notifyAll();
    }
  }
}
