package tcplab.simulation;

import java.util.List;

/**
 * A bounded model: a finite number of states, each packed into a few longs, and the steps between
 * them. Two ends, a client and a server, and what is on its way between them.
 *
 * <p>An explorer asks for all steps of every state it reaches, so the rules are written once, here,
 * and a counterexample is a sequence of the very steps that this interface gives.
 */
public interface ExplorerModel {
  /** Which of several models of the same thing it is, such as {@code three-way}. */
  String variant();

  /** What is taken for granted, a phrase each; without them a verdict says nothing. */
  List<String> assumptions();

  /** How far the model goes, a phrase each: how many segments, ticks, faults. */
  List<String> bounds();

  /** How many longs a state takes. */
  int words();

  /** What is to be checked. */
  List<ExplorerProperty> properties();

  /** Gives every state in which a run may begin; the action's code is ignored. */
  void initial(Steps steps);

  /**
   * Gives every step that is possible.
   *
   * @param state not to be changed nor kept
   */
  void successors(long[] state, Steps steps);

  /** What the code of a step means. */
  Action action(int code);

  /** The segments on their way in a state, in any order; equal ones as often as they are there. */
  List<Segment> inFlight(long[] state);

  /** The client's state in a word, RFC 9293's where it has one. */
  String client(long[] state);

  /** The server's state in a word, RFC 9293's where it has one. */
  String server(long[] state);

  /** Takes what a model gives. */
  interface Steps {
    /**
     * One step that will be taken when it is possible again and again: a delivery, a timer, a call
     * that an application is known to make.
     *
     * @param next the state after it; copied
     * @param action the step's code, which {@link #action} explains
     */
    void to(long[] next, int action);

    /**
     * One step that may be taken or not, and on which nobody can count: a loss, a crash, another
     * OPEN.
     *
     * @param next the state after it; copied
     * @param action the step's code, which {@link #action} explains
     */
    void perhaps(long[] next, int action);

    /** Says that a step was left out because a bound forbids it: then nothing is proved. */
    void cut();
  }

  /**
   * A segment on its way.
   *
   * @param fromClient who sent it
   * @param label such as {@code SYN seq=X1}
   */
  record Segment(boolean fromClient, String label) {}

  /** What kind of step it is. */
  enum Kind {
    /** A segment arrives. */
    ARRIVES,
    /** The network destroys a segment. */
    LOST,
    /** The network makes a second copy of a segment. */
    DUPLICATED,
    /** Time passes by one tick. */
    TICK,
    /** An end does something of its own: a call, a timer, a crash. */
    EVENT
  }

  /**
   * A step in words.
   *
   * @param kind what kind of step
   * @param text a sentence without its full stop
   * @param segments the segment that arrives, is lost or doubled; empty for other steps
   */
  record Action(Kind kind, String text, List<Segment> segments) {
    /** Keeps a copy of the list. */
    public Action {
      segments = List.copyOf(segments);
    }
  }
}
