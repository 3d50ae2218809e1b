package tcplab.connection;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How a connection ended, with the packets that show it.
 *
 * @param variant what kind of ending it was
 * @param closedFirst who began it
 * @param firstFinNs capture time of the first FIN, ns since the epoch
 * @param secondFinNs capture time of the other side's FIN
 * @param lastAckNs capture time of the acknowledgement of that
 * @param firstFinAckNs capture time of the acknowledgement of the first FIN
 * @param resetNs capture time of the first RST
 * @param evidence frame numbers of the FINs, their acknowledgements and the RST, in capture order
 */
public record Teardown(
    Variant variant,
    ClosedFirst closedFirst,
    OptionalLong firstFinNs,
    OptionalLong secondFinNs,
    OptionalLong lastAckNs,
    OptionalLong firstFinAckNs,
    OptionalLong resetNs,
    List<Integer> evidence) {

  /** Copies the evidence. */
  public Teardown {
    evidence = List.copyOf(evidence);
  }

  /** First FIN to its acknowledgement: how long the side that closed first was in FIN_WAIT_1. */
  public OptionalLong finWaitNs() {
    return between(firstFinNs, firstFinAckNs);
  }

  /** First FIN to the other side's: how long only one direction was closed. */
  public OptionalLong halfClosedNs() {
    return between(firstFinNs, secondFinNs);
  }

  /** Second FIN to its acknowledgement: how long the other side was in LAST_ACK, or CLOSING. */
  public OptionalLong lastAckWaitNs() {
    return between(secondFinNs, lastAckNs);
  }

  private static OptionalLong between(OptionalLong from, OptionalLong to) {
    return from.isPresent() && to.isPresent() && to.getAsLong() >= from.getAsLong()
        ? OptionalLong.of(to.getAsLong() - from.getAsLong())
        : OptionalLong.empty();
  }

  /** Who closed first. */
  public enum ClosedFirst {
    /** The client did. */
    CLIENT,
    /** The server did. */
    SERVER,
    /** Their FINs crossed. */
    BOTH,
    /** Neither, as far as the capture goes. */
    NONE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The lower-case name, as the tables write it. */
    public String label() {
      return label;
    }

    static ClosedFirst of(Side side) {
      return side == Side.CLIENT ? CLIENT : SERVER;
    }
  }

  /** The kinds of endings. */
  public enum Variant {
    /** FIN, ACK, FIN, ACK. */
    FOUR_SEGMENTS("FIN, ACK, FIN, ACK", "RFC 9293 §3.6"),
    /** FIN, FIN with ACK, ACK. */
    THREE_SEGMENTS(
        "FIN, FIN with ACK, ACK: the second FIN acknowledged the first", "RFC 9293 §3.6"),
    /** Crossing FINs. */
    SIMULTANEOUS_CLOSE(
        "each end sent its FIN before it saw the other's: both went through CLOSING",
        "RFC 9293 §3.6"),
    /** One end went on sending. */
    HALF_CLOSE("the other end sent data after it had acknowledged the FIN", "RFC 9293 §3.6"),
    /** A FIN had to be repeated. */
    FIN_REPEATED("a FIN was repeated: it, or its acknowledgement, was lost", "RFC 9293 §3.6"),
    /** The second FIN's acknowledgement is not in the capture. */
    LAST_ACK_MISSING(
        "both FINs are there, the second one's acknowledgement is not", "RFC 9293 §3.6"),
    /** Only one FIN. */
    HALF_CLOSED("only one side closed before the capture ended", "RFC 9293 §3.6"),
    /** The client's RST ended it; unread data or SO_LINGER 0 are possible causes, never seen. */
    ABORTED_BY_CLIENT(
        "the client sent a RST: possible causes are unread data, linger 0 or a dead process",
        "RFC 9293 §3.10.5, RFC 1122 §4.2.2.13"),
    /** The server's RST ended it; unread data or SO_LINGER 0 are possible causes, never seen. */
    ABORTED_BY_SERVER(
        "the server sent a RST: possible causes are unread data, linger 0 or a dead process",
        "RFC 9293 §3.10.5, RFC 1122 §4.2.2.13"),
    /** A FIN, then a RST. */
    RST_AFTER_FIN(
        "a RST came after a FIN: data for an end that had closed altogether, or an abort",
        "RFC 9293 §3.6.1"),
    /** A RST answered the SYN. */
    REFUSED("a RST answered the SYN", "RFC 9293 §3.10.7.1"),
    /** Keep-alives without an answer, then a RST. */
    KEEP_ALIVE_TIMEOUT(
        "keep-alives went unanswered, then their sender sent a RST", "RFC 9293 §3.8.4"),
    /** One end forgot the connection, and told so when it opened the next. */
    HALF_OPEN(
        "one end had forgotten the connection, and answered it with a RST when it opened the next on"
            + " the same ports",
        "RFC 9293 §3.5.1"),
    /** Repeats or keep-alives without an answer until the capture ends. */
    UNANSWERED(
        "the last segments went unanswered, three repeats or more; whether the sender gave up is"
            + " not in the packets",
        "RFC 9293 §3.8.3"),
    /** Nothing ended it before the capture ended. */
    STILL_OPEN("no FIN and no RST in the capture", "RFC 9293 §3.6");

    private final String meaning;
    private final String reference;

    Variant(String meaning, String reference) {
      this.meaning = meaning;
      this.reference = reference;
    }

    /** What it means, in words. */
    public String meaning() {
      return meaning;
    }

    /** RFC and section. */
    public String reference() {
      return reference;
    }

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The lower-case name, as the tables write it. */
    public String label() {
      return label;
    }
  }
}
