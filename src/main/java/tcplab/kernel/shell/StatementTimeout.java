package tcplab.kernel.shell;

import java.time.Duration;

/** Stops the running cell when one of its statements takes too long. */
final class StatementTimeout implements AutoCloseable {
  private final UserCode userCode;
  private final Duration limit;
  private final Thread thread = new Thread(this::watch, "tcplab-timeout");
  private volatile boolean passed;

  /** Begins to watch; {@link #close} ends it. */
  StatementTimeout(UserCode userCode, Duration limit) {
    this.userCode = userCode;
    this.limit = limit;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      Thread.sleep(limit.toMillis(), limit.toNanosPart() % 1_000_000);
    } catch (InterruptedException inTime) {
      return;
    }
    passed = true;
    userCode.stop();
  }

  /** The exception of a statement that was stopped, telling why when it was by this. */
  CellStoppedException explain(CellStoppedException stopped) {
    return passed
        ? new CellStoppedException("timed out after " + words(limit), stopped.stillRunning())
        : stopped;
  }

  private static String words(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
