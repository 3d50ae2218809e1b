package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.Flags;

/**
 * Turns frames into rows: {@link LinkLayer} finds the segment, this class reads its header (RFC
 * 9293 §3.1) into {@link Rows}.
 */
final class Decoder implements FrameSink, SegmentSink {
  private static final int HEADER = 20;
  private static final int WITH_TIMESTAMPS = 32;
  private static final int LONGEST_HEADER = 60;
  private static final int ETHERNET_HEADER = 14;

  /** Ethernet's, IPv4's and TCP's header, each without options. */
  private static final int PLAIN = ETHERNET_HEADER + 20 + HEADER;

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
  private IcmpErrors icmpErrors = new IcmpErrors();
  private int unknown;

  /** Who finds flows meanwhile, if anybody; otherwise they are found here, a block at a time. */
  private final @Nullable FlowFinder finder;

  /** The last rows, whose flows are not looked up yet. */
  private FlowFinder.Block block;

  /**
   * A decoder of one capture.
   *
   * @param expectedRows says, from the rows so far, how many there will be; 0 if not known
   */
  Decoder(IntUnaryOperator expectedRows) {
    this(expectedRows, null);
  }

  /**
   * The same, with someone who finds flows.
   *
   * @param finder works for nobody else, and is closed by who made it
   */
  Decoder(IntUnaryOperator expectedRows, @Nullable FlowFinder finder) {
    this.finder = finder;
    block = finder == null ? new FlowFinder.Block(FlowTable.MOST_AT_ONCE) : finder.block();
    this.rows = new Rows(1024);
    this.options = new OptionReader(rows);
    this.origins = new OriginDictionary(rows);
    this.expectedRows = expectedRows;
  }

  @Override
  public void frame(
      byte[] bytes, int at, int captured, int wire, long timeNs, LinkType type, int interfaceId) {
    if (type == LinkType.ETHERNET
        && interfaceId == 0
        && captured >= PLAIN
        && plain(bytes, at, captured, wire, timeNs)) {
      return;
    }
    frame.begin(bytes, at, captured, wire, timeNs, interfaceId);
    link.decode(type);
  }

  /**
   * Most frames of most captures: Ethernet, IPv4 without options, not in fragments, TCP without
   * options or with timestamps where everyone puts them. Read straight on, they save a sixth of
   * decoding's time. A test and a fuzz target hold the rows to those of the layers, which decode
   * all else.
   *
   * @return false, and nothing is done, when the frame is another one
   */
  private boolean plain(byte[] bytes, int at, int captured, int wire, long timeNs) {
    int ip = at + ETHERNET_HEADER;
    long first = Octets.i64(bytes, ip);
    int second = Octets.i32(bytes, ip + 8);
    int total = (int) (first >>> 32) & 0xffff;
    if (Octets.u16(bytes, at + 12) != LinkLayer.IPV4
        || first >>> 56 != 0x45 // version 4, five words
        || (first & 0x3fff) != 0 // a fragment
        || (second >>> 16 & 0xff) != InternetLayer.TCP
        || total > wire - ETHERNET_HEADER) {
      return false;
    }
    int tcp = ip + HEADER;
    int offsetFlagsWindow = Octets.i32(bytes, tcp + 12);
    int flags = offsetFlagsWindow >>> 16 & Flags.MASK;
    int header = offsetFlagsWindow >>> 28 << 2;
    boolean stamped =
        header == WITH_TIMESTAMPS
            && captured >= PLAIN + WITH_TIMESTAMPS - HEADER
            && Octets.i32(bytes, tcp + HEADER) == ALIGNED_TIMESTAMPS;
    int length = total - HEADER - header;
    if ((header != HEADER && !stamped) || length < 0 || (flags & Flags.URG) != 0) {
      return false;
    }
    growIfFull();
    frame.number++;
    int status = Rows.TTL | Rows.IP_ID | (stamped ? Rows.TIMESTAMPS : 0);
    status |= (int) (first >>> 48 & 3) << Rows.ECN_SHIFT;
    if (ip + total <= at + captured) {
      long pseudo = Octets.u32(bytes, ip + 12) + Octets.u32(bytes, ip + 16) + InternetLayer.TCP;
      status |= SegmentChecksum.verify(bytes, tcp, ip + total, pseudo);
    }
    int ipId = (int) (first >>> 16) & 0xffff;
    long rest = Rows.rest(flags, offsetFlagsWindow & 0xffff, ipId, second >>> 24, status);
    long stamps = stamped ? Octets.i64(bytes, tcp + HEADER + 4) : 0;
    putPlain(bytes, tcp, timeNs, stamps, Rows.pair(length, captured), rest);
    return true;
  }

