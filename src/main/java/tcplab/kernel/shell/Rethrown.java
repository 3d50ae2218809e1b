package tcplab.kernel.shell;

import org.jspecify.annotations.Nullable;

/**
 * Hands an exception to a snippet that throws it again, because JShell tells the places of frames
 * only for what a snippet throws. Public because that snippet calls it; of no use to anyone else.
 */
public final class Rethrown {
  /** The snippet. */
  static final String SNIPPET = "throw " + Rethrown.class.getName() + ".take();";

  private static volatile @Nullable Throwable held;

  private Rethrown() {}

  static void hold(Throwable thrown) {
    held = thrown;
  }

  /**
   * What is held.
   *
   * @return the exception
   */
  public static Throwable take() {
    Throwable taken = held;
    held = null;
    return taken == null ? new IllegalStateException("Nothing to throw") : taken;
  }
}
