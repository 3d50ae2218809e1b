package tcplab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which handshake, under which assumptions, within which bounds.
 *
 * @param variant how many segments, and which
 * @param numbers how initial sequence numbers are chosen
 * @param quietTime whether an end opens only when all segments of earlier incarnations are gone
 *     (RFC 9293 §3.4.3)
 * @param oldDuplicates how many segments of an earlier incarnation may be on their way at the start
 * @param duplication whether the network may copy segments
 * @param crashes whether an end may forget everything and start again
 * @param givesUp which end gives up when it has waited too long in the handshake or the close: the
 *     user timeout (RFC 9293 §3.8.3)
 * @param keepAlive whether an ESTABLISHED end probes, and gives up when no answer comes (RFC 1122
 *     §4.2.3.6)
 * @param closes whether an ESTABLISHED end calls CLOSE at some time
 * @param inFlight how many segments may be on their way at once, 1 to 5; one more is lost
 */
public record HandshakeSettings(
    Variant variant,
    Numbers numbers,
    boolean quietTime,
    int oldDuplicates,
    boolean duplication,
    boolean crashes,
    GivesUp givesUp,
    boolean keepAlive,
    boolean closes,
    int inFlight) {

  /** A handshake. */
  public enum Variant {
    /** SYN, SYN-ACK; the server is ESTABLISHED on the SYN. */
    TWO_WAY("two-way"),
    /** SYN, SYN-ACK, ACK: RFC 9293 §3.5. */
    THREE_WAY("three-way"),
    /** SYN, ACK, SYN, ACK, where the server's SYN acknowledges nothing. */
    FOUR_WAY("four-way"),
    /** SYN, ACK, SYN-ACK, ACK: as TCP does, every segment but the first acknowledges. */
    FOUR_WAY_WITH_ACK("four-way, SYN with ACK");

    private final String label;

    Variant(String label) {
      this.label = label;
    }

    /** As it is written in tables, such as {@code three-way}. */
    public String label() {
      return label;
    }
  }

  /** How an end chooses its initial sequence number (ISN). */
  public enum Numbers {
    /** No segment on its way and no end holds the number: RFC 9293 §3.4.1's clock, RFC 6528. */
    FRESH,
    /** Any of three, be it on its way or not: a host that forgot which it had used. */
    ANY
  }

  /** Who gives up. */
  public enum GivesUp {
    /** Nobody: an end repeats for ever. */
    NOBODY,
    /** The client only. */
    CLIENT,
    /** Either end. */
    BOTH
  }

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a bound is out of its range
   */
  public HandshakeSettings {
    if (inFlight < 1 || inFlight > HandshakeState.MAX_IN_FLIGHT) {
      throw new IllegalArgumentException(
          "a handshake is explored with 1 to "
              + HandshakeState.MAX_IN_FLIGHT
              + " segments in flight, not "
              + inFlight);
    }
    if (oldDuplicates < 0 || oldDuplicates > inFlight) {
      throw new IllegalArgumentException(
          oldDuplicates + " old duplicates do not fit into " + inFlight + " segments in flight");
    }
  }

  /**
   * Safety under every fault: old duplicates, loss, duplication, crashes, with fresh numbers and
   * without quiet time.
   */
  public static HandshakeSettings safety(Variant variant) {
    return new HandshakeSettings(
        variant, Numbers.FRESH, false, 2, true, true, GivesUp.BOTH, false, false, 2);
  }

  /** Liveness: loss only; nothing but the faults that are switched on later. */
  public static HandshakeSettings liveness(Variant variant) {
    return new HandshakeSettings(
        variant, Numbers.FRESH, false, 0, false, false, GivesUp.CLIENT, false, false, 2);
  }

  /** The same with numbers chosen so. */
  public HandshakeSettings with(Numbers chosen) {
    return new HandshakeSettings(
        variant,
        chosen,
        quietTime,
        oldDuplicates,
        duplication,
        crashes,
        givesUp,
        keepAlive,
        closes,
        inFlight);
  }

  /** The same with quiet time: then nothing old is on its way at the start. */
  public HandshakeSettings withQuietTime() {
    return new HandshakeSettings(
        variant, numbers, true, 0, duplication, crashes, givesUp, keepAlive, closes, inFlight);
  }

  /** The same with or without crashes. */
  public HandshakeSettings withCrashes(boolean happen) {
    return new HandshakeSettings(
        variant,
        numbers,
        quietTime,
        oldDuplicates,
        duplication,
        happen,
        givesUp,
        keepAlive,
        closes,
        inFlight);
  }

  /** The same with these ends giving up. */
  public HandshakeSettings with(GivesUp who) {
    return new HandshakeSettings(
        variant,
        numbers,
        quietTime,
        oldDuplicates,
        duplication,
        crashes,
        who,
        keepAlive,
        closes,
        inFlight);
  }

  /** The same with or without keep-alive. */
  public HandshakeSettings withKeepAlive(boolean probes) {
    return new HandshakeSettings(
        variant,
        numbers,
        quietTime,
        oldDuplicates,
        duplication,
        crashes,
        givesUp,
        probes,
        closes,
        inFlight);
  }

  /** The same with or without ends that call CLOSE. */
  public HandshakeSettings withClose(boolean call) {
    return new HandshakeSettings(
        variant,
        numbers,
        quietTime,
        oldDuplicates,
        duplication,
        crashes,
        givesUp,
        keepAlive,
        call,
        inFlight);
  }

  /** The same with at most so many segments on their way at once, 1 to 5. */
  public HandshakeSettings withInFlight(int most) {
    return new HandshakeSettings(
        variant,
        numbers,
        quietTime,
        Math.min(oldDuplicates, most),
        duplication,
        crashes,
        givesUp,
        keepAlive,
        closes,
        most);
  }

  List<String> assumptions() {
    List<String> list = new ArrayList<>();
    list.add(numbers == Numbers.FRESH ? "fresh ISNs" : "ISNs may repeat");
    list.add(quietTime ? "quiet time" : "no quiet time");
    list.add("loss, delay, reordering" + (duplication ? ", duplication" : ""));
    if (oldDuplicates > 0) {
      list.add("old duplicates");
    }
    list.add(crashes ? "crash and restart" : "no crash");
    list.add(
        givesUp == GivesUp.NOBODY
            ? "no user timeout"
            : "user timeout (" + givesUp.name().toLowerCase(Locale.ROOT) + ")");
    list.add(keepAlive ? "keep-alive" : "no keep-alive");
    list.add(closes ? "eventual CLOSE" : "no CLOSE");
    return list;
  }

  List<String> bounds() {
    List<String> list = new ArrayList<>();
    list.add(inFlight + " segments in flight");
    if (oldDuplicates > 0) {
      list.add(oldDuplicates + " of them old at the start");
    }
    list.add(numbers == Numbers.FRESH ? "any number of incarnations" : "3 ISNs an end");
    return list;
  }
}
