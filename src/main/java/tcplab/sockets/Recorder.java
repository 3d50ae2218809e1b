package tcplab.sockets;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
   * Records into memory until told to stop or the thread is interrupted, whose flag then is set. A
   * reading that was under way then is left out, for its files may have been closed under it.
   *
   * @param goesOn is asked before each reading but the first, and whenever the thread wakes up
   *     ({@link LockSupport#unpark}), with the ns since the first; once false, always false
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
    long next;
    do {
      Optional<Snapshot> now = reading();
      if (now.isEmpty()) {
        return;
      }
      writer.add(now.get());
      each.accept(now.get());
      long elapsed = System.nanoTime() - start;
      next = (elapsed / interval.toNanos() + 1) * interval.toNanos();
    } while (sleep(start, next, goesOn));
  }

  /** A whole one; empty when the thread was interrupted before or meanwhile. */
  private Optional<Snapshot> reading() throws IOException {
    try {
      Snapshot now = source.snapshot();
      return Thread.currentThread().isInterrupted() ? Optional.empty() : Optional.of(now);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        return Optional.empty(); // an interrupt closes the channels that the thread reads from
      }
      throw e;
    }
  }

  /** Whether the next reading is wanted, once its time has come. */
  private static boolean sleep(long start, long next, LongPredicate goesOn) {
    while (!Thread.currentThread().isInterrupted()) {
      long elapsed = System.nanoTime() - start;
      if (!goesOn.test(elapsed)) {
        return false;
      }
      if (elapsed >= next) {
        return true;
      }
      LockSupport.parkNanos(next - elapsed);
    }
    return false;
  }
}
