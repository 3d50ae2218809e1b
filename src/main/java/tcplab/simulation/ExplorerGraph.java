package tcplab.simulation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The fair steps between all states by their numbers, and the question from where a goal can be
 * reached by them.
 *
 * <p>States are expanded in the order of their numbers, so the targets of one state lie together
 * and only where they begin is kept: 4 octets a state and 4 a step.
 */
final class ExplorerGraph {
  private int[] starts = new int[1 << 10];
  private int[] targets = new int[1 << 12];
  private int states;
  private int steps;

  /** Begins the steps of the next state. */
  void nextState() {
    if (states + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[states++] = steps;
    starts[states] = steps;
  }

  /** Adds a step of the state begun last. */
  void add(int target) {
    if (steps == targets.length) {
      targets = Arrays.copyOf(targets, 2 * targets.length);
    }
    targets[steps++] = target;
    starts[states] = steps;
  }

  /** What all this takes, in octets. */
  long bytes() {
    return 4L * starts.length + 4L * targets.length;
  }

  /** What it will take while the next state and its steps are added, in octets. */
  long bytesToGrow() {
    boolean grows = states + 1 >= starts.length || steps + 256 >= targets.length;
    return bytes() + (grows ? 8L * Math.max(starts.length, targets.length) : 0);
  }

  /** Whether no further step can be numbered. */
  boolean exhausted() {
    return steps >= 1 << 29;
  }

  /** Whether no fair step leads from a state to another one. */
  boolean isEnd(int state) {
    for (int i = starts[state]; i < starts[state + 1]; i++) {
      if (targets[i] != state) {
        return false;
      }
    }
    return true;
  }

  /**
   * Extends a set of states by all from which it can be reached.
   *
   * <p>Steps lead mostly to states of higher number, so going through them downwards settles nearly
   * all in one pass; passes are repeated until one changes nothing.
   */
  void addOrigins(BitSet goals) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int state = goals.previousClearBit(states - 1);
          state >= 0;
          state = goals.previousClearBit(state - 1)) {
        if (leadsInto(goals, state)) {
          goals.set(state);
          changed = true;
        }
      }
    }
  }

  private boolean leadsInto(BitSet goals, int state) {
    for (int i = starts[state]; i < starts[state + 1]; i++) {
      if (goals.get(targets[i])) {
        return true;
      }
    }
    return false;
  }
}
