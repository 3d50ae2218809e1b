package tcplab.simulation;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of one property.
 *
 * @param property its name
 * @param outcome whether it holds
 * @param states how many states had been seen when that was known
 * @param counterexample a shortest run that breaks it, when it is violated
 */
public record ExplorerVerdict(
    String property, Outcome outcome, int states, Optional<Counterexample> counterexample) {

  /** Whether a property holds. */
  public enum Outcome {
    /** In every state that the model can reach. */
    HOLDS,
    /** Not in all; there is a counterexample. */
    VIOLATED,
    /** Nobody knows: not every state was seen, and those that were do not break it. */
    UNDECIDED;

    /** As it is written in tables: {@code holds}, {@code violated}, {@code undecided}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many steps the counterexample has; empty when there is none. */
  public OptionalInt counterexampleLength() {
    return counterexample.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(counterexample.get().length());
  }
}
