package tcplab.kernel.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which the user's code runs, and how they are stopped.
 *
 * <p>Each piece of user code gets a thread of its own, in a thread group that belongs to its cell.
 * JShell's bookkeeping stays on the caller's thread, so that an exception thrown into the middle of
 * user code can never hit the shell. A stop goes through every thread of the cell's group, that is
 * through what the cell started as well, and leaves the threads of other cells alone:
 *
 * <ol>
 *   <li>{@link Thread#interrupt()}, which is what well-behaved code waits for;
 *   <li>after a moment, or {@value #ORDERLY_MILLIS} ms where an {@link OrderlyEnd} was promised,
 *       JVMTI's StopThread (see {@link ThreadStopper}), again and again for code that swallows it,
 *       with a signal for threads that sit in a blocking system call;
 *   <li>a thread that outlives all this for {@value #PATIENCE_MILLIS} ms is given up and named.
 * </ol>
 */
final class UserCode {
  private static final long GRACE_MILLIS = 25;
  private static final long ROUND_MILLIS = 15;
  private static final int INSISTING_ROUND = 3;
  private static final long PATIENCE_MILLIS = 2500;

  /** What a thread has that promised to end by itself. */
  private static final long ORDERLY_MILLIS = 1500;

  private static final long GLANCE_MILLIS = 200;

  private final ClassLoader contextLoader;
  private final Thread.UncaughtExceptionHandler uncaught;
  private final Reserve reserve = new Reserve(this::memoryIsShort);
  private volatile CellThreads cell;

  /**
   * Runs code of the user.
   *
   * @param contextLoader the context class loader of its threads
   * @param uncaught is told of exceptions that end a thread which the user's code started
   */
  UserCode(ClassLoader contextLoader, Thread.UncaughtExceptionHandler uncaught) {
    this.contextLoader = contextLoader;
    this.uncaught = uncaught;
    this.cell = new CellThreads("start", new CellGroup(uncaught));
  }

  /** Names the threads of what runs from now on, and forgets earlier stops. */
  void beginCell(String name) {
    // JDK 17 keeps every group for ever: one that is empty serves the next cell.
    CellGroup last = cell.group;
    cell = new CellThreads(name, last.activeCount() == 0 ? last : new CellGroup(uncaught));
  }

  /** Stops the present cell before it has run anything. */
  void stopAtOnce() {
    cell.startNoMore();
    cell.giveUp(List.of());
  }

  /** Whether the present cell has been told to stop. */
  boolean stopped() {
    return cell.stopping;
  }

  /**
   * Runs a piece of user code to its end.
   *
   * @return its value
   * @throws CellStoppedException when the cell was stopped, before or while it ran
   * @throws Exception what it threw
   */
  <T> @Nullable T call(Callable<T> code) throws Exception {
    CellThreads mine = cell;
    Run<T> run = new Run<>(code, mine);
    Thread thread = new Thread(mine.group, run, mine.nextName());
    thread.setContextClassLoader(contextLoader);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    if (mine.start(thread)) {
      mine.await(run.ended, thread, reserve);
    }
    return run.outcome();
  }

  /**
   * Stops the present cell.
   *
   * @return the names of threads that could not be stopped
   */
  List<String> stop() {
    CellThreads stopped = cell;
    stopped.startNoMore();
    List<Thread> alive = stopped.alive();
    alive.forEach(Thread::interrupt);
    join(alive, GRACE_MILLIS);
    long start = System.nanoTime();
    long orderly = start + TimeUnit.MILLISECONDS.toNanos(ORDERLY_MILLIS);
    long end = start + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    alive = stopped.alive();
    for (int round = 1; !alive.isEmpty() && System.nanoTime() < end; round++) {
      for (Thread thread : alive) {
        if (System.nanoTime() >= orderly || !OrderlyEnd.isPromisedBy(thread)) {
          thread.interrupt();
          ThreadStopper.stop(thread, new CellStop(round >= INSISTING_ROUND));
        }
      }
      join(alive, ROUND_MILLIS);
      alive = stopped.alive();
    }
    List<String> survivors = alive.stream().map(UserCode::name).toList();
    stopped.giveUp(survivors);
    return survivors;
  }

  private static String name(Thread thread) {
    // Virtual threads have no name unless they are given one.
    return thread.getName().isEmpty() ? thread.toString() : thread.getName();
  }

  /** The present cell gets the OutOfMemoryError that some other thread would get a moment later. */
  private void memoryIsShort() {
    String words =
        "Java heap space: all " + (Runtime.getRuntime().maxMemory() >> 20) + " MB are used";
    for (Thread thread : cell.alive()) {
      OutOfMemoryError error = new OutOfMemoryError(words);
      error.setStackTrace(thread.getStackTrace());
      ThreadStopper.stop(thread, error);
    }
  }

  private static void join(List<Thread> threads, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left > 0) {
          thread.join(left);
        }
      }
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  /** What holds a cell's threads together: those that they start are born into it. */
  private static final class CellGroup extends ThreadGroup {
    private final Thread.UncaughtExceptionHandler uncaught;
    private volatile @Nullable CellThreads cell;

    CellGroup(Thread.UncaughtExceptionHandler uncaught) {
      super("Cell threads");
      this.uncaught = uncaught;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
      CellThreads mine = cell;
      boolean told = mine != null && mine.stopping;
      if (!(thrown instanceof CellStop) && !told) {
        uncaught.uncaughtException(thread, thrown);
      }
    }
  }

  /** The threads of one cell. */
  private static final class CellThreads {
    private final String name;
    private final CellGroup group;
    private final StrayThreads strays = new StrayThreads();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable CountDownLatch waiting;
    private int started;
    private volatile boolean stopping;
    private volatile List<String> survivors = List.of();

    CellThreads(String name, CellGroup group) {
      this.name = name;
      this.group = group;
      group.cell = this;
    }

    synchronized String nextName() {
      started++;
      return started == 1 ? name : name + "." + started;
    }

    /** Starts a thread, unless a stop is on; who stops later finds it in the group. */
    synchronized boolean start(Thread thread) {
      if (!stopping) {
        strays.began(thread);
        thread.start();
      }
      return !stopping;
    }

    synchronized void startNoMore() {
      stopping = true;
    }

    List<Thread> alive() {
      Thread[] threads = new Thread[group.activeCount() + 16];
      int count = group.enumerate(threads, true);
      List<Thread> alive = new ArrayList<>(strays.atWork());
      for (int i = 0; i < count; i++) {
        if (threads[i].isAlive() && threads[i] != Thread.currentThread()) {
          alive.add(threads[i]);
        }
      }
      return alive;
    }

    /** Waits for the code's end, or, once a stop is on, for the stop's end. */
    void await(CountDownLatch ended, Thread thread, Reserve reserve) throws InterruptedException {
      waiting = ended;
      do {
        reserve.keep();
      } while (!ended.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS) && thread.isAlive());
      if (stopping) {
        over.await();
      }
    }

    /** The stop is through: who waits for a thread that would not end waits no longer. */
    void giveUp(List<String> names) {
      survivors = names;
      over.countDown();
      CountDownLatch ended = waiting;
      if (ended != null) {
        ended.countDown();
      }
    }
  }

  private static final class Run<T> implements Runnable {
    private final Callable<T> code;
    private final CellThreads mine;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable T value;
    private volatile @Nullable Throwable thrown;

    Run(Callable<T> code, CellThreads mine) {
      this.code = code;
      this.mine = mine;
    }

    @Override
    public void run() {
      try {
        value = code.call();
      } catch (Throwable any) {
        thrown = any;
      } finally {
        ended.countDown();
      }
    }

    @Nullable T outcome() throws Exception {
      if (mine.stopping) {
        throw new CellStoppedException(mine.survivors);
      }
      Throwable failure = thrown;
      if (failure instanceof Exception exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      return value;
    }
  }
}
