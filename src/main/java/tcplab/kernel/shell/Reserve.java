package tcplab.kernel.shell;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * Memory that is kept back for the kernel, so that it still answers when a cell fills the heap.
 *
 * <p>When the heap is full, an allocation fails in whatever thread asks next, and that may be one
 * of the kernel's or of ZeroMQ's, which would end with it. So a block is kept behind a {@link
 * SoftReference}. The JVM promises to clear these before it throws an OutOfMemoryError anywhere;
 * that it did is the sign that memory is short, and the block is what is left to act on it. It is
 * taken only once the heap has grown past half of what it may grow to.
 */
final class Reserve {
  private static final int LEAST = 12 << 20;
  private static final int MOST = 64 << 20;
  private static final int SHARE = 32;

  private final Runtime runtime = Runtime.getRuntime();
  private final int size = (int) Math.max(LEAST, Math.min(MOST, runtime.maxMemory() / SHARE));
  private final ReferenceQueue<byte[]> cleared = new ReferenceQueue<>();
  private final Runnable whenShort;
  private @Nullable SoftReference<byte[]> kept;
  private boolean watched;

  /**
   * A reserve that is not taken yet.
   *
   * @param whenShort runs, on a thread of its own, when the reserve has been used up
   */
  Reserve(Runnable whenShort) {
    this.whenShort = whenShort;
  }

  /** Takes the reserve, when it may soon be needed and there is room for it. */
  synchronized void keep() {
    // A look at it also tells the JVM that it is in use: not to be cleared while there is room.
    if (kept != null && kept.get() != null) {
      return;
    }
    if (runtime.totalMemory() > runtime.maxMemory() / 2 && !isShort()) {
      kept = new SoftReference<>(new byte[size], cleared);
      watch();
    }
  }

  private void watch() {
    if (!watched) {
      watched = true;
      Thread watcher = new Thread(this::run, "tcplab-memory");
      watcher.setDaemon(true);
      watcher.setPriority(Thread.MAX_PRIORITY);
      watcher.start();
    }
  }

  private void run() {
    try {
      while (true) {
        cleared.remove();
        // It is also cleared for an array that no heap could hold; then there is room enough.
        if (isShort()) {
          whenShort.run();
        }
      }
    } catch (InterruptedException ended) {
      KernelLog.debug("Memory is no longer watched");
    }
  }

  private boolean isShort() {
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() < 2L * size;
  }
}
