package tcplab.connection;

import tcplab.capture.Packets;
import tcplab.tcp.Flags;

/**
 * One segment as it passes the capture point: the header's fields, and where they lie in the two
 * directions' sequence spaces. One object serves all packets; nothing is allocated per packet.
 */
final class Sighting {
  int row;
  int packet;

  /** Capture time in ns since the epoch; 0 when the capture has none, see {@link #timed}. */
  long time;

  boolean timed;

  /** Whether the whole header is there and can be true; otherwise no end would have read it. */
  boolean whole;

  int flags;
  int seq;
  int ack;
  int length;
  int window;
  int ipId;
  boolean hasIpId;
  boolean stamped;
  int tsValue;
  int tsEcho;
  boolean forward;
  Packets.Options options = Packets.Options.NONE;

  /** Position of {@link #seq} in the sender's space; see {@link Half#place}. */
  long left;

  /** Position after the last octet, SYN and FIN counted as one each. */
  long right;

  /** Position of {@link #ack} in the receiver's space; valid with ACK. */
  long acked;

  void load(Packets packets, int fromRow, boolean goesForward) {
    row = fromRow;
    packet = packets.packet(fromRow);
    long timeNs = packets.timeNs(fromRow);
    timed = timeNs != Packets.NO_TIME;
    time = timed ? timeNs : 0;
    whole = packets.isWhole(fromRow);
    flags = packets.flags(fromRow);
    seq = packets.seq(fromRow);
    ack = packets.ack(fromRow);
    length = packets.length(fromRow);
    window = packets.window(fromRow);
    hasIpId = packets.hasIpId(fromRow);
    ipId = packets.ipId(fromRow);
    stamped = packets.hasTimestamps(fromRow);
    tsValue = packets.tsValue(fromRow);
    tsEcho = packets.tsEcho(fromRow);
    options = packets.options(fromRow);
    forward = goesForward;
  }

  /** Capture time in ns since the epoch, or {@link Packets#NO_TIME}. */
  long timeNs() {
    return timed ? time : Packets.NO_TIME;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether it is a SYN without ACK. */
  boolean opens() {
    return (flags & (Flags.SYN | Flags.ACK)) == Flags.SYN;
  }

  /** Whether it is a SYN with ACK. */
  boolean answersOpen() {
    return (flags & (Flags.SYN | Flags.ACK)) == (Flags.SYN | Flags.ACK);
  }

  /** Whether it carries SYN, FIN or RST. */
  boolean controls() {
    return (flags & (Flags.SYN | Flags.FIN | Flags.RST)) != 0;
  }

  /** Octets of sequence space: payload, SYN and FIN. */
  int span() {
    return length + (has(Flags.SYN) ? 1 : 0) + (has(Flags.FIN) ? 1 : 0);
  }

  /** Position of the first payload octet. */
  long dataLeft() {
    return has(Flags.SYN) ? left + 1 : left;
  }

  /** Position after the last payload octet, where a FIN would stand. */
  long dataRight() {
    return dataLeft() + length;
  }
}
