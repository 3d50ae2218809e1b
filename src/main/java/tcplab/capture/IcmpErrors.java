package tcplab.capture;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/** The ICMP errors of a capture that quote TCP, {@value #WORDS} words each. */
final class IcmpErrors {
  private static final int HEADER = 8;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  /** What an error quotes at least: the ports and the sequence number (RFC 792). */
  private static final int QUOTED = 8;

  private static final int WORDS = 6;

  // The places of a word
  private static final int TIME = 0;
  private static final int PACKET_TYPE_CODE = 1;
  private static final int SEQ_MTU = 2;
  private static final int SENDER = 3;
  private static final int RECEIVER = 4;
  private static final int REPORTER = 5;

  /** Beside type and code: the version was 6. */
  static final int IPV6 = 1 << 16;

  private long[] words = new long[0];
  private int size;

  /**
   * Takes up the ICMP message of a frame, if it is an error that quotes TCP.
   *
   * @param at the first octet of its header
   */
  void read(Frame frame, int at, FlowTable flows) {
    int quoted = at + HEADER;
    int inner = frame.ipv6 ? IPV6_HEADER : IPV4_HEADER;
    if (!frame.holds(at, HEADER + inner)) {
      return;
    }
    int type = Octets.u8(frame.bytes, at);
    if (frame.ipv6) {
      if (IcmpError.Kind.isError6(type) && quotesTcp6(frame, quoted)) {
        add6(frame, at, type, flows);
      }
    } else if (IcmpError.Kind.isError4(type) && quotesTcp4(frame, quoted)) {
      add4(frame, at, type);
    }
  }

  private static boolean quotesTcp4(Frame frame, int at) {
    byte[] bytes = frame.bytes;
    int header = (bytes[at] & 15) << 2;
    return bytes[at] >> 4 == 4
        && header >= IPV4_HEADER
        && (Octets.u16(bytes, at + 6) & 0x1fff) == 0
        && Octets.u8(bytes, at + 9) == InternetLayer.TCP
        && frame.holds(at, header + QUOTED);
  }

  private static boolean quotesTcp6(Frame frame, int at) {
    return (frame.bytes[at] >> 4 & 15) == 6
        && Octets.u8(frame.bytes, at + 6) == InternetLayer.TCP
        && frame.holds(at, IPV6_HEADER + QUOTED);
  }

  private void add4(Frame frame, int at, int type) {
    byte[] bytes = frame.bytes;
    int quoted = at + HEADER;
    int tcp = quoted + ((bytes[quoted] & 15) << 2);
    int code = Octets.u8(bytes, at + 1);
    int ports = Octets.i32(bytes, tcp);
    add(
        frame,
        type << 8 | code,
        Rows.pair(Octets.i32(bytes, tcp + 4), Octets.u16(bytes, at + 6)),
        FlowTable.endpoint(Octets.i32(bytes, quoted + 12), ports >>> 16),
        FlowTable.endpoint(Octets.i32(bytes, quoted + 16), ports & 0xffff),
        FlowTable.endpoint(frame.source4, 0));
  }

  private void add6(Frame frame, int at, int type, FlowTable flows) {
    byte[] bytes = frame.bytes;
    int quoted = at + HEADER;
    int tcp = quoted + IPV6_HEADER;
    int ports = Octets.i32(bytes, tcp);
    long from = Octets.i64(bytes, quoted + 8);
    long to = Octets.i64(bytes, quoted + 24);
    add(
        frame,
        IPV6 | type << 8 | Octets.u8(bytes, at + 1),
        Rows.pair(Octets.i32(bytes, tcp + 4), Octets.i32(bytes, at + 4)),
        flows.endpoint(from, Octets.i64(bytes, quoted + 16), ports >>> 16),
        flows.endpoint(to, Octets.i64(bytes, quoted + 32), ports & 0xffff),
        flows.endpoint(frame.sourceHigh, frame.sourceLow, 0));
  }

  private void add(Frame frame, int typeCode, long seqMtu, long sender, long receiver, long by) {
    add(frame.number, frame.timeNs, typeCode, seqMtu, sender, receiver, by);
  }

  /** Takes up an error; the version's bit stands above its type and code. */
  void add(
      int packet, long timeNs, int typeCode, long seqMtu, long sender, long receiver, long by) {
    int at = size++ * WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, Math.max(8 * WORDS, 2 * at));
    }
    words[at + TIME] = timeNs;
    words[at + PACKET_TYPE_CODE] = Rows.pair(packet, typeCode);
    words[at + SEQ_MTU] = seqMtu;
    words[at + SENDER] = sender;
    words[at + RECEIVER] = receiver;
    words[at + REPORTER] = by;
  }

  int size() {
    return size;
  }

  /** The errors as objects, each made when it is asked for. */
  List<IcmpError> list(FlowTable flows) {
    return size == 0 ? List.of() : new View(flows);
  }

  private final class View extends AbstractList<IcmpError> {
    private final FlowTable flows;

    View(FlowTable flows) {
      this.flows = flows;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public IcmpError get(int index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException("index " + index + ", size " + size);
      }
      int at = index * WORDS;
      int typeCode = (int) words[at + PACKET_TYPE_CODE];
      int type = typeCode >> 8 & 0xff;
      int code = typeCode & 0xff;
      IcmpError.Kind kind =
          (typeCode & IPV6) != 0 ? IcmpError.Kind.of6(type, code) : IcmpError.Kind.of4(type, code);
      long sender = words[at + SENDER];
      long receiver = words[at + RECEIVER];
      int way = flows.knownWay(sender, receiver);
      int mtu = (int) words[at + SEQ_MTU];
      return new IcmpError(
          (int) (words[at + PACKET_TYPE_CODE] >>> 32),
          words[at + TIME],
          kind,
          type,
          code,
          flows.text(words[at + REPORTER]),
          flows.text(sender),
          FlowTable.port(sender),
          flows.text(receiver),
          FlowTable.port(receiver),
          (int) (words[at + SEQ_MTU] >>> 32),
          kind == IcmpError.Kind.TOO_BIG ? mtu : Packets.ABSENT,
          way < 0 ? -1 : way >> 1,
          way < 0 || (way & 1) == 0);
    }
  }
}
