package tcplab.connection;

import tcplab.capture.IcmpError;
import tcplab.capture.PacketCursor;
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

  /** An ICMP error as far as it has what a segment has: number and time. */
  static Sighting of(IcmpError error) {
    Sighting s = new Sighting();
    s.packet = error.packet();
    s.timed = error.timeNs() != Packets.NO_TIME;
    s.time = s.timed ? error.timeNs() : 0;
    return s;
  }

  /** Takes over the packet that a cursor is at. */
  void load(PacketCursor cursor, boolean goesForward) {
    row = cursor.row();
    packet = cursor.packet();
    long timeNs = cursor.timeNs();
    timed = timeNs != Packets.NO_TIME;
    time = timed ? timeNs : 0;
    whole = cursor.isWhole();
    flags = cursor.flags();
    seq = cursor.seq();
    ack = cursor.ack();
    length = cursor.length();
    window = cursor.window();
    hasIpId = cursor.hasIpId();
    ipId = cursor.ipId();
    stamped = cursor.hasTimestamps();
    tsValue = cursor.tsValue();
    tsEcho = cursor.tsEcho();
    options = cursor.options();
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
