package tcplab.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng, as draft-ietf-opsawg-pcapng describes it: blocks of type, length, body and the
 * length again, in sections that each have a byte order and interfaces of their own. Blocks that
 * carry no packet are skipped by their length.
 */
final class PcapngReader implements FrameReader {
  /** A section's first block; the same in both byte orders. */
  static final int SECTION_HEADER = 0x0a0d0d0a;

  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int SMALLEST_BLOCK = 12;

  private final Input in;
  private final FrameSink sink;
  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private int interfacesBefore;
  private boolean swapped;
  private boolean missingInterface;

  private PcapngReader(Input in, FrameSink sink) {
    this.in = in;
    this.sink = sink;
  }

  /**
   * Looks at the first section's header.
   *
   * @throws CaptureException when not even the first block could be used
   */
  static PcapngReader open(Input in, FrameSink sink) throws IOException {
    PcapngReader reader = new PcapngReader(in, sink);
    if (!in.need(SMALLEST_BLOCK + 16) || !reader.section()) {
      throw new CaptureException(
          new Fault(
              in.name(),
              in.offset(),
              "the first block is no whole section header",
              "record or copy the file again"));
    }
    if (!reader.knowsVersion()) {
      throw new CaptureException(
          new Fault(in.name(), in.offset(), reader.version(), "save it as pcap, or pcapng 1.0"));
    }
    return reader;
  }

  @Override
  public boolean next() throws IOException {
    if (in.need(SMALLEST_BLOCK)) {
      return block();
    }
    if (in.available() > 0 && !in.stopped()) {
      fault("the file ends within the header of a block", "it was cut");
    }
    return false;
  }

  private boolean block() throws IOException {
    int type = Octets.i32(in.bytes, in.at);
    if (type == SECTION_HEADER && !section()) {
      fault("a section header has no byte order", "the file is damaged here");
      return false;
    }
    if (type == SECTION_HEADER && !knowsVersion()) {
      fault(version(), "what stands before was read");
      return false;
    }
    type = i32(in.at);
    long length = Integer.toUnsignedLong(i32(in.at + 4)) + 3 & ~3L;
    if (length < SMALLEST_BLOCK) {
      fault("a block claims " + length + " octets", "the file is damaged here");
      return false;
    }
    return carries(type) ? use(type, length) : pass(length);
  }

  private static boolean carries(int type) {
    return switch (type) {
      case INTERFACE_DESCRIPTION, OLD_PACKET, SIMPLE_PACKET, ENHANCED_PACKET -> true;
      default -> false;
    };
  }

  private boolean pass(long length) throws IOException {
    long start = in.offset();
    if (in.skip(length)) {
      return true;
    }
    if (!in.stopped()) {
      faultAt(start, "the file ends within a block of " + length + " octets", "it was cut");
    }
    return false;
  }

  private boolean use(int type, long length) throws IOException {
    if (length > PcapReader.LONGEST_FRAME) {
      fault("a block claims " + length + " octets", "the file is damaged here");
      return false;
    }
    if (!in.need((int) length)) {
      if (!in.stopped()) {
        fault("the file ends within a block of " + length + " octets", "it was cut");
      }
      return false;
    }
    int next = in.at + (int) length;
    if ((i32(next - 4) + 3 & ~3) != (int) length) {
      fault("the two lengths of a block differ", "the file is damaged here");
      return false;
    }
    body(type, in.at + 8, next - 4);
    in.at = next;
    return true;
  }

  private void body(int type, int from, int to) throws IOException {
    switch (type) {
      case INTERFACE_DESCRIPTION -> describe(from, to);
      case ENHANCED_PACKET -> {
        if (to - from >= 20) {
          packet(Integer.toUnsignedLong(i32(from)), from, to);
          return;
        }
        tooShort();
      }
      case OLD_PACKET -> {
        if (to - from >= 20) {
          packet(u16(from), from, to);
          return;
        }
        tooShort();
      }
      default -> simple(from, to);
    }
  }

  private void tooShort() {
    fault("a packet block is too short for its fields", "it was left out");
    sink.skipped();
  }

  private void describe(int from, int to) throws IOException {
    if (to - from < 8) {
      fault("an interface block is too short for its fields", "its packets are left out");
      interfaces.add(new PcapngInterface(null, -1, 0));
      sink.source(interfacesBefore + interfaces.size() - 1, -1, !swapped);
      return;
    }
    int number = u16(from);
    PcapngInterface description =
        new PcapngInterface(LinkType.of(number), number, Integer.toUnsignedLong(i32(from + 4)));
    interfaces.add(description);
    sink.source(interfacesBefore + interfaces.size() - 1, number, !swapped);
    options(description, from + 8, to);
  }

