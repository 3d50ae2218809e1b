package tcplab;

import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine, and what happens when it is not there. */
public final class Requirement {
  private Requirement() {}

  /**
   * Aborts the test, saying what is missing; fails it where the environment variable {@code
   * TCPLAB_NO_SKIP} is 1, so that a complete machine cannot skip in silence.
   */
  public static void requires(boolean condition, String missing) {
    if (!condition && "1".equals(System.getenv("TCPLAB_NO_SKIP"))) {
      throw new AssertionError("missing: " + missing);
    }
    Assumptions.assumeTrue(condition, () -> "missing: " + missing);
  }
}
