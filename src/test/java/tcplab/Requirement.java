package tcplab;

import org.junit.jupiter.api.Assumptions;

/** What a test needs of its surroundings. Without it the test is aborted and says so. */
public final class Requirement {
  private Requirement() {}

  /**
   * Aborts the test when the condition does not hold, or fails it when TCPLAB_NO_SKIP=1.
   *
   * @param missing what is missing, for the message
   */
  public static void requires(boolean condition, String missing) {
    if (!condition && "1".equals(System.getenv("TCPLAB_NO_SKIP"))) {
      throw new AssertionError("missing, and TCPLAB_NO_SKIP=1: " + missing);
    }
    Assumptions.assumeTrue(condition, "missing: " + missing);
  }
}
