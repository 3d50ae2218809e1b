package tcplab.simulation;

import tcplab.tcp.Segment;

/**
 * A segment that was sent again, and why.
 *
 * @param timeNs when, since the run began
 * @param end who
 * @param segment what
 * @param cause why
 */
public record Repeat(long timeNs, End end, Segment segment, Cause cause) {
  /** Why a segment is sent again. */
  public enum Cause {
    /** The retransmission timer ran out (RFC 6298 §5.4). */
    TIMEOUT,
    /** After a timeout, or Tahoe's loss: what followed the lost segment goes again too. */
    GO_BACK,
    /** Three duplicate ACKs, or SACK blocks, show a hole (RFC 5681 §3.2, RFC 6675 §5). */
    FAST,
    /** A partial ACK, or SACK, shows a further hole (RFC 6582 §3.2, RFC 6675 §5). */
    RECOVERY,
    /** The peer's window is shut (RFC 9293 §3.8.6.1). */
    WINDOW_PROBE
  }
}
