package tcplab.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** The explorer's work done again with the collections of the JDK, to compare. */
final class NaiveSearch {
  final Map<List<Long>, Integer> distance = new HashMap<>();
  private final Map<List<Long>, List<List<Long>>> fair = new HashMap<>();
  long steps;

  NaiveSearch(ExplorerModel model) {
    Deque<List<Long>> queue = new ArrayDeque<>();
    model.initial(taker((state, isFair) -> enter(state, 0, queue)));
    while (!queue.isEmpty()) {
      List<Long> state = queue.remove();
      List<List<Long>> targets = new ArrayList<>();
      fair.put(state, targets);
      int next = distance.getOrDefault(state, 0) + 1;
      model.successors(
          unboxed(state),
          taker(
              (target, isFair) -> {
                steps++;
                enter(target, next, queue);
                if (isFair) {
                  targets.add(target);
                }
              }));
    }
  }

  private void enter(List<Long> state, int steps, Deque<List<Long>> queue) {
    if (distance.putIfAbsent(state, steps) == null) {
      queue.add(state);
    }
  }

  int depth() {
    return distance.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** How many steps the nearest state needs that breaks a property; -1 when none does. */
  int nearestBroken(ExplorerProperty.Always property) {
    return distance.keySet().stream()
        .filter(state -> !property.test().test(unboxed(state)))
        .mapToInt(distance::get)
        .min()
        .orElse(-1);
  }

  /** Whether from every state fair steps lead to a goal: asked of each state on its own. */
  boolean comesAlways(ExplorerProperty.Eventually property) {
    return distance.keySet().stream().allMatch(state -> comesFrom(state, property));
  }

  private boolean comesFrom(List<Long> start, ExplorerProperty.Eventually property) {
    Set<List<Long>> seen = new HashSet<>(List.of(start));
    Deque<List<Long>> queue = new ArrayDeque<>(seen);
    while (!queue.isEmpty()) {
      List<Long> state = queue.remove();
      if (property.test().test(unboxed(state))) {
        return true;
      }
      for (List<Long> target : fair.getOrDefault(state, List.of())) {
        if (seen.add(target)) {
          queue.add(target);
        }
      }
    }
    return false;
  }

  private static long[] unboxed(List<Long> state) {
    return state.stream().mapToLong(Long::longValue).toArray();
  }

  private interface Taker {
    void take(List<Long> state, boolean isFair);
  }

  private static ExplorerModel.Steps taker(Taker taker) {
    return new ExplorerModel.Steps() {
      @Override
      public void to(long[] next, int action) {
        taker.take(LongStream.of(next).boxed().toList(), true);
      }

      @Override
      public void perhaps(long[] next, int action) {
        taker.take(LongStream.of(next).boxed().toList(), false);
      }

      @Override
      public void cut() {
        throw new AssertionError("a bound cuts the model short");
      }
    };
  }
}