  /**
   * Writes the row of a plain frame.
   *
   * @param rest as {@link Rows#rest} gives it
   */
  private void putPlain(
      byte[] bytes, int tcp, long timeNs, long stamps, long lengthCaptured, long rest) {
    long addresses = Octets.i64(bytes, tcp - 8);
    int ports = Octets.i32(bytes, tcp);
    int ends = nextEnds();
    block.ends[ends] = FlowTable.endpoint((int) (addresses >>> 32), ports >>> 16);
    block.ends[ends + 1] = FlowTable.endpoint((int) addresses, ports & 0xffff);
    long seqAck = Octets.i64(bytes, tcp + 4);
    rows.put(timeNs, seqAck, stamps, lengthCaptured, Rows.pair(frame.number, 0), rest);
    rows.size++;
  }

  private void growIfFull() {
    if (rows.isFull()) {
      rows.grow(expectedRows.applyAsInt(rows.size));
    }
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

  /** How many rows it holds, ICMP errors among them, which take as much room. */
  int held() {
    return rows.size + icmpErrors.size();
  }

  /** The rows until now, which are forgotten here. */
  Packets take() {
    settleFlows();
    rows.trim();
    Packets batch = new Packets(flows, rows, icmpErrors, List.of(), frame.number);
    icmpErrors = new IcmpErrors();
    flows = new FlowTable();
    rows = new Rows(Math.max(1, rows.size));
    options = new OptionReader(rows);
    origins = new OriginDictionary(rows);
    return batch;
  }

  /** How many frames there were. */
  int frames() {
    return frame.number;
  }

  Packets packets() {
    settleFlows();
    rows.trim();
    return new Packets(flows, rows, icmpErrors, faults, frame.number);
  }

  @Override
  public void icmp(int at) {
    icmpErrors.read(frame, at, flows);
  }

  @Override
  public void segment(int at) {
    growIfFull();
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
    int at = nextEnds();
    long[] ends = block.ends;
    if (frame.ipv6) {
      ends[at] = flows.endpoint(frame.sourceHigh, frame.sourceLow, sourcePort);
      ends[at + 1] = flows.endpoint(frame.destinationHigh, frame.destinationLow, destinationPort);
    } else {
      ends[at] = FlowTable.endpoint(frame.source4, sourcePort);
      ends[at + 1] = FlowTable.endpoint(frame.destination4, destinationPort);
    }
  }

  private int nextEnds() {
    if (block.isFull()) {
      findFlows();
    }
    return 2 * block.rows++;
  }

  private void findFlows() {
    if (block.rows == 0) {
      return;
    }
    block.firstRow = rows.size - block.rows;
    if (finder == null) {
      block.find(flows);
      block.moveTo(rows);
    } else {
      block = finder.hand(block, flows, rows);
    }
  }

  private void settleFlows() {
    findFlows();
    if (finder != null) {
      finder.settle(rows);
    }
  }

  private int status() {
    return frame.ecn << Rows.ECN_SHIFT | Rows.TTL | (frame.hasIpId ? Rows.IP_ID : 0);
  }
}
