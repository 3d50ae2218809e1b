package tcplab.cli;

import java.io.PrintWriter;
import java.util.Locale;
import tcplab.capture.Progress;

/**
 * A line on the terminal that says how much of a file has been read, drawn only when reading takes
 * more than a second. Ctrl-C ends the reading.
 */
final class ProgressBar implements Progress, AutoCloseable {
  private static final long QUIET_NS = 1_000_000_000L;
  private static final long REDRAW_NS = 100_000_000L;
  private static final int CELLS = 30;

  private final String name;
  private final PrintWriter err;
  private final boolean shown;
  private final StopSignal signal = new StopSignal();
  private long next = System.nanoTime() + QUIET_NS;
  private boolean drawn;

  ProgressBar(String name, PrintWriter err, boolean shown) {
    this.name = name;
    this.err = err;
    this.shown = shown;
  }

  @Override
  public boolean advance(long bytesRead, long bytesTotal) {
    if (shown && System.nanoTime() - next >= 0) {
      next = System.nanoTime() + REDRAW_NS;
      err.print("\r\033[K" + line(bytesRead, bytesTotal));
      err.flush();
      drawn = true;
    }
    return !signal.asked();
  }

  /** Takes the line away. */
  @Override
  public void close() {
    signal.close();
    if (drawn) {
      err.print("\r\033[K");
      err.flush();
    }
  }

  private String line(long read, long total) {
    String text = "reading " + Terminal.inert(name) + "  ";
    if (total <= 0) {
      return text + megabytes(read);
    }
    int done = (int) Math.min(CELLS, read * CELLS / total);
    return text
        + "["
        + "#".repeat(done)
        + ".".repeat(CELLS - done)
        + "]  "
        + read * 100 / total
        + " %  "
        + megabytes(read)
        + " of "
        + megabytes(total);
  }

  private static String megabytes(long octets) {
    return String.format(Locale.ROOT, "%.1f MB", octets / 1e6);
  }
}
