package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import tcplab.tcp.Flags;

/**
 * Turns frames into rows: {@link LinkLayer} finds the segment, this class reads its header (RFC
 * 9293 §3.1) into {@link Rows}.
 */
final class Decoder implements PartSink, SegmentSink {
  private static final int HEADER = 20;
  private static final int WITH_TIMESTAMPS = 32;
  private static final int LONGEST_HEADER = 60;

  /** The option bytes that almost every segment has: NOP, NOP, timestamps (RFC 7323 appendix A). */
  private static final int ALIGNED_TIMESTAMPS = 0x0101080a;

  private final Frame frame = new Frame();
  private final LinkLayer link = new LinkLayer(frame, this);
  private FlowTable flows = new FlowTable();
  private Rows rows;
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
    this.rows = new Rows(1024);
    this.options = new OptionReader(rows);
    this.origins = new OriginDictionary(rows);
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
    return rows.size;
  }

  @Override
  public void settle() {
    // Nothing is ever under way.
  }

  @Override
  public Packets take() {
    findFlows();
    rows.trim();
    Packets batch = new Packets(flows, rows, List.of(), frame.number);
    flows = new FlowTable();
    rows = new Rows(rows.size);
    options = new OptionReader(rows);
    origins = new OriginDictionary(rows);
    return batch;
  }

  @Override
  public int frames() {
    return frame.number;
  }

  Packets packets() {
    findFlows();
    rows.trim();
    return new Packets(flows, rows, faults, frame.number);
  }

  @Override
  public void segment(int at) {
    if (rows.isFull()) {
      rows.grow(expectedRows.applyAsInt(rows.size));
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
    int offsetFlagsWindow = Octets.i32(bytes, at + 12);
    int flags = offsetFlagsWindow >>> 16 & Flags.MASK;
    int header = offsetFlagsWindow >>> 28 << 2;
    int length = frame.limit - at - header;
    int status = status() | SegmentChecksum.verify(frame, at);
    place(at);
    long stamps = 0;
    int extra = 0;
    if (header == WITH_TIMESTAMPS && (flags & Flags.URG) == 0 && timestampsOnly(at)) {
      stamps = Octets.i64(bytes, at + 24);
      status |= Rows.TIMESTAMPS;
    } else if (header > HEADER || (flags & Flags.URG) != 0) {
      extra = options(at, header, flags);
      stamps = options.stamps();
      status |= options.status();
    }
    rows.put(
        frame.timeNs,
        Octets.i64(bytes, at + 4),
        stamps,
        Rows.pair(frame.fragmented ? ~length : length, frame.captured),
        Rows.pair(frame.number, extra),
        Rows.rest(flags, offsetFlagsWindow & 0xffff, frame.ipId, frame.ttl, status));
    rows.size++;
  }

  private int options(int at, int header, int flags) {
    int urgent = (flags & Flags.URG) != 0 ? Octets.u16(frame.bytes, at + 18) : Packets.ABSENT;
    return options.read(frame.bytes, at + HEADER, Math.min(at + header, frame.end), urgent);
  }

  private boolean timestampsOnly(int at) {
    return frame.holds(at, WITH_TIMESTAMPS)
        && Octets.i32(frame.bytes, at + HEADER) == ALIGNED_TIMESTAMPS;
  }

  /**
   * A header that the snapshot length cut, whose data offset is below 5 words, or that claims more
   * than the packet holds: what can be known of it. Like tshark, which believes nothing behind a
   * data offset that is too small.
   */
  private void broken(int at, int known) {
    byte[] bytes = frame.bytes;
    int header = known >= 13 ? (bytes[at + 12] & 0xf0) >> 2 : HEADER;
    int missing = Rows.missing(header < HEADER ? Math.min(known, 8) : known);
    int seq = known >= 8 ? Octets.i32(bytes, at + 4) : 0;
    int ack = known >= 12 ? Octets.i32(bytes, at + 8) : 0;
    int flags = known >= 14 ? Octets.u16(bytes, at + 12) & Flags.MASK : 0;
    int window = known >= 16 ? Octets.u16(bytes, at + 14) : 0;
    boolean urgent = known == HEADER && header >= HEADER && (flags & Flags.URG) != 0;
    place(at);
    rows.put(
        frame.timeNs,
        Rows.pair(seq, ack),
        0,
        Rows.pair(brokenLength(at, known, header), frame.captured),
        Rows.pair(frame.number, urgent ? options(at, HEADER, Flags.URG) : 0),
        Rows.rest(missing | flags, window, frame.ipId, frame.ttl, status()));
    rows.size++;
  }

  /** Without its data offset a header may hold options: only a bound is known of the payload. */
  private int brokenLength(int at, int known, int header) {
    return known < 13
        ? ~Math.max(0, frame.limit - at - LONGEST_HEADER)
        : Math.max(~0, frame.limit - at - header);
  }

  /** Whose segment it is, and what the frame was wrapped in. */
  private void place(int at) {
    int ports = Octets.i32(frame.bytes, at);
    noteEnds(ports >>> 16, ports & 0xffff);
    rows.putOrigin(origins.number(frame));
  }

  /** The flow of the row at {@link Rows#size} is looked up with those of its neighbours. */
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
      flows.ways(ends, waiting, rows.flow, rows.size - waiting);
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
    int at = rows.size;
    for (int i = ways.size() - 1; i >= 0; i--) {
      int[] part = ways.get(i);
      at -= part.length;
      System.arraycopy(part, 0, rows.flow, at, part.length);
    }
  }

  private int status() {
    return frame.ecn << Rows.ECN_SHIFT | Rows.TTL | (frame.hasIpId ? Rows.IP_ID : 0);
  }
}
