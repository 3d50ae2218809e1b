package tcplab.simulation;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * What an explorer found out about a model.
 *
 * @param variant the model
 * @param assumptions what the verdicts take for granted
 * @param bounds how far the model goes
 * @param verdicts one per property, in the model's order
 * @param states how many different states were seen
 * @param steps how many steps between them were tried
 * @param depth how many steps the farthest of them is away from the beginning
 * @param timeNs how long that took
 * @param bytes how much memory states and steps took at the end, in octets
 * @param stopped why the explorer stopped before it had seen everything; empty when it had
 */
public record Exploration(
    String variant,
    List<String> assumptions,
    List<String> bounds,
    List<ExplorerVerdict> verdicts,
    int states,
    long steps,
    int depth,
    long timeNs,
    long bytes,
    String stopped) {
  /** Keeps copies of the lists. */
  public Exploration {
    assumptions = List.copyOf(assumptions);
    bounds = List.copyOf(bounds);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * The verdict on a property.
   *
   * @throws NoSuchElementException when the model has none of that name
   */
  public ExplorerVerdict verdict(String property) {
    return verdicts.stream()
        .filter(verdict -> verdict.property().equals(property))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    variant
                        + " has no property \""
                        + property
                        + "\"; there are: "
                        + verdicts.stream().map(ExplorerVerdict::property).toList()));
  }
}
