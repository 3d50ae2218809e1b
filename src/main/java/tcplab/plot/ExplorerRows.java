package tcplab.plot;

import java.util.ArrayList;
import java.util.List;
import tcplab.simulation.ExplorerModel.Segment;
import tcplab.simulation.ExplorerStep;
import tcplab.simulation.ExplorerStep.Move;
import tcplab.simulation.ExplorerStep.What;

/** What a ladder of a counterexample shows: rows of words, and arrows between steps. */
final class ExplorerRows {
  private ExplorerRows() {}

  /**
   * One row.
   *
   * @param last the number of the last step that it stands for
   * @param text what happens
   * @param client the client's state afterwards
   * @param server the server's state afterwards
   */
  record Row(int last, String text, String client, String server) {}

  /**
   * One segment on its way.
   *
   * @param segment which
   * @param origin SENT, OLD or DUPLICATED
   * @param begun the step with which it appears
   * @param fate ARRIVED, LOST, or SENT while it is still on its way at the end
   * @param ended the step with which it disappears, the last one while it is still on its way
   */
  record Arrow(Segment segment, What origin, int begun, What fate, int ended) {}

  /** The steps, those in which only time passes joined with the ones that follow alike. */
  static List<Row> rows(List<ExplorerStep> steps) {
    List<Row> rows = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < steps.size(); i++) {
      ExplorerStep step = steps.get(i);
      boolean goesOn = i + 1 < steps.size() && passes(steps, i) && passes(steps, i + 1);
      if (goesOn) {
        continue;
      }
      String number = first == i ? i + ". " : first + "–" + i + ". ";
      int ticks = i - first + 1;
      String text = ticks > 1 ? ticks + " ticks pass" : step.text();
      rows.add(new Row(i, number + text, step.client(), step.server()));
      first = i + 1;
    }
    return rows;
  }

  private static boolean passes(List<ExplorerStep> steps, int i) {
    return i > 0 && steps.get(i).tick() > steps.get(i - 1).tick();
  }

  /** Every segment from where it appears to where it disappears; equal ones in order. */
  static List<Arrow> arrows(List<ExplorerStep> steps) {
    List<Arrow> open = new ArrayList<>();
    List<Arrow> arrows = new ArrayList<>();
    int last = steps.get(steps.size() - 1).number();
    for (ExplorerStep step : steps) {
      for (Move move : step.moves()) {
        switch (move.what()) {
          case OLD, SENT, DUPLICATED ->
              open.add(new Arrow(move.segment(), move.what(), step.number(), What.SENT, last));
          case ARRIVED, LOST -> arrows.add(end(open, move, step.number()));
        }
      }
    }
    arrows.addAll(open);
    return arrows;
  }

  private static Arrow end(List<Arrow> open, Move move, int step) {
    for (Arrow arrow : open) {
      if (arrow.segment().equals(move.segment())) {
        open.remove(arrow);
        return new Arrow(arrow.segment(), arrow.origin(), arrow.begun(), move.what(), step);
      }
    }
    throw new IllegalStateException("step " + step + " ends a segment that nobody sent: " + move);
  }
}
