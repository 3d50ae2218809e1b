package tcplab.simulation;

import java.util.ArrayList;
import java.util.List;
import tcplab.simulation.ExplorerModel.Action;
import tcplab.simulation.ExplorerModel.Kind;
import tcplab.simulation.ExplorerModel.Segment;
import tcplab.simulation.ExplorerStep.Move;
import tcplab.simulation.ExplorerStep.What;

/** Tells a run in words: what each step does to the segments on their way, and to both ends. */
final class ExplorerNarrator {
  private final ExplorerModel model;

  ExplorerNarrator(ExplorerModel model) {
    this.model = model;
  }

  List<ExplorerStep> tell(List<long[]> states, int[] actions) {
    List<ExplorerStep> steps = new ArrayList<>();
    steps.add(beginning(states.get(0)));
    int tick = 0;
    for (int i = 1; i < actions.length; i++) {
      Action action = model.action(actions[i]);
      tick += action.kind() == Kind.TICK ? 1 : 0;
      steps.add(step(i, tick, action, states.get(i - 1), states.get(i)));
    }
    return steps;
  }

  private ExplorerStep beginning(long[] state) {
    List<Segment> old = model.inFlight(state);
    List<Move> moves = old.stream().map(segment -> new Move(What.OLD, segment)).toList();
    String text =
        old.isEmpty()
            ? "Nothing is on its way"
            : "On the way from before: "
                + String.join("; ", old.stream().map(ExplorerNarrator::words).toList());
    return new ExplorerStep(0, 0, text, model.client(state), model.server(state), moves);
  }

  private ExplorerStep step(int number, int tick, Action action, long[] from, long[] to) {
    List<Move> moves = new ArrayList<>();
    List<Segment> expected = new ArrayList<>(model.inFlight(from));
    for (Segment segment : action.segments()) {
      switch (action.kind()) {
        case ARRIVES -> moves.add(new Move(What.ARRIVED, segment));
        case LOST -> moves.add(new Move(What.LOST, segment));
        case DUPLICATED -> moves.add(new Move(What.DUPLICATED, segment));
        case TICK, EVENT -> {}
      }
      if (action.kind() == Kind.DUPLICATED) {
        expected.add(segment);
      } else {
        expected.remove(segment);
      }
    }
    StringBuilder text = new StringBuilder(action.text());
    for (Segment segment : model.inFlight(to)) {
      if (!expected.remove(segment)) {
        moves.add(new Move(What.SENT, segment));
        text.append("; ").append(segment.fromClient() ? "the client" : "the server");
        text.append(" sends ").append(segment.label());
      }
    }
    return new ExplorerStep(
        number, tick, text.toString(), model.client(to), model.server(to), moves);
  }

  private static String words(Segment segment) {
    return segment.label() + (segment.fromClient() ? " to the server" : " to the client");
  }
}
