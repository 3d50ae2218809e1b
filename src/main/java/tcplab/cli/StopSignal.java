package tcplab.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C while a capture is read: the first one ends the reading, and what was read is printed; the
 * next one ends the process, as usual.
 */
final class StopSignal implements AutoCloseable {
  private static final Signal INTERRUPT = new Signal("INT");

  private final SignalHandler before;
  private volatile boolean asked;

  StopSignal() {
    before = Signal.handle(INTERRUPT, signal -> stop());
  }

  private void stop() {
    asked = true;
    Signal.handle(INTERRUPT, SignalHandler.SIG_DFL);
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
