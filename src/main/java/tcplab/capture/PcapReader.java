package tcplab.capture;

import java.io.IOException;

/**
 * Reads pcap, as the pcap draft (draft-ietf-opsawg-pcap) describes it: a header of 24 octets, then
 * records of a 16-octet header and a frame. Also the variant with nanoseconds, and Kuznetzov's
 * modified one with 24-octet record headers; each in both byte orders.
 */
final class PcapReader implements FrameReader {
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int MODIFIED = 0xa1b2cd34;
  private static final int FILE_HEADER = 24;

  /** More than any frame of a network; a longer one is a broken length field. */
  static final int LONGEST_FRAME = 64 << 20;

  private final Input in;
  private final FrameSink sink;
  private final boolean swapped;
  private final int recordHeader;
  private final long nsPerFraction;
  private LinkType link = LinkType.ETHERNET;
  private boolean lengthsSwapped;
  private boolean lengthsPerhapsSwapped;

  private PcapReader(Input in, FrameSink sink, int magic) {
    this.in = in;
    this.sink = sink;
    this.swapped = !isMagic(magic);
    int kind = swapped ? Integer.reverseBytes(magic) : magic;
    this.recordHeader = kind == MODIFIED ? 24 : 16;
    this.nsPerFraction = kind == NANOSECONDS ? 1 : 1000;
  }

  private static boolean isMagic(int magic) {
    return magic == MICROSECONDS || magic == NANOSECONDS || magic == MODIFIED;
  }

  /** Whether a file that begins with these octets, in network order, is pcap. */
  static boolean recognizes(int first) {
    return isMagic(first) || isMagic(Integer.reverseBytes(first));
  }

  /**
   * Reads the file's header.
   *
   * @throws CaptureException when not even the file's header could be used
   */
  static PcapReader open(Input in, FrameSink sink) throws IOException {
    if (!in.need(FILE_HEADER)) {
      throw new CaptureException(
          new Fault(
              in.name(),
              in.available(),
              "the file ends within its header of 24 octets",
              "record or copy it again"));
    }
    PcapReader reader = new PcapReader(in, sink, Octets.i32(in.bytes, in.at));
    reader.link = reader.header();
    in.at += FILE_HEADER;
    return reader;
  }

  private LinkType header() throws IOException {
    int minor = u16(in.at + 6);
    int major = u16(in.at + 4);
    // Before version 2.3 the two lengths stood the other way round, and some of 2.3 still do.
    lengthsSwapped = major == 2 && (minor < 3 || minor == 543);
    lengthsPerhapsSwapped = major == 2 && minor == 3;
    // The upper bits hold the length of the frame check sequence, and are no link type.
    int number = i32(in.at + 20) & 0xffff;
    LinkType link = LinkType.of(number);
    if (link == null) {
      throw new CaptureException(
          new Fault(
              in.name(),
              20,
              "link type " + number + " is not known",
              "record on an Ethernet, Linux cooked, PPP, 802.11 or raw IP interface"));
    }
    sink.source(0, number, !swapped);
    return link;
  }

  @Override
  public boolean next() throws IOException {
    if (in.need(recordHeader)) {
      return record();
    }
    if (in.available() > 0 && !in.stopped()) {
      cut("the file ends within the header of a record");
    }
    return false;
  }

  private boolean record() throws IOException {
    int head = in.at;
    long seconds = Integer.toUnsignedLong(i32(head));
    long fraction = Integer.toUnsignedLong(i32(head + 4));
    int captured = i32(head + 8);
    int wire = i32(head + 12);
    if (lengthsSwapped || (lengthsPerhapsSwapped && captured > wire)) {
      int other = captured;
      captured = wire;
      wire = other;
    }
    if (captured < 0 || captured > LONGEST_FRAME) {
      sink.fault(
          new Fault(
              in.name(),
              in.offset(),
              "a record claims " + Integer.toUnsignedLong(captured) + " octets",
              "the file is damaged here; what stands before it was read"));
      return false;
    }
    if (!in.need(recordHeader + captured)) {
      if (!in.stopped()) {
        cut("the file ends within a record of " + captured + " octets");
      }
      return false;
    }
    int from = in.at + recordHeader;
    int onWire = wire < 0 ? Integer.MAX_VALUE : Math.max(wire, captured);
    long timeNs = seconds * 1_000_000_000L + fraction * nsPerFraction;
    sink.frame(in.bytes, from, captured, onWire, timeNs, link, 0);
    in.at = from + captured;
    return true;
  }

  private void cut(String problem) {
    sink.fault(
        new Fault(in.name(), in.offset(), problem, "it was cut; what stands before was read"));
  }

  private int i32(int at) {
    return swapped ? Octets.littleI32(in.bytes, at) : Octets.i32(in.bytes, at);
  }

  private int u16(int at) {
    int value = Octets.u16(in.bytes, at);
    return swapped ? Short.reverseBytes((short) value) & 0xffff : value;
  }
}
