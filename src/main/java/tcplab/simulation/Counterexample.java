package tcplab.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A shortest run that breaks a property: the explorer goes breadth first, so no run with fewer
 * steps does.
 */
public final class Counterexample {
  private final String title;
  private final String ending;
  private final List<ExplorerStep> steps;
  private final List<long[]> states;
  private final int[] actions;

  private Counterexample(
      String title, String ending, List<ExplorerStep> steps, List<long[]> states, int[] actions) {
    this.title = title;
    this.ending = ending;
    this.steps = List.copyOf(steps);
    this.states = states;
    this.actions = actions;
  }

  /** Follows the steps back from a state, and tells them forwards. */
  static Counterexample of(
      ExplorerModel model, ExplorerStates all, int last, String property, String ending) {
    List<Integer> numbers = new ArrayList<>();
    for (int at = last; at >= 0; at = all.before(at)) {
      numbers.add(0, at);
    }
    List<long[]> states = new ArrayList<>();
    int[] actions = new int[numbers.size()];
    for (int i = 0; i < actions.length; i++) {
      long[] state = new long[model.words()];
      all.get(numbers.get(i), state);
      states.add(state);
      actions[i] = all.action(numbers.get(i));
    }
    String title = model.variant() + ": \"" + property + "\" is violated";
    List<ExplorerStep> steps = new ExplorerNarrator(model).tell(states, actions);
    return new Counterexample(title, ending, steps, states, actions);
  }

  /** Which property of which model is broken. */
  public String title() {
    return title;
  }

  /** What is wrong at the end, a sentence without its full stop. */
  public String ending() {
    return ending;
  }

  /** How many steps it has. */
  public int length() {
    return actions.length - 1;
  }

  /** The steps in order; the first, number 0, is how the run begins. */
  public List<ExplorerStep> steps() {
    return steps;
  }

  /**
   * Goes through the run again and asks the model at every state whether the step is possible.
   *
   * @param model the model that it was found in, or another with the same packing
   * @return how many steps were possible; {@link #length} when all were, -1 when the model does not
   *     even begin so
   */
  public int replay(ExplorerModel model) {
    if (!offers(model::initial, states.get(0), 0, false)) {
      return -1;
    }
    for (int i = 1; i < actions.length; i++) {
      long[] from = states.get(i - 1).clone();
      if (!offers(steps -> model.successors(from, steps), states.get(i), actions[i], true)) {
        return i - 1;
      }
    }
    return length();
  }

  /** Something that gives steps. */
  private interface Offer {
    void give(ExplorerModel.Steps steps);
  }

  private static boolean offers(Offer offer, long[] wanted, int action, boolean named) {
    boolean[] found = new boolean[1];
    offer.give(
        new ExplorerModel.Steps() {
          @Override
          public void to(long[] next, int code) {
            found[0] |= java.util.Arrays.equals(next, wanted) && (!named || code == action);
          }

          @Override
          public void perhaps(long[] next, int code) {
            to(next, code);
          }

          @Override
          public void cut() {
            // A bound that leaves out other steps does not make this one impossible.
          }
        });
    return found[0];
  }

  /** The steps, one a line, and what is wrong at the end. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(title).append('\n');
    for (ExplorerStep step : steps) {
      out.append(step.number()).append(". ").append(step.text());
      out.append(" [client ").append(step.client());
      out.append(", server ").append(step.server()).append("]\n");
    }
    return out.append("→ ").append(ending).append('\n').toString();
  }
}
