package tcplab.simulation;

import java.util.Locale;
import java.util.Set;

/**
 * A part of what makes TCP reliable or efficient. Each can be taken away from an end, to see what
 * fails without it.
 */
public enum Part {
  /** A segment whose checksum is wrong is dropped. */
  CHECKSUM("a damaged segment is dropped, not delivered", "RFC 9293 §3.1"),
  /** Sequence numbers put the text in order and show repeats. */
  ORDERING("text is delivered in order and once, whatever order it comes in", "RFC 9293 §3.4"),
  /** An acknowledgement covers all before it. */
  CUMULATIVE_ACK("one acknowledgement makes up for lost earlier ones", "RFC 9293 §3.4"),
  /** What is not acknowledged in time is sent again. */
  RETRANSMISSION_TIMER("what is not acknowledged in time is sent again", "RFC 6298 §5"),
  /** The timeout doubles with each repeat. */
  BACKOFF("the timeout doubles with each repeat", "RFC 6298 §5.5", RETRANSMISSION_TIMER),
  /** After so many repeats the connection is given up. */
  GIVING_UP(
      "a connection whose peer stays silent is given up", "RFC 9293 §3.8.3", RETRANSMISSION_TIMER),
  /** Three duplicate acknowledgements are as good as a timeout. */
  FAST_RETRANSMIT(
      "three duplicate ACKs bring the repeat before the timeout",
      "RFC 5681 §3.2",
      ORDERING,
      CUMULATIVE_ACK),
  /** The receiver tells what lies beyond the hole. */
  SACK("only what is missing is repeated", "RFC 2018, RFC 6675", FAST_RETRANSMIT),
  /** The sender keeps to the receiver's window. */
  FLOW_CONTROL("no more is sent than the receiver has room for", "RFC 9293 §3.8.6"),
  /** Windows beyond 64 KiB. */
  WINDOW_SCALE("windows above 65535 octets", "RFC 7323 §2", FLOW_CONTROL),
  /** A shut window is asked about. */
  ZERO_WINDOW_PROBES(
      "a lost window update does not stop the connection for ever",
      "RFC 9293 §3.8.6.1",
      FLOW_CONTROL),
  /** Small segments wait for company. */
  NAGLE("a small segment waits while others are not acknowledged", "RFC 9293 §3.7.4"),
  /** Acknowledgements wait for company. */
  DELAYED_ACK(
      "an ACK waits for a second segment or for text to ride on",
      "RFC 9293 §3.8.6.3",
      CUMULATIVE_ACK),
  /** Timestamps in every segment. */
  TIMESTAMPS("round trips are measured on repeats too", "RFC 7323 §3");

  private final String use;
  private final String reference;
  private final Set<Part> needs;

  Part(String use, String reference, Part... needs) {
    this.use = use;
    this.reference = reference;
    this.needs = Set.of(needs);
  }

  /** What it is good for. */
  public String use() {
    return use;
  }

  /** Where it is written. */
  public String reference() {
    return reference;
  }

  /** The parts without which it makes no sense. */
  public Set<Part> needs() {
    return needs;
  }

  /** The name in lower case with spaces. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
