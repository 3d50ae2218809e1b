package tcplab.kernel.shell;

/**
 * Thrown into the threads of a cell that is stopped. Public because compiled cells call {@link
 * #check}; of no use to anyone else.
 */
@SuppressWarnings({"removal", "deprecation"}) // ThreadDeath: no handler prints it.
public final class CellStop extends ThreadDeath {
  private static final long serialVersionUID = 1L;
  private final boolean insists;

  /** A stop; one that insists passes through handlers that would swallow it. */
  CellStop(boolean insists) {
    this.insists = insists;
  }

  /**
   * Begins the handlers of cells that catch everything.
   *
   * @param caught what such a handler caught; thrown again when it is a stop that insists
   */
  public static void check(Throwable caught) {
    if (caught instanceof CellStop stop && stop.insists) {
      throw stop;
    }
  }
}
