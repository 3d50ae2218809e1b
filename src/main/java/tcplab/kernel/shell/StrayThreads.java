package tcplab.kernel.shell;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcplab.kernel.wire.KernelLog;

/**
 * Threads that work for a cell and do not belong to its thread group: virtual threads, which have
 * no group of their own, and the workers of the common pool (parallel streams, CompletableFuture),
 * which outlive cells.
 *
 * <p>A virtual thread is the cell's when it was started after the cell's first thread; a worker,
 * when it is at work and was not before the cell began.
 */
final class StrayThreads {
  private final Set<Thread> busyBefore = Set.copyOf(busyWorkers());
  private volatile long firstThread = Long.MAX_VALUE;

  /** The cell's first thread is about to start. */
  void began(Thread thread) {
    firstThread = Math.min(firstThread, thread.getId());
  }

  /** Those that live or work at this moment. */
  List<Thread> atWork() {
    List<Thread> found = new ArrayList<>(busyWorkers());
    found.removeAll(busyBefore);
    try {
      VirtualThreads.all()
          .filter(thread -> thread.getId() > firstThread && thread.isAlive())
          .forEach(found::add);
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      KernelLog.debug("Virtual threads are not known: " + unknown);
    }
    return found;
  }

  private static List<Thread> busyWorkers() {
    if (ForkJoinPool.commonPool().getActiveThreadCount() == 0) {
      return List.of();
    }
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[root.activeCount() + 16];
    int count = root.enumerate(all, true);
    return Stream.of(all)
        .limit(count)
        .filter(StrayThreads::isWorker)
        .filter(StrayThreads::isBusy)
        .collect(Collectors.toList());
  }

  private static boolean isWorker(Thread thread) {
    return thread instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool();
  }

  private static boolean isBusy(Thread worker) {
    for (StackTraceElement frame : worker.getStackTrace()) {
      if (frame.getMethodName().equals("doExec")) {
        return true;
      }
    }
    return false;
  }

  /** The JDK counts them in a package that the jar's manifest opens; before 21 there are none. */
  private static final class VirtualThreads {
    private static final String CONTAINERS = "jdk.internal.vm.ThreadContainers";
    private static final int FIRST_VERSION = 21;

    static Stream<Thread> all() throws ReflectiveOperationException {
      if (Runtime.version().feature() < FIRST_VERSION) {
        return Stream.empty();
      }
      List<Thread> found = new ArrayList<>();
      collect(Class.forName(CONTAINERS).getMethod("root").invoke(null), found);
      return found.stream();
    }

    private static void collect(Object container, List<Thread> found)
        throws ReflectiveOperationException {
      Class<?> type = Class.forName("jdk.internal.vm.ThreadContainer");
      for (Object thread : stream(type.getMethod("threads"), container)) {
        if (thread.getClass().getName().contains("Virtual")) {
          found.add((Thread) thread);
        }
      }
      for (Object child : stream(type.getMethod("children"), container)) {
        collect(child, found);
      }
    }

    private static List<?> stream(Method method, Object container)
        throws ReflectiveOperationException {
      return ((Stream<?>) method.invoke(container)).toList();
    }
  }
}
