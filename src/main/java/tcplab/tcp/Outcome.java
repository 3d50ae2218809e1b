package tcplab.tcp;

import java.util.List;
import java.util.Set;

/**
 * What an event made of an endpoint.
 *
 * @param transitions the changes of state, in order; a segment can bring two
 * @param sent the segments that it sends
 * @param notices what its user, or the timers around it, must hear of
 * @param place the step of RFC 9293 at which the event's processing ended
 */
public record Outcome(
    List<Transition> transitions, List<Segment> sent, Set<Notice> notices, String place) {

  /** Copies the lists. */
  public Outcome {
    transitions = List.copyOf(transitions);
    sent = List.copyOf(sent);
    notices = Set.copyOf(notices);
  }

  /** What an endpoint says to its user and to its timers. */
  public enum Notice {
    /** "Connection refused": a RST answered the SYN (§3.10.7.4, second). */
    REFUSED,
    /** "Connection reset": a RST ended the connection (§3.5.3). */
    RESET,
    /** "Connection closing": the peer's FIN came (§3.10.7.4, eighth). */
    CLOSING,
    /** "Connection aborted due to user timeout" (§3.10.8). */
    USER_TIMEOUT,
    /** New text can be received. */
    TEXT,
    /** Urgent data is announced (§3.10.7.4, sixth). */
    URGENT,
    /** Our own data was acknowledged: SND.UNA moved. */
    ACKNOWLEDGED,
    /** An acknowledgement that acknowledges nothing new while data is outstanding (RFC 5681 §2). */
    DUPLICATE_ACK,
    /** SND.WND was set from the segment. */
    WINDOW,
    /** An ACK is owed; it may wait for company (§3.8.6.3). */
    ACK_OWED,
    /** The 2 MSL timer starts, or starts again. */
    TIME_WAIT
  }

  /** Whether this notice was given. */
  public boolean says(Notice notice) {
    return notices.contains(notice);
  }
}
