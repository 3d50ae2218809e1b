package tcplab.kernel.shell;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * A library's promise that its code looks for an interrupt and ends soon after one by itself, with
 * a result that the reader wants to keep.
 *
 * <p>A stop of the cell leaves such a thread more time than another one ({@link UserCode}): on a
 * busy machine what has to be done until the end may take long. Once it was interrupted, the
 * promise stands until the cell has ended, for what follows has to keep the result.
 */
public final class OrderlyEnd implements AutoCloseable {
  private static final Set<Thread> PROMISED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final Thread thread;

  private OrderlyEnd(Thread thread) {
    this.thread = thread;
  }

  /** Gives the promise for the current thread; closed by the same thread. */
  public static OrderlyEnd promised() {
    OrderlyEnd end = new OrderlyEnd(Thread.currentThread());
    PROMISED.add(end.thread);
    return end;
  }

  /** Whether a thread has promised it. */
  static boolean isPromisedBy(Thread thread) {
    return PROMISED.contains(thread);
  }

  @Override
  public void close() {
    if (!thread.isInterrupted()) {
      PROMISED.remove(thread);
    }
  }
}
