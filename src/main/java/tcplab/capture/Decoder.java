package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import tcplab.tcp.Flags;

/**
 * Turns frames into rows: {@link LinkLayer} finds the segment, this class reads its header (RFC
 * 9293 §3.1) into {@link Columns}.
 */
final class Decoder implements PartSink, SegmentSink {
  private static final int HEADER = 20;
  private static final int LARGEST_START = 1 << 16;

  /** The option bytes that almost every segment has: NOP, NOP, timestamps (RFC 7323 appendix A). */
  private static final int ALIGNED_TIMESTAMPS = 0x0101080a;

  private final Frame frame = new Frame();
  private final LinkLayer link = new LinkLayer(frame, this);
  private FlowTable flows = new FlowTable();
  private Columns columns;
  private OptionReader options;
  private OriginDictionary origins;
  private final List<Fault> faults = new ArrayList<>();
  private final IntUnaryOperator expectedRows;
  private int unknown;

  /** Of the last rows, whose flows are not looked up yet, the sender and the receiver. */
  private long[] ends = new long[2 * FlowTable.MOST_AT_ONCE];

  private int waiting;
  private boolean leavesFlows;

  /**
   * A decoder of one capture.
   *
   * @param expectedRows says, from the rows so far, how many there will be; 0 if not known
   */
  Decoder(IntUnaryOperator expectedRows) {
    this.columns = new Columns(1024);
    this.options = new OptionReader(columns);
    this.origins = new OriginDictionary(columns);
    this.expectedRows = expectedRows;
  }

  @Override
  public void frame(
      byte[] bytes, int at, int captured, int wire, long timeNs, LinkType type, int interfaceId) {
    frame.begin(bytes, at, captured, wire, timeNs, interfaceId);
    link.decode(type);
  }

  @Override
  public void skipped() {
    frame.number++;
    unknown++;
  }

  @Override
  public void unwanted() {
    frame.number++;
  }

  /** Whether there were frames, and not one of a link layer that is known. */
  boolean nothingUnderstood() {
    return unknown > 0 && unknown == frame.number && !faults.isEmpty();
  }

  @Override
  public void fault(Fault fault) {
    faults.add(fault);
  }

  @Override
  public int rows() {
    return columns.size;
  }

  @Override
  public void settle() {
    // Nothing is ever under way.
  }

  @Override
  public Packets take() {
    findFlows();
    columns.trim();
    Packets batch = new Packets(flows, columns, List.of(), frame.number);
    flows = new FlowTable();
    columns = new Columns(Math.min(columns.size, LARGEST_START));
    options = new OptionReader(columns);
    origins = new OriginDictionary(columns);
    return batch;
  }

  @Override
  public int frames() {
    return frame.number;
  }

  Packets packets() {
    findFlows();
    columns.trim();
    return new Packets(flows, columns, faults, frame.number);
  }

  @Override
  public void segment(int at) {
    if (columns.size == columns.packet.length) {
      columns.grow(expectedRows.applyAsInt(columns.size));
    }
    int known = Math.min(frame.end - at, HEADER);
    int header = known == HEADER ? (frame.bytes[at + 12] & 0xf0) >> 2 : 0;
    if (header >= HEADER && frame.limit - at >= header) {
      whole(at);
    } else if (known >= 4) {
      broken(at, known);
    }
  }

  private void whole(int at) {
    byte[] bytes = frame.bytes;
    int row = columns.size;
    int offsetAndFlags = Octets.u16(bytes, at + 12);
    int header = offsetAndFlags >> 12 << 2;
    place(row, at);
    columns.seq[row] = Octets.i32(bytes, at + 4);
    columns.ack[row] = Octets.i32(bytes, at + 8);
    columns.flags[row] = (short) (offsetAndFlags & Flags.MASK);
    columns.window[row] = (char) Octets.u16(bytes, at + 14);
    int length = frame.limit - at - header;
    columns.length[row] = frame.fragmented ? ~length : length;
    int found =
        header == HEADER
            ? plain(row, offsetAndFlags, at)
            : optional(row, offsetAndFlags, at, header);
    columns.status[row] = (byte) (status() | SegmentChecksum.verify(frame, at) | found);
    columns.size = row + 1;
  }

  /** No options; the urgent pointer alone may be there. */
  private int plain(int row, int flags, int at) {
    if ((flags & Flags.URG) != 0) {
      return options.read(frame.bytes, at, at, Octets.u16(frame.bytes, at + 18));
    }
    columns.extra[row] = 0;
    return 0;
  }

