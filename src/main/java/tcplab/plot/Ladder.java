package tcplab.plot;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import tcplab.tcp.State;

/**
 * A ladder diagram of one connection: time runs downwards, each segment is an arrow between the two
 * ends, and the states both ends went through stand in the margins.
 *
 * <p>Lost, repeated, duplicated and late segments differ by colour, by line and by a mark at the
 * arrow. A time that was measured stands beside its end of the arrow; the end that no capture saw
 * is drawn where it must have been, half a round trip away, and bears no time.
 *
 * <p>{@link Diagram} is what is drawn; {@code LadderClock} decides where a moment stands, {@code
 * LadderDrawing} draws.
 */
public final class Ladder {

  private Ladder() {}

  /** What happened to a segment on its way, or why it was sent. */
  public enum Mark {
    /** It did not arrive. */
    LOST("lost"),
    /** Its sender had sent it before. */
    REPEATED("repeated"),
    /** The network delivered it a second time. */
    DUPLICATE("doubled by the network"),
    /** It arrived after segments that were sent later. */
    OUT_OF_ORDER("out of order");

    private final String words;

    Mark(String words) {
      this.words = words;
    }

    /** The mark in words, for the legend. */
    public String words() {
      return words;
    }
  }

  /** How time becomes height. */
  public enum Time {
    /** Idle time is shortened and says how long it was; close segments are drawn apart. */
    COMPRESSED,
    /** Height is strictly proportional to time. */
    TO_SCALE
  }

  /**
   * One segment.
   *
   * @param clientNs when it passed the client, in nanoseconds since the epoch, if that was captured
   * @param serverNs when it passed the server, likewise
   * @param fromClient who sent it
   * @param label what stands at the arrow, for example {@code "[S] seq 0"}
   * @param options a second line, for example a SYN's options; empty for none
   * @param marks what is special about it
   */
  public record Step(
      OptionalLong clientNs,
      OptionalLong serverNs,
      boolean fromClient,
      String label,
      String options,
      Set<Mark> marks) {
    /**
     * Checks that the step has a time.
     *
     * @throws IllegalArgumentException if neither time is known
     */
    public Step {
      if (clientNs.isEmpty() && serverNs.isEmpty()) {
        throw new IllegalArgumentException("a step needs a time: " + Labels.inert(label, 80));
      }
      marks = Set.copyOf(marks);
    }

    OptionalLong sentNs() {
      return fromClient ? clientNs : serverNs;
    }

    OptionalLong arrivedNs() {
      return fromClient ? serverNs : clientNs;
    }

    boolean lost() {
      return marks.contains(Mark.LOST);
    }
  }

  /**
   * The moment at which one end entered a state.
   *
   * @param timeNs nanoseconds since the epoch
   * @param atClient which end
   * @param state the state entered
   */
  public record Entry(long timeNs, boolean atClient, State state) {}

  /**
   * What a ladder shows.
   *
   * @param title the picture's title
   * @param client the client's name, for example {@code "172.18.0.5:41820"}
   * @param server the server's name
   * @param steps the segments; drawn in order of time, at most {@value LadderDrawing#MAX_STEPS}
   * @param states both ends' states
   * @param notes lines that stand under the title, for example {@code "handshake RTT 20.4 ms"}
   */
  public record Diagram(
      String title,
      String client,
      String server,
      List<Step> steps,
      List<Entry> states,
      List<String> notes) {
    /** Keeps copies of the lists. */
    public Diagram {
      steps = List.copyOf(steps);
      states = List.copyOf(states);
      notes = List.copyOf(notes);
    }
  }

  /** Draws a diagram with compressed time. */
  public static Picture of(Diagram diagram) {
    return of(diagram, Time.COMPRESSED);
  }

  /** Draws a diagram. */
  public static Picture of(Diagram diagram, Time time) {
    return new LadderDrawing(diagram, time).picture();
  }
}
