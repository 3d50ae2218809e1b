package tcplab.simulation;

import java.util.function.Predicate;

/** What a model promises, and an explorer tries to break. */
public sealed interface ExplorerProperty {
  /** The promise in a few words, such as {@code no end waits for ever}. */
  String name();

  /** Whether a state, as its model packs it, satisfies the property's test. */
  Predicate<long[]> test();

  /**
   * Safety: the test is true in every state that can be reached.
   *
   * @param name the promise
   * @param test whether a state keeps it
   */
  record Always(String name, Predicate<long[]> test) implements ExplorerProperty {}

  /**
   * Liveness under fairness: whatever has happened, a state that passes the test will come.
   *
   * <p>Fair means: a step of {@link ExplorerModel.Steps#to} that is possible again and again is
   * taken at some time. So a segment that is repeated again and again arrives at some time (fair
   * loss), a timer expires, and an application that may close closes (eventual CLOSE). Nothing is
   * assumed of the steps of {@link ExplorerModel.Steps#perhaps}, losses and crashes: they may never
   * come, or again and again.
   *
   * <p>The promise holds exactly when from every reachable state fair steps alone can lead to one
   * that passes the test, which is what the explorer checks. If they can: a run that goes on for
   * ever comes back to some state again and again (there are finitely many); there the first fair
   * step of the way is possible again and again, so it is taken again and again, then the second,
   * and so on to the goal. If from some state they cannot: the run that goes there and then takes
   * fair steps only, each in its turn, is fair and never arrives. That state ends the
   * counterexample.
   *
   * @param name the promise
   * @param test whether a state is one that must come
   */
  record Eventually(String name, Predicate<long[]> test) implements ExplorerProperty {}
}
