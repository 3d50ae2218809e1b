package tcplab.simulation;

import java.util.List;

/**
 * One step of a run, as a reader follows it.
 *
 * @param number from 1; 0 is how the run begins
 * @param tick the model's time in ticks; 0 throughout in a model without time
 * @param text what happens, a sentence without its full stop
 * @param client the client's state afterwards
 * @param server the server's state afterwards
 * @param moves what happens to segments, in order
 */
public record ExplorerStep(
    int number, int tick, String text, String client, String server, List<Move> moves) {
  /** Keeps a copy of the list. */
  public ExplorerStep {
    moves = List.copyOf(moves);
  }

  /** What can happen to a segment. */
  public enum What {
    /** It is on its way when the run begins: a duplicate from an earlier incarnation. */
    OLD,
    /** An end sends it. */
    SENT,
    /** The network makes a second copy. */
    DUPLICATED,
    /** It arrives. */
    ARRIVED,
    /** The network destroys it. */
    LOST
  }

  /**
   * What happens to a segment.
   *
   * @param what what happens
   * @param segment to which one; equal segments cannot be told apart
   */
  public record Move(What what, ExplorerModel.Segment segment) {}
}
