package tcplab.connection;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where one segment stands in the two sequence spaces: what a time–sequence diagram draws.
 * Positions are counted from the initial sequence number (or the first seen), and do not wrap.
 *
 * @param packet frame number
 * @param timeNs capture time, ns since the epoch
 * @param side who sent it
 * @param left its first octet
 * @param right the position after its last, SYN and FIN counted
 * @param ack what it acknowledges of the peer's; empty without ACK
 * @param edge the end of the window that it announces, in the peer's space; empty without ACK or
 *     while the scale is not known
 * @param sack the SACK blocks, left and right in turn, in the peer's space; a DSACK is left out
 * @param events its events, see {@link Event#of}
 */
public record SequencePoint(
    int packet,
    long timeNs,
    Side side,
    long left,
    long right,
    OptionalLong ack,
    OptionalLong edge,
    List<Long> sack,
    int events) {
  /** Copies the blocks. */
  public SequencePoint {
    sack = List.copyOf(sack);
  }
}