  private int optional(int row, int flags, int at, int header) {
    boolean urgent = (flags & Flags.URG) != 0;
    if (header == 32 && !urgent && timestampsOnly(at)) {
      columns.tsValue[row] = Octets.i32(frame.bytes, at + 24);
      columns.tsEcho[row] = Octets.i32(frame.bytes, at + 28);
      columns.extra[row] = 0;
      return Columns.TIMESTAMPS;
    }
    int pointer = urgent ? Octets.u16(frame.bytes, at + 18) : Packets.ABSENT;
    return options.read(frame.bytes, at + HEADER, Math.min(at + header, frame.end), pointer);
  }

  private boolean timestampsOnly(int at) {
    return frame.holds(at, 32) && Octets.i32(frame.bytes, at + HEADER) == ALIGNED_TIMESTAMPS;
  }

  /**
   * A header that the snapshot length cut, whose data offset is below 5 words, or that claims more
   * than the packet holds: what can be known of it. Like tshark, which believes nothing behind a
   * data offset that is too small.
   */
  private void broken(int at, int known) {
    byte[] bytes = frame.bytes;
    int row = columns.size;
    int header = known >= 13 ? (bytes[at + 12] & 0xf0) >> 2 : HEADER;
    int missing = Columns.missing(header < HEADER ? Math.min(known, 8) : known);
    place(row, at);
    columns.seq[row] = known >= 8 ? Octets.i32(bytes, at + 4) : 0;
    columns.ack[row] = known >= 12 ? Octets.i32(bytes, at + 8) : 0;
    int flags = known >= 14 ? Octets.u16(bytes, at + 12) & Flags.MASK : 0;
    columns.flags[row] = (short) (missing | flags);
    columns.window[row] = (char) (known >= 16 ? Octets.u16(bytes, at + 14) : 0);
    columns.length[row] = Math.max(~0, frame.limit - at - header);
    columns.extra[row] = 0;
    columns.status[row] = (byte) status();
    columns.size = row + 1;
  }

  /** Everything that stands outside of the TCP header, and the ports. */
  private void place(int row, int at) {
    int ports = Octets.i32(frame.bytes, at);
    columns.packet[row] = frame.number;
    columns.timeNs[row] = frame.timeNs;
    columns.captured[row] = frame.captured;
    noteEnds(ports >>> 16, ports & 0xffff);
    columns.ttl[row] = (byte) frame.ttl;
    columns.ipId[row] = (char) frame.ipId;
    columns.putOrigin(origins.number(frame));
  }

  /** The flow of the row at {@link Columns#size} is looked up with those of its neighbours. */
  private void noteEnds(int sourcePort, int destinationPort) {
    if (waiting == FlowTable.MOST_AT_ONCE && !leavesFlows) {
      findFlows();
    }
    int at = 2 * waiting++;
    if (frame.ipv6) {
      ends[at] = flows.endpoint(frame.sourceHigh, frame.sourceLow, sourcePort);
      ends[at + 1] = flows.endpoint(frame.destinationHigh, frame.destinationLow, destinationPort);
    } else {
      ends[at] = FlowTable.endpoint(frame.source4, sourcePort);
      ends[at + 1] = FlowTable.endpoint(frame.destination4, destinationPort);
    }
  }

  private void findFlows() {
    if (!leavesFlows) {
      flows.ways(ends, waiting, columns.flow, columns.size - waiting);
      waiting = 0;
    }
  }

  /** From now on the ends of rows are put here, and their flows are found by someone else. */
  void leaveFlows(long[] here) {
    ends = here;
    waiting = 0;
    leavesFlows = true;
  }

  /** Of how many rows the ends were put there. */
  int flowsLeft() {
    return waiting;
  }

  /** Finds the flows of rows whose ends these are. Touches nothing that decoding touches. */
  void findFlows(long[] left, int[] ways) {
    flows.ways(left, ways.length, ways, 0);
  }

  /** Gives the last rows the flows that were found for them. */
  void flowsFound(List<int[]> ways) {
    int at = columns.size;
    for (int i = ways.size() - 1; i >= 0; i--) {
      int[] part = ways.get(i);
      at -= part.length;
      System.arraycopy(part, 0, columns.flow, at, part.length);
    }
  }

  private int status() {
    return frame.ecn << Columns.ECN_SHIFT | Columns.TTL | (frame.hasIpId ? Columns.IP_ID : 0);
  }
}
