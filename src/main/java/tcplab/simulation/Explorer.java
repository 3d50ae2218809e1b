package tcplab.simulation;

/**
 * Tries every order: an explicit-state model checker in one loop.
 *
 * <p>It begins with the states in which a run may begin and takes, state by state in the order in
 * which they were found, every step that the model offers; a state seen before is not seen again.
 * That is breadth first, so the first state that breaks a safety property is one of those that need
 * the fewest steps, and following its predecessors back gives a shortest counterexample. When no
 * new state turns up, every order has been tried, and what was not broken holds, in this model and
 * under its assumptions. Properties about what must come at last are decided then, on the graph of
 * all fair steps ({@link ExplorerProperty.Eventually}).
 *
 * <p>States are packed longs in a hash set of primitives ({@code ExplorerStates}): some 30 to 40
 * octets each, and with the models of this package two to three microseconds of a core.
 */
public final class Explorer {
  private Explorer() {}

  /** Explores a model within the usual limits. */
  public static Exploration explore(ExplorerModel model) {
    return explore(model, ExplorerLimits.USUAL);
  }

  /**
   * Explores a model. When a limit is reached, or the thread is interrupted, what was explored is
   * reported, and {@link Exploration#stopped} says why it is not all; the thread stays interrupted.
   */
  public static Exploration explore(ExplorerModel model, ExplorerLimits limits) {
    return new ExplorerSearch(model, limits).run();
  }
}
