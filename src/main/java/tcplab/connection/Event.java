package tcplab.connection;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a packet is, seen against the packets before it. A packet carries any number of events, kept
 * as a bit set.
 *
 * <p>The rules are Wireshark's published ones, but for those that the Linux kernel's own record
 * proves wrong; each rule says where it differs. A refined retransmission carries {@link
 * #RETRANSMISSION} too.
 */
public enum Event {
  /** A repeat of octets that were sent before. */
  RETRANSMISSION(
      "seq is before the highest seq + length seen from this side, and the octets were seen before"
          + " or come too late to be out of order",
      "RFC 9293 §3.8.1"),
  /** A repeat after the retransmission timer ran out. */
  RTO_RETRANSMISSION(
      "the first unacknowledged segment again, 200 ms or more after it was last sent",
      "RFC 6298 §5"),
  /** A repeat because acknowledgements told of a hole. */
  FAST_RETRANSMISSION(
      "two or more duplicate ACKs ask for this seq, or SACK blocks above it were received, and the"
          + " timer cannot have run out",
      "RFC 5681 §3.2, RFC 6675 §5, RFC 8985 §6"),
  /** The last segment again, to find out whether the tail of a burst was lost. */
  TAIL_LOSS_PROBE(
      "the last segment sent, repeated for the first time on a connection with SACK, with no sign"
          + " of a hole, 1 ms or more later and within a second or four round trips",
      "RFC 8985 §7"),
  /** A repeat that was not needed. */
  SPURIOUS_RETRANSMISSION(
      "all its octets had been acknowledged, or a DSACK reports that they arrived twice, or the"
          + " first acknowledgement after it echoes a timestamp older than its own",
      "RFC 2883 §4, RFC 3522 §3.2"),
  /** A repeated SYN or SYN-ACK. */
  SYN_RETRANSMISSION("a SYN with the same initial sequence number again", "RFC 6298 §5.7"),
  /** A segment that was overtaken by later ones. */
  OUT_OF_ORDER(
      "seq is before the highest seq + length seen, these octets were not seen before, and their"
          + " timestamp is older than the later segment's or they come within the initial round"
          + " trip time (3 ms when it is unknown)",
      "RFC 9293 §3.10.7.4"),
  /** An ACK that says nothing new: something beyond it arrived. */
  DUPLICATE_ACK(
      "no payload, same seq and ack as before, window unchanged and not 0 or SACK present, no SYN,"
          + " FIN or RST",
      "RFC 5681 §2"),
  /** Octets before this segment are not in the capture so far. */
  LOST_SEGMENT("seq is after the highest seq + length seen from this side", "RFC 9293 §3.4"),
  /** An acknowledgement of octets that are not in the capture. */
  ACKED_UNSEEN(
      "ack covers octets of the peer that are not in the capture so far: the capture missed them",
      "RFC 9293 §3.4"),
  /** The receiver has no room. */
  ZERO_WINDOW("window is 0, no SYN, FIN or RST", "RFC 9293 §3.8.6"),
  /** The sender asks whether there is room again. */
  ZERO_WINDOW_PROBE(
      "the peer's window is 0, and this is 1 octet at the next sequence number, or, as Linux does,"
          + " no octet at the one before",
      "RFC 9293 §3.8.6.1"),
  /** The answer: still no room. */
  ZERO_WINDOW_PROBE_ACK(
      "window still 0, same seq and ack, after a zero-window probe", "RFC 9293 §3.8.6.1"),
  /** The receiver's room changed. */
  WINDOW_UPDATE(
      "no payload, same seq and ack, another window that is not 0, no SACK", "RFC 9293 §3.8.6"),
  /** The sender used all of the receiver's room. */
  WINDOW_FULL("seq + length reaches exactly the end of the peer's last window", "RFC 9293 §3.8.6"),
  /** A sign of life on an idle connection. */
  KEEP_ALIVE(
      "no octet or one at the sequence number before the next, all data acknowledged, the peer's"
          + " window open, no SYN, FIN or RST",
      "RFC 9293 §3.8.4"),
  /** The answer to it. */
  KEEP_ALIVE_ACK(
      "no payload, same seq, ack and window, after the peer's keep-alive", "RFC 9293 §3.8.4"),
  /** The ports of an earlier connection in this capture, used again. */
  PORT_REUSE(
      "a SYN with another initial sequence number, or after the earlier connection's end, between"
          + " the same addresses and ports; or the SYN-ACK to such a SYN that the capture lacks",
      "RFC 9293 §3.6.1, RFC 6191 §2"),
  /** An answer to a SYN out of an earlier connection, which the answering end still holds. */
  CHALLENGE_ACK(
      "the answer to a SYN, without SYN or RST, acknowledges something else than that SYN: its sender"
          + " still holds an earlier connection on these ports, which is half-open",
      "RFC 9293 §3.5.1, §3.10.7.4, RFC 5961 §4.2"),
  /** What an end that waits for a SYN-ACK answers to that. */
  HALF_OPEN_RESET(
      "a RST, with the sequence number that a challenge ACK asked for: it ends the earlier connection"
          + " and not the one that its sender is opening",
      "RFC 9293 §3.5.1, §3.10.7.3"),
  /** The same packet captured twice. */
  CAPTURE_DUPLICATE(
      "the identical segment with the same IP identification (a SYN also without one) within 10 ms, or"
          + " data without one within 10 µs, and no DSACK reports it",
      "RFC 6864 §4"),
  /** The same packet delivered twice. */
  NETWORK_DUPLICATE(
      "the identical segment with the same IP identification within 10 ms, and a DSACK reports it or,"
          + " of a SYN, another SYN-ACK without identification answers it",
      "RFC 2883 §4, RFC 9293 §3.10.7.4");

  /** Packets with one of these bits are copies of others. */
  static final int COPIES = CAPTURE_DUPLICATE.bit() | NETWORK_DUPLICATE.bit();

  /** Packets with one of these bits belong to an earlier connection. */
  static final int EARLIER = CHALLENGE_ACK.bit() | HALF_OPEN_RESET.bit();

  private static final Event[] ALL = values();

  private final String rule;
  private final String reference;

  Event(String rule, String reference) {
    this.rule = rule;
    this.reference = reference;
  }

  /** The rule, in words. */
  public String rule() {
    return rule;
  }

  /** The RFC and section that the rule rests on. */
  public String reference() {
    return reference;
  }

  /** The lower-case name, as the tables write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** This event's bit in a bit set of events. */
  public int bit() {
    return 1 << ordinal();
  }

  /** Whether a bit set holds this event. */
  public boolean in(int events) {
    return (events & bit()) != 0;
  }

  /** A bit set as a set. */
  public static Set<Event> of(int events) {
    Set<Event> set = EnumSet.noneOf(Event.class);
    for (Event event : ALL) {
      if (event.in(events)) {
        set.add(event);
      }
    }
    return set;
  }

  /** A bit set as the tables write it: names with a space between them, empty without any. */
  public static String text(int events) {
    if (events == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Event event : ALL) {
      if (event.in(events)) {
        text.append(text.isEmpty() ? "" : " ").append(event.label());
      }
    }
    return text.toString();
  }
}
