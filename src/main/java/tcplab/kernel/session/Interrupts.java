package tcplab.kernel.session;

/**
 * Which cell an interrupt means: the one that runs; else the next one, when it has been sent
 * already and only waits for its turn, for the shell's start or for a busy machine. Without either
 * it means nothing.
 */
final class Interrupts {
  private int waiting;
  private boolean running;
  private boolean ofNext;

  /** A request came in. */
  synchronized void queued() {
    waiting++;
  }

  /** A request will not be run. */
  synchronized void dropped() {
    waiting--;
    ofNext &= waiting > 0;
  }

  /**
   * A request begins to run.
   *
   * @param begin makes it the one that is stopped from now on
   * @param stop stops it at once; runs when an interrupt came before
   */
  synchronized void begins(Runnable begin, Runnable stop) {
    begin.run();
    waiting--;
    running = true;
    if (ofNext) {
      ofNext = false;
      stop.run();
    }
  }

  /** The request that ran has ended. */
  synchronized void ended() {
    running = false;
  }

  /** An interrupt came: true when it means what runs now. */
  synchronized boolean meansNow() {
    ofNext = !running && waiting > 0;
    return running;
  }
}
