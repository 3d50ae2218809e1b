package tcplab.simulation;

import java.util.List;

/** A model made for a test: only its states and steps count. */
abstract class ToyModel implements ExplorerModel {
  private final int words;
  private final List<ExplorerProperty> properties;

  ToyModel(int words, ExplorerProperty... properties) {
    this.words = words;
    this.properties = List.of(properties);
  }

  @Override
  public String variant() {
    return "toy";
  }

  @Override
  public List<String> assumptions() {
    return List.of();
  }

  @Override
  public List<String> bounds() {
    return List.of();
  }

  @Override
  public int words() {
    return words;
  }

  @Override
  public List<ExplorerProperty> properties() {
    return properties;
  }

  @Override
  public Action action(int code) {
    return new Action(Kind.EVENT, "step " + code, List.of());
  }

  @Override
  public List<Segment> inFlight(long[] state) {
    return List.of();
  }

  @Override
  public String client(long[] state) {
    return "";
  }

  @Override
  public String server(long[] state) {
    return "";
  }

  /** So many counters, a long each, every one of which can be counted up to a limit. */
  static ToyModel counters(int counters, int limit, ExplorerProperty... properties) {
    return new ToyModel(counters, properties) {
      @Override
      public void initial(Steps steps) {
        steps.to(new long[counters], 0);
      }

      @Override
      public void successors(long[] state, Steps steps) {
        for (int i = 0; i < counters; i++) {
          if (state[i] < limit) {
            long[] next = state.clone();
            next[i]++;
            steps.to(next, i);
          }
        }
      }
    };
  }

  /** A graph: from each node, by its number, to others; a negative target is not fair. */
  static ToyModel graph(int[][] targets, ExplorerProperty... properties) {
    return new ToyModel(1, properties) {
      @Override
      public void initial(Steps steps) {
        steps.to(new long[1], 0);
      }

      @Override
      public void successors(long[] state, Steps steps) {
        for (int target : targets[(int) state[0]]) {
          if (target < 0) {
            steps.perhaps(new long[] {-1 - target}, target);
          } else {
            steps.to(new long[] {target}, target);
          }
        }
      }
    };
  }
}
