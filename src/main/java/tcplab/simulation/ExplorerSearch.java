package tcplab.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tcplab.simulation.ExplorerVerdict.Outcome;

/** One search through a model's states; {@link Explorer} says how it goes. */
final class ExplorerSearch implements ExplorerModel.Steps {
  private static final int INTERRUPT_CHECK = 1 << 12;

  private final ExplorerModel model;
  private final ExplorerLimits limits;
  private final List<ExplorerProperty> properties;
  private final ExplorerStates states;
  private final ExplorerGraph graph = new ExplorerGraph();
  private final boolean keepsGraph;
  private final int[] broken;
  private final int[] brokenAt;
  private int openSafety;
  private int from = -1;
  private long steps;
  private int depth;
  private boolean cut;
  private String stopped = "";

  ExplorerSearch(ExplorerModel model, ExplorerLimits limits) {
    this.model = model;
    this.limits = limits;
    this.properties = model.properties();
    this.states = new ExplorerStates(model.words());
    this.keepsGraph = properties.stream().anyMatch(p -> p instanceof ExplorerProperty.Eventually);
    this.broken = new int[properties.size()];
    this.brokenAt = new int[properties.size()];
    Arrays.fill(broken, -1);
    openSafety =
        (int) properties.stream().filter(p -> p instanceof ExplorerProperty.Always).count();
  }

  Exploration run() {
    long begin = System.nanoTime();
    model.initial(this);
    int levelEnd = states.size();
    long[] state = new long[model.words()];
    for (from = 0; from < states.size() && stopped.isEmpty() && undecided(); from++) {
      if (from == levelEnd) {
        depth++;
        levelEnd = states.size();
      }
      if ((from & INTERRUPT_CHECK - 1) == 0 && Thread.currentThread().isInterrupted()) {
        stopped = "interrupted " + soFar();
        break;
      }
      states.get(from, state);
      if (keepsGraph) {
        graph.nextState();
      }
      model.successors(state, this);
    }
    decideLiveness();
    List<ExplorerVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < properties.size(); i++) {
      verdicts.add(verdict(i));
    }
    return new Exploration(
        model.variant(),
        model.assumptions(),
        model.bounds(),
        verdicts,
        states.size(),
        steps,
        depth,
        System.nanoTime() - begin,
        states.bytes() + (keepsGraph ? graph.bytes() : 0),
        stopped);
  }

  /** Nothing is left to find out once every safety property is broken and there is no other. */
  private boolean undecided() {
    return openSafety > 0 || keepsGraph || properties.isEmpty();
  }

  @Override
  public void to(long[] next, int action) {
    int number = number(next, action);
    if (keepsGraph && from >= 0 && number >= 0 && hasMemory()) {
      graph.add(number);
    }
  }

  @Override
  public void perhaps(long[] next, int action) {
    number(next, action);
  }

  /** The state's number; -1 when there is no room for it. */
  private int number(long[] next, int action) {
    if (!stopped.isEmpty()) {
      return -1;
    }
    steps += from < 0 ? 0 : 1;
    int number = states.find(next);
    if (number < 0 && hasRoom()) {
      number = states.add(next, from, action);
      check(number, next);
    }
    return number;
  }

  @Override
  public void cut() {
    cut = true;
  }

  private void check(int number, long[] state) {
    for (int i = 0; i < broken.length; i++) {
      if (broken[i] < 0
          && properties.get(i) instanceof ExplorerProperty.Always always
          && !always.test().test(state)) {
        broken[i] = number;
        brokenAt[i] = states.size();
        openSafety--;
      }
    }
  }

  private boolean hasRoom() {
    if (states.size() >= limits.states()) {
      stop(String.format(Locale.ROOT, "limit of %,d states reached", limits.states()));
      return false;
    }
    return hasMemory();
  }

  private boolean hasMemory() {
    long needed = states.bytesToGrow() + (keepsGraph ? graph.bytesToGrow() : 0);
    boolean fits = needed <= limits.bytes() && !states.exhausted() && !graph.exhausted();
    if (!fits) {
      stop(
          String.format(
              Locale.ROOT,
              "out of memory: the next state needs %,d KiB and %,d KiB are allowed",
              needed >> 10,
              limits.bytes() >> 10));
    }
    return fits;
  }

  private void stop(String why) {
    stopped = why + " " + soFar() + "; take smaller bounds, or give the JVM more memory (-Xmx)";
  }

  private String soFar() {
    return String.format(
        Locale.ROOT, "after %,d states, %d steps deep and no deeper", states.size(), depth);
  }

  private void decideLiveness() {
    if (!stopped.isEmpty() || cut || !keepsGraph) {
      return; // a state whose steps are not all known could look like one that none leave
    }
    for (int i = 0; i < broken.length; i++) {
      if (properties.get(i) instanceof ExplorerProperty.Eventually eventually) {
        broken[i] = trap(eventually);
        brokenAt[i] = states.size();
      }
    }
  }

  /**
   * The first state from which no goal can be reached, where there is one, one that cannot be left
   * either; -1 when there is none.
   */
  private int trap(ExplorerProperty.Eventually property) {
    BitSet goals = new BitSet(states.size());
    long[] state = new long[model.words()];
    for (int number = 0; number < states.size(); number++) {
      states.get(number, state);
      goals.set(number, property.test().test(state));
    }
    graph.addOrigins(goals);
    int first = goals.nextClearBit(0);
    for (int number = first; number < states.size(); number = goals.nextClearBit(number + 1)) {
      if (graph.isEnd(number)) {
        return number;
      }
    }
    return first < states.size() ? first : -1;
  }

  private ExplorerVerdict verdict(int i) {
    ExplorerProperty property = properties.get(i);
    if (broken[i] < 0) {
      Outcome outcome = stopped.isEmpty() && !cut ? Outcome.HOLDS : Outcome.UNDECIDED;
      return new ExplorerVerdict(property.name(), outcome, states.size(), Optional.empty());
    }
    Counterexample run =
        Counterexample.of(model, states, broken[i], property.name(), ending(property, broken[i]));
    return new ExplorerVerdict(property.name(), Outcome.VIOLATED, brokenAt[i], Optional.of(run));
  }

  private String ending(ExplorerProperty property, int state) {
    String name = "\"" + property.name() + "\" is broken";
    if (property instanceof ExplorerProperty.Always) {
      return "here " + name;
    }
    return graph.isEnd(state)
        ? "nothing more will happen by itself, and " + name
        : "nothing that is sure to come leads out of this, and " + name;
  }
}
