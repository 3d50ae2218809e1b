package tcplab.plot;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;
import tcplab.connection.Connections;
import tcplab.tcp.State;

/**
 * A ladder diagram of one connection: time runs downwards, each segment is an arrow between the two
 * ends, and the states both ends went through stand in the margins.
 *
 * <p>Lost, repeated, duplicated and late segments differ by colour, by line and by a mark at the
 * arrow. A time that was measured stands beside its end of the arrow; the end that no capture saw
 * is drawn where it must have been, half a round trip away, and bears no time.
 *
 * <p>{@link Diagram} is what is drawn; {@code LadderSteps} makes it from one capture and {@code
 * LadderPair} from two; {@code LadderClock} decides where a moment stands, {@code LadderDrawing}
 * draws; {@code LadderText} writes lines instead.
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
    /** It is no segment: the way, or who is at its end, says that one did not arrive. */
    ICMP_ERROR("an ICMP error"),
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
   * Where a segment stands in the capture, and why it is drawn as it is.
   *
   * @param packet its frame number in the capture that is drawn, if there is one such capture
   * @param where its place in words: {@code "packet 3"}, {@code "packet 3 at the client"}; empty
   *     where there is no capture
   * @param reasons sentences with their RFCs: the events it carries, the states entered with it
   */
  public record Evidence(OptionalInt packet, String where, List<String> reasons) {
    /** No capture is behind the step. */
    public static final Evidence NONE = new Evidence(OptionalInt.empty(), "", List.of());

    /** Keeps a copy of the list. */
    public Evidence {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * What a page around a ladder calls its arrows and the evidence to which they lead.
   *
   * @param arrow by frame number, the name that an arrow gets in the page
   * @param evidence by frame number, the name of what explains it there
   */
  public record Links(IntFunction<String> arrow, IntFunction<String> evidence) {}

  /**
   * A ladder in a page that explains each packet itself.
   *
   * @param picture the ladder, whose arrows are links
   * @param packets frame numbers of the segments that it shows, in order
   */
  public record Linked(Picture picture, List<Integer> packets) {
    /** Keeps a copy of the list. */
    public Linked {
      packets = List.copyOf(packets);
    }
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
   * @param evidence where it stands in the capture, and why it is drawn as it is
   * @param skipped how many segments between the step before and this one are not drawn
   */
  public record Step(
      OptionalLong clientNs,
      OptionalLong serverNs,
      boolean fromClient,
      String label,
      String options,
      Set<Mark> marks,
      Evidence evidence,
      int skipped) {
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

    /** A step that nothing is known of but what is drawn, right after the one before. */
    public Step(
        OptionalLong clientNs,
        OptionalLong serverNs,
        boolean fromClient,
        String label,
        String options,
        Set<Mark> marks) {
      this(clientNs, serverNs, fromClient, label, options, marks, Evidence.NONE, 0);
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

    boolean icmpError() {
      return marks.contains(Mark.ICMP_ERROR);
    }

    /** The label, and before it from whom to whom. */
    String directed() {
      String from = icmpError() ? "" : fromClient ? "client " : "server ";
      String to = icmpError() ? "to the " : "to ";
      return from + to + (fromClient ? "server: " : "client: ") + label;
    }

    /** Whether neither end sent it: the network made it on the way. */
    boolean madeOnTheWay() {
      return (marks.contains(Mark.DUPLICATE) || icmpError()) && sentNs().isEmpty();
    }
  }

  /**
   * The moment at which one end entered a state.
   *
   * @param timeNs nanoseconds since the epoch
   * @param atClient which end
   * @param state the state entered
   * @param step the segment with which it was entered, an index into the diagram's steps; the state
   *     then begins at that segment's end of the arrow, whatever the time says
   * @param presumed whether the capture shows it only by what must have followed
   */
  public record Entry(
      long timeNs, boolean atClient, State state, OptionalInt step, boolean presumed) {
    /** A state entered at a moment, and surely. */
    public Entry(long timeNs, boolean atClient, State state) {
      this(timeNs, atClient, state, OptionalInt.empty(), false);
    }
  }

  /**
   * What a ladder shows.
   *
   * @param title the picture's title
   * @param client the client's name, for example {@code "172.18.0.5:41820"}
   * @param server the server's name
   * @param steps the segments; drawn in order of time, at most {@value LadderDrawing#MAX_STEPS}
   * @param states both ends' states
   * @param notes lines that stand under the title, for example {@code "handshake RTT 20.4 ms"}
   * @param more how many segments there are beyond the steps
   * @param timed whether the steps' times are more than their order
   */
  public record Diagram(
      String title,
      String client,
      String server,
      List<Step> steps,
      List<Entry> states,
      List<String> notes,
      int more,
      boolean timed) {
    /** Keeps copies of the lists. */
    public Diagram {
      steps = List.copyOf(steps);
      states = List.copyOf(states);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Draws one connection of a capture, with compressed time. Of a long one, how it begins and ends
   * and what has events.
   *
   * @param connections the capture's connections
   * @param number which one, from 0
   * @throws java.util.NoSuchElementException when there is none of that number
   */
  public static Picture of(Connections connections, int number) {
    return of(connections, number, Time.COMPRESSED);
  }

  /**
   * Draws one connection of a capture.
   *
   * @param connections the capture's connections
   * @param number which one, from 0
   * @param time how time becomes height
   * @throws java.util.NoSuchElementException when there is none of that number
   */
  public static Picture of(Connections connections, int number, Time time) {
    LadderSteps steps = new LadderSteps(connections, number);
    return of(steps.diagram(LadderDrawing.MAX_STEPS, Set.of()), time);
  }

  /**
   * The same as lines of text, for a terminal.
   *
   * @param connections the capture's connections
   * @param number which one, from 0
   * @param most how many segments it shows
   * @param width how many cells a line should have; below 71 lines are longer
   * @throws java.util.NoSuchElementException when there is none of that number
   */
  public static String text(Connections connections, int number, int most, int width) {
    return LadderText.of(new LadderSteps(connections, number).diagram(most, Set.of()), width);
  }

  /**
   * Draws the telling part of one connection for a page that explains its packets: how it begins
   * and ends, what has events, with compressed time. Each arrow leads to its packet's evidence.
   *
   * @param connections the capture's connections
   * @param number which one, from 0
   * @param most how many segments to draw, at most {@value LadderDrawing#MAX_STEPS}
   * @param named frame numbers of packets that should be drawn before others
   * @param links what the page calls arrows and evidence
   * @throws java.util.NoSuchElementException when there is none of that number
   */
  public static Linked of(
      Connections connections, int number, int most, Set<Integer> named, Links links) {
    int steps = Math.min(most, LadderDrawing.MAX_STEPS);
    Diagram diagram = new LadderSteps(connections, number).diagram(steps, named);
    List<Integer> packets =
        diagram.steps().stream().map(step -> step.evidence().packet().orElseThrow()).toList();
    return new Linked(
        new LadderDrawing(diagram, Time.COMPRESSED, Optional.of(links)).picture(), packets);
  }

  /**
   * Draws one connection that was captured at both ends: then every time is measured, and a segment
   * that only its sender's capture holds was lost.
   *
   * @param client the connections of the client's capture
   * @param clientNumber which of them, from 0
   * @param server the connections of the server's capture
   * @param serverNumber which of them, from 0
   * @param time how time becomes height
   * @throws java.util.NoSuchElementException when there is none of that number
   * @throws IllegalArgumentException when no segment is in both
   */
  public static Picture of(
      Connections client, int clientNumber, Connections server, int serverNumber, Time time) {
    return of(
        new LadderPair(new LadderSteps(client, clientNumber), new LadderSteps(server, serverNumber))
            .diagram(),
        time);
  }

  /** Draws a diagram with compressed time. */
  public static Picture of(Diagram diagram) {
    return of(diagram, Time.COMPRESSED);
  }

  /** Draws a diagram. */
  public static Picture of(Diagram diagram, Time time) {
    return new LadderDrawing(diagram, time, Optional.empty()).picture();
  }
}
