package tcplab.plot;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Handshake;
import tcplab.connection.Side;
import tcplab.tcp.Flags;
import tcplab.tcp.SequenceNumber;

/**
 * Says in a line what a segment of a connection is, much as tcpdump does: {@code [P.] seq 1:48 ack
 * 1, 47 bytes}. Sequence numbers count from each side's initial one; where its SYN was not
 * captured, the first octet seen is number 1.
 */
final class SegmentLabel {

  private static final Set<Event> GENERAL = EnumSet.of(Event.RETRANSMISSION);

  private final Connections connections;
  private final Packets packets;
  private final long clientBase;
  private final long serverBase;

  SegmentLabel(Connections connections, Connection connection) {
    this.connections = connections;
    this.packets = connections.packets();
    Handshake handshake = connection.handshake();
    clientBase = base(handshake.clientIsn(), connection, Side.CLIENT);
    serverBase = base(handshake.serverIsn(), connection, Side.SERVER);
  }

  private long base(OptionalLong isn, Connection connection, Side side) {
    if (isn.isPresent()) {
      return isn.getAsLong();
    }
    for (int n = 0; n < connection.size(); n++) {
      int row = connection.row(n);
      boolean sent = connections.sender(row) == side;
      if (sent && packets.knowsSeq(row)) {
        return SequenceNumber.toLong(packets.seq(row) - 1);
      }
      if (!sent && packets.knowsAck(row) && has(row, Flags.ACK)) {
        return SequenceNumber.toLong(packets.ack(row) - 1);
      }
    }
    return 0;
  }

  /** The first line. */
  String text(int row) {
    boolean fromClient = connections.sender(row) == Side.CLIENT;
    StringBuilder out = new StringBuilder();
    out.append('[')
        .append(packets.knowsFlags(row) ? Flags.text(packets.flags(row)) : "?")
        .append(']');
    int length = packets.knowsLength(row) ? packets.length(row) : 0;
    if (packets.knowsSeq(row) && (length > 0 || has(row, Flags.SYN | Flags.FIN | Flags.RST))) {
      long seq = relative(packets.seq(row), fromClient);
      out.append(" seq ").append(seq).append(length > 0 ? ":" + (seq + length) : "");
    }
    if (packets.knowsAck(row) && has(row, Flags.ACK)) {
      out.append(" ack ").append(relative(packets.ack(row), !fromClient));
    }
    if (packets.knowsWindow(row)
        && !has(row, Flags.RST)
        && (has(row, Flags.SYN) || packets.window(row) == 0)) {
      out.append(" win ").append(packets.window(row));
    }
    int[] sack = packets.options(row).sack();
    for (int i = 0; i + 1 < sack.length; i += 2) {
      out.append(i == 0 ? " sack " : ",").append(relative(sack[i], !fromClient));
      out.append(':').append(relative(sack[i + 1], !fromClient));
    }
    return length > 0 ? out + ", " + length + (length == 1 ? " byte" : " bytes") : out.toString();
  }

  /** The second line: a SYN's options, or what the segment is seen against those before it. */
  String second(int row) {
    List<String> parts = new ArrayList<>();
    Set<Event> events = Event.of(connections.events(row));
    for (Event event : events) {
      if (!GENERAL.contains(event) || events.size() == 1) {
        parts.add(event.label().replace('_', ' '));
      }
    }
    if (has(row, Flags.SYN)) {
      options(row, parts);
    }
    return String.join(", ", parts);
  }

  private void options(int row, List<String> parts) {
    Packets.Options options = packets.options(row);
    if (options.mss() != Packets.ABSENT) {
      parts.add("mss " + options.mss());
    }
    if (options.sackPermitted()) {
      parts.add("sackOK");
    }
    if (options.windowScale() != Packets.ABSENT) {
      parts.add("wscale " + options.windowScale());
    }
    if (packets.hasTimestamps(row)) {
      parts.add(
          "TS val "
              + SequenceNumber.toLong(packets.tsValue(row))
              + " ecr "
              + SequenceNumber.toLong(packets.tsEcho(row)));
    }
  }

  private boolean has(int row, int anyOf) {
    return packets.knowsFlags(row) && (packets.flags(row) & anyOf) != 0;
  }

  /** A number as the labels have it. */
  long relative(int number, boolean ofClient) {
    if (packets.size() > 0 && packets.relative(0)) {
      return SequenceNumber.toLong(number);
    }
    return SequenceNumber.toLong(number - (int) (ofClient ? clientBase : serverBase));
  }
}
