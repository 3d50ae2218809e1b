package tcplab.sockets;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Reads the sockets again and again at an interval and writes what it sees into a {@link History}.
 * Readings stand at multiples of the interval from the first one; one that takes longer leaves the
 * next out.
 */
public final class Recorder {
  /** A file of a history is set aside when it has grown to this many octets. */
  public static final long MOST_OCTETS = 64L << 20;

  private static final Duration SHORTEST = Duration.ofMillis(10);

  private final LiveSockets source;
  private final Duration interval;

  /**
   * Prepares a recording.
   *
   * @param source whom to ask
   * @param interval at least 10 ms
   * @throws IllegalArgumentException when the interval is shorter
   */
  public Recorder(LiveSockets source, Duration interval) {
    if (interval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "an interval of " + interval + " is too short; take at least 10 ms");
    }
    this.source = source;
    this.interval = interval;
  }

  /**
   * Records into memory until told to stop or the thread is interrupted, whose flag then is set.
   *
   * @param goesOn is asked before each reading but the first, with the ns since the first
   * @param each is given every snapshot once the history has it
   * @throws IOException when the sockets cannot be read
   */
  public void record(History history, LongPredicate goesOn, Consumer<Snapshot> each)
      throws IOException {
    try (HistoryWriter writer = HistoryWriter.to(history)) {
      run(writer, goesOn, each);
    }
  }

  /**
   * The same with a file beside the memory, set aside at {@link #MOST_OCTETS}.
   *
   * @throws IOException when the sockets cannot be read or the file not be written
   */
  public void record(History history, Path file, LongPredicate goesOn, Consumer<Snapshot> each)
      throws IOException {
    try (HistoryWriter writer = HistoryWriter.to(history, new HistoryFile(file, MOST_OCTETS))) {
      run(writer, goesOn, each);
    }
  }

  private void run(HistoryWriter writer, LongPredicate goesOn, Consumer<Snapshot> each)
      throws IOException {
    long start = System.nanoTime();
    long next = 0;
    do {
      Snapshot now = source.snapshot();
      writer.add(now);
      each.accept(now);
      long elapsed = System.nanoTime() - start;
      next = (elapsed / interval.toNanos() + 1) * interval.toNanos();
    } while (sleep(start + next) && goesOn.test(System.nanoTime() - start));
  }

  /** Whether the thread slept until then; false when it was interrupted. */
  private static boolean sleep(long until) {
    while (!Thread.currentThread().isInterrupted()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      LockSupport.parkNanos(Math.max(left, TimeUnit.MICROSECONDS.toNanos(1)));
    }
    return false;
  }
}
