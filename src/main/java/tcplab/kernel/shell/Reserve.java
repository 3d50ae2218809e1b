package tcplab.kernel.shell;

import org.jspecify.annotations.Nullable;

/**
 * Memory that is kept back for the kernel, so that it can still answer when a cell has filled the
 * heap with objects that its variables hold on to.
 *
 * <p>Taken when the heap has grown past half of what it may grow to, given up when a piece of user
 * code ends and hardly anything is free. Giving it up allocates nothing.
 */
final class Reserve {
  private static final int LEAST = 12 << 20;
  private static final int MOST = 64 << 20;
  private static final int SHARE = 32;
  private static final int ROOM = 4;

  private final Runtime runtime = Runtime.getRuntime();
  private final int size =
      (int) Math.max(LEAST, Math.min(MOST, runtime.maxMemory() / SHARE));
  private volatile byte @Nullable [] kept;

  /** Takes the reserve when it may soon be needed and there is room for it. */
  void keep() {
    boolean mayBeNeeded = runtime.totalMemory() > runtime.maxMemory() / 2;
    if (kept == null && mayBeNeeded && free() > (long) ROOM * size) {
      kept = new byte[size];
    }
  }

  /** Gives the reserve up when memory is short. */
  void giveUpWhenShort() {
    if (kept != null && free() < size) {
      kept = null;
    }
  }

  private long free() {
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }
}
