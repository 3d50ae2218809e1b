package tcplab.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of a long table block by block. On a machine with more than one processor two
 * threads fill blocks of rows in turn; the caller's writes them in order.
 */
final class LineBlocks {
  private static final int BLOCK = 4096;

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
    if (rows > 4 * BLOCK && Runtime.getRuntime().availableProcessors() > 1) {
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

  /** The other thread fills every second block, and waits until it has been written. */
  private void byTwo(Supplier<Lines> lines, OutputStream out) throws IOException {
    Lines own = lines.get();
    try (Other other = new Other(lines.get())) {
      for (int from = 0; from < rows; from += 2 * BLOCK) {
        other.start(from + BLOCK);
        fill(own, from);
        own.drainTo(out);
        other.await().drainTo(out);
      }
    }
  }

  private void fill(Lines lines, int from) throws IOException {
    int to = Math.min(from + BLOCK, rows);
    for (int row = from; row < to; row++) {
      lines.add(row);
    }
  }

  /** A second thread that fills a block when it is told to. */
  private final class Other implements AutoCloseable {
    private static final int NOTHING = -1;
    private static final int END = -2;

    private final Lines lines;
    private final Thread thread = new Thread(this::run, "tcplab-csv");
    private int from = NOTHING;
    private boolean filled;
    private @Nullable IOException failure;

    Other(Lines lines) {
      this.lines = lines;
      thread.setDaemon(true);
      thread.start();
    }

    synchronized void start(int first) {
      from = first;
      filled = false;
      notifyAll();
    }

    /** The filled block. */
    synchronized Lines await() throws IOException {
      while (!filled) {
        if (!thread.isAlive()) {
          throw new IOException("the thread that prepares lines has died");
        }
        pause();
      }
      if (failure != null) {
        throw failure;
      }
      return lines;
    }

    private void run() {
      for (int first = next(); first != END; first = next()) {
        IOException problem = null;
        try {
          fill(lines, first);
        } catch (IOException e) {
          problem = e;
        }
        synchronized (this) {
          failure = problem;
          filled = true;
          notifyAll();
        }
      }
    }

    private synchronized int next() {
      while (from == NOTHING) {
        pause();
      }
      int first = from;
      from = first == END ? END : NOTHING;
      return first;
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
    public void close() {
      start(END);
    }
  }
}
