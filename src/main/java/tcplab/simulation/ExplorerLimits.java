package tcplab.simulation;

/**
 * Where an explorer stops, so that bounds which are too large end in a sentence and not in an
 * OutOfMemoryError.
 *
 * @param states how many states at most
 * @param bytes how much memory at most, in octets, for states and steps
 */
public record ExplorerLimits(long states, long bytes) {
  /** Any number of states in half of the memory that this JVM may take. */
  public static final ExplorerLimits USUAL =
      new ExplorerLimits(Long.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is not positive
   */
  public ExplorerLimits {
    if (states <= 0 || bytes <= 0) {
      throw new IllegalArgumentException(
          "an explorer needs room for one state at least: "
              + states
              + " states, "
              + bytes
              + " octets are no limits");
    }
  }

  /** The same with at most so many states. */
  public ExplorerLimits withStates(long most) {
    return new ExplorerLimits(most, bytes);
  }

  /** The same with at most so much memory, in octets. */
  public ExplorerLimits withBytes(long most) {
    return new ExplorerLimits(states, most);
  }
}