  private void options(PcapngInterface description, int from, int to) {
    int at = from;
    while (at + 4 <= to) {
      int code = u16(at);
      int length = u16(at + 2);
      int value = at + 4;
      if (code == 0 || value + length > to) {
        return;
      }
      if (code == PcapngInterface.IF_TSRESOL && length == 1) {
        description.resolution(in.bytes[value]);
      } else if (code == PcapngInterface.IF_TSOFFSET && length == 8) {
        long offset = Octets.i64(in.bytes, value);
        description.offset(swapped ? Long.reverseBytes(offset) : offset);
      }
      at = value + (length + 3 & ~3);
    }
  }

  /** An enhanced or an old packet block: but for the interface's width they are the same. */
  private void packet(long interfaceId, int from, int to) {
    int captured = i32(from + 12);
    if (captured < 0 || captured > to - from - 20) {
      fault("a packet is longer than its block", "it was left out");
      sink.skipped();
      return;
    }
    long ticks =
        Integer.toUnsignedLong(i32(from + 4)) << 32 | Integer.toUnsignedLong(i32(from + 8));
    deliver(interfaceId, ticks, true, from + 20, captured, i32(from + 16));
  }

  private void simple(int from, int to) {
    if (to - from < 4) {
      tooShort();
      return;
    }
    long wire = Integer.toUnsignedLong(i32(from));
    long snaplen = interfaces.isEmpty() ? 0 : interfaces.get(0).snaplen();
    long captured = Math.min(wire, to - from - 4);
    captured = snaplen == 0 ? captured : Math.min(captured, snaplen);
    deliver(0, 0, false, from + 4, (int) captured, (int) wire);
  }

  private void deliver(
      long interfaceId, long ticks, boolean timed, int at, int captured, int wire) {
    if (interfaceId >= interfaces.size()) {
      if (!missingInterface) {
        fault("a packet names interface " + interfaceId + " of " + interfaces.size(), "left out");
      }
      missingInterface = true;
      sink.skipped();
      return;
    }
    PcapngInterface description = interfaces.get((int) interfaceId);
    LinkType link = description.link();
    if (link == null) {
      unknownLink(interfaceId, description);
      return;
    }
    int onWire = wire < 0 ? Integer.MAX_VALUE : Math.max(wire, captured);
    long timeNs = timed ? description.timeNs(ticks) : Packets.NO_TIME;
    sink.frame(in.bytes, at, captured, onWire, timeNs, link, interfacesBefore + (int) interfaceId);
  }

  private void unknownLink(long interfaceId, PcapngInterface description) {
    if (description.reportOnce()) {
      fault(
          "interface " + interfaceId + " has link type " + description.number() + ", not known",
          "its packets are left out");
    }
    sink.skipped();
  }

  /** Takes up a section's byte order; its interfaces begin anew. */
  private boolean section() throws IOException {
    if (!in.need(SMALLEST_BLOCK)) {
      return false;
    }
    int magic = Octets.i32(in.bytes, in.at + 8);
    if (Octets.i32(in.bytes, in.at) != SECTION_HEADER
        || (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC)) {
      return false;
    }
    swapped = magic != BYTE_ORDER_MAGIC;
    interfacesBefore += interfaces.size();
    interfaces.clear();
    missingInterface = false;
    return true;
  }

  /** A higher major version may mean anything (draft-ietf-opsawg-pcapng §4.1). */
  private boolean knowsVersion() throws IOException {
    return in.need(SMALLEST_BLOCK + 4) && u16(in.at + 12) == 1;
  }

  private String version() {
    return "pcapng version " + u16(in.at + 12) + "." + u16(in.at + 14) + " is not known";
  }

  private void fault(String problem, String advice) {
    faultAt(in.offset(), problem, advice);
  }

  private void faultAt(long offset, String problem, String advice) {
    sink.fault(new Fault(in.name(), offset, problem, advice));
  }

  private int i32(int at) {
    return swapped ? Octets.littleI32(in.bytes, at) : Octets.i32(in.bytes, at);
  }

  private int u16(int at) {
    int value = Octets.u16(in.bytes, at);
    return swapped ? Short.reverseBytes((short) value) & 0xffff : value;
  }
}
