package tcplab.table;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tcplab.capture.Packets;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Side;
import tcplab.tcp.Flags;

/**
 * Lines of the CSV of the table <em>packets</em>: an end of a flow with its port, a set of flags, a
 * set of events are made once and copied.
 */
final class PacketLines extends CsvLines {
  /** More than the fixed part of a line can have. */
  private static final int LONGEST_FIXED = 512;

  private static final int REMEMBERED = 4096;
  private static final byte[] NO_OPTIONS = ascii(",,,false,,");
  private static final byte[][] CHECKSUMS = new byte[Packets.Checksum.values().length][];
  private static final byte[] CLIENT = ascii(",client,");
  private static final byte[] SERVER = ascii(",server,");
  private static final long SECOND = 1_000_000_000;

  static {
    for (Packets.Checksum checksum : Packets.Checksum.values()) {
      CHECKSUMS[checksum.ordinal()] = ascii("," + checksum.name().toLowerCase(Locale.ROOT) + ",");
    }
  }

  private final Packets packets;
  private final Connections connections;

  /** Recent ends of flows, {@code address,port}, each at its number modulo the capacity. */
  private final byte[][] ends = new byte[REMEMBERED][0];

  private final int[] endNumbers = new int[REMEMBERED];

  /** The texts of flags, once they were needed. */
  private final byte[][] flagTexts = new byte[Flags.MASK + 1][0];

  private int lastEvents;
  private byte[] lastEventText = {};
  private long lastSecond = Long.MIN_VALUE;
  private byte[] lastSecondText = {};

  PacketLines(Packets packets, Connections connections) {
    this.packets = packets;
    this.connections = connections;
  }

  @Override
  public void add(int row) {
    room(LONGEST_FIXED);
    number(packets.packet(row));
    put(',');
    time(packets.timeNs(row));
    int flow = packets.flow(row);
    boolean forward = packets.forward(row);
    end(flow, forward);
    end(flow, !forward);
    header(row);
    options(row);
    connection(row);
    endLine();
  }

  private void header(int row) {
    put(',');
    if (packets.knowsSeq(row)) {
      number(packets.seq(row) & 0xffffffffL);
    }
    put(',');
    if (packets.knowsAck(row)) {
      number(packets.ack(row) & 0xffffffffL);
    }
    put(',');
    if (packets.knowsFlags(row)) {
      flags(packets.flags(row));
    }
    put(',');
    if (packets.knowsWindow(row)) {
      number(packets.window(row));
    }
    put(',');
    if (packets.knowsLength(row)) {
      number(packets.length(row));
    }
  }

  private void flags(int bits) {
    if (flagTexts[bits].length == 0) {
      flagTexts[bits] = ascii(Flags.text(bits));
    }
    copy(flagTexts[bits]);
  }

  private void options(int row) {
    Packets.Options options = packets.options(row);
    int urgent = options.urgent();
    if (options == Packets.Options.NONE && packets.isWhole(row)) {
      copy(NO_OPTIONS);
    } else {
      rareOptions(options, packets.isWhole(row));
    }
    boolean stamped = packets.hasTimestamps(row);
    if (stamped) {
      number(packets.tsValue(row) & 0xffffffffL);
    }
    put(',');
    if (stamped) {
      number(packets.tsEcho(row) & 0xffffffffL);
    }
    put(',');
    numberOrMissing(urgent);
    copy(CHECKSUMS[packets.checksum(row).ordinal()]);
  }

  private void rareOptions(Packets.Options options, boolean whole) {
    put(',');
    numberOrMissing(options.mss());
    put(',');
    numberOrMissing(options.windowScale());
    put(',');
    if (whole) {
      text(options.sackPermitted() ? "true" : "false");
    }
    put(',');
    int[] edges = options.sack();
    if (edges.length > 2) {
      put('"');
    }
    room(LONGEST_FIXED + 24 * edges.length);
    for (int i = 0; i + 1 < edges.length; i += 2) {
      if (i > 0) {
        put(',');
      }
      number(edges[i] & 0xffffffffL);
      put('-');
      number(edges[i + 1] & 0xffffffffL);
    }
    if (edges.length > 2) {
      put('"');
    }
    put(',');
  }

  private void connection(int row) {
    number(connections.connectionOf(row));
    copy(connections.sender(row) == Side.CLIENT ? CLIENT : SERVER);
    int events = connections.events(row);
    if (events != 0) {
      if (events != lastEvents) {
        lastEvents = events;
        lastEventText = ascii(Event.text(events));
      }
      room(lastEventText.length + 2);
      copy(lastEventText);
    }
  }

  /** Seconds change seldom from packet to packet. */
  private void time(long ns) {
    if (ns == Packets.NO_TIME) {
      return;
    }
    long second = ns / SECOND;
    if (second <= 0) {
      number(ns);
      return;
    }
    if (second != lastSecond) {
      lastSecond = second;
      lastSecondText = ascii(Long.toString(second));
    }
    copy(lastSecondText);
    nineDigits((int) (ns - second * SECOND));
  }

  private void end(int flow, boolean first) {
    int number = flow << 1 | (first ? 1 : 0);
    int slot = number & REMEMBERED - 1;
    byte[] text = ends[slot];
    if (text.length == 0 || endNumbers[slot] != number) {
      text = endText(flow, first);
      ends[slot] = text;
      endNumbers[slot] = number;
    }
    roomAndCopy(text, LONGEST_FIXED);
  }

  private byte[] endText(int flow, boolean first) {
    String field = CsvWriter.field(packets.flowAddress(flow, first));
    return ("," + field + "," + packets.flowPort(flow, first)).getBytes(StandardCharsets.UTF_8);
  }

  private void numberOrMissing(int value) {
    if (value >= 0) {
      number(value);
    }
  }
}
