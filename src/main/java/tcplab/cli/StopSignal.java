package tcplab.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C while something is read: the first one ends the reading, and what was read is printed; the
 * next one ends the process, as usual.
 */
final class StopSignal implements AutoCloseable, SignalHandler {
  private static final Signal INTERRUPT = new Signal("INT");

  private final SignalHandler before;
  private final Runnable wake;
  private volatile boolean asked;

  /** For a reader that looks at {@link #asked} often enough by itself. */
  StopSignal() {
    this(() -> {});
  }

  /**
   * For a reader that waits.
   *
   * @param wake ends the waiting; called in another thread
   */
  StopSignal(Runnable wake) {
    this.wake = wake;
    before = Signal.handle(INTERRUPT, this);
  }

  @Override
  public void handle(Signal signal) {
    asked = true;
    Signal.handle(INTERRUPT, SignalHandler.SIG_DFL);
    wake.run();
  }

  /** Whether Ctrl-C was pressed. */
  boolean asked() {
    return asked;
  }

  @Override
  public void close() {
    if (!asked) {
      Signal.handle(INTERRUPT, before);
    }
  }
}
