package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import tcplab.tcp.Flags;

/**
 * Makes packets without a file. {@code add} appends a segment; {@code packet}, {@code ipId}, {@code
 * ttl}, {@code checksum}, {@code relative} then say more about the one just added. Not for several
 * threads; {@link #build} ends it.
 */
public final class PacketsBuilder {
  private static final long HIGH = 0xffffffffL << 32;
  private static final long LOW = 0xffffffffL;

  private final FlowTable flows = new FlowTable();
  private final Rows rows = new Rows(64);
  private final IcmpErrors icmpErrors = new IcmpErrors();
  private final List<Fault> faults = new ArrayList<>();
  private long frames = -1;
  private int lastIcmp;

  PacketsBuilder() {}

  /**
   * Appends a segment without options; see the longest form.
   *
   * @throws IllegalArgumentException when an address or a port is none
   */
  public PacketsBuilder add(
      long timeNs,
      String source,
      int sourcePort,
      String destination,
      int destinationPort,
      int seq,
      int ack,
      int flags,
      int window,
      int length) {
    long from = flows.endpoint(source, port(sourcePort));
    long to = flows.endpoint(destination, port(destinationPort));
    return append(timeNs, from, to, seq, ack, flags, window, length);
  }

  /** The hosts may be names, as tcpdump prints them without -n. */
  PacketsBuilder addHosts(
      long timeNs,
      String source,
      int sourcePort,
      String destination,
      int destinationPort,
      int seq,
      int ack,
      int flags) {
    long from = flows.endpointOfHost(source, port(sourcePort));
    long to = flows.endpointOfHost(destination, port(destinationPort));
    return append(timeNs, from, to, seq, ack, flags, 0, 0);
  }

  /** Says of the segment just added which of its fields are not known. */
  PacketsBuilder missing(int fields) {
    return change(Rows.FLAGS_WINDOW_IP, bits(fields, Rows.FLAGS_SHIFT), -1);
  }

  PacketsBuilder window(int window) {
    long mask = bits(0xffff, Rows.WINDOW_SHIFT);
    return change(Rows.FLAGS_WINDOW_IP, mask, bits(window, Rows.WINDOW_SHIFT));
  }

  /** The payload of the segment just added; when it is not all, at least as much. */
  PacketsBuilder length(int length, boolean known) {
    return change(Rows.LENGTH_CAPTURED, HIGH, Rows.pair(known ? length : ~length, 0));
  }

  private int nextPacket() {
    int last = rows.size == 0 ? 0 : rows.packet(rows.size - 1);
    return Math.max(last, lastIcmp) + 1;
  }

  private PacketsBuilder append(
      long timeNs, long from, long to, int seq, int ack, int flags, int window, int length) {
    if (rows.isFull()) {
      rows.grow(0);
    }
    int packet = nextPacket();
    long rest = Rows.rest(flags & Flags.MASK, window & 0xffff, 0, 0, 0);
    rows.put(timeNs, Rows.pair(seq, ack), 0, Rows.pair(length, 0), Rows.pair(packet, 0), rest);
    rows.flow[rows.size] = flows.way(from, to);
    rows.size++;
    return this;
  }

  /**
   * Appends a segment with options.
   *
   * @throws IllegalArgumentException when an address or a port is none
   */
  public PacketsBuilder add(
      long timeNs,
      String source,
      int sourcePort,
      String destination,
      int destinationPort,
      int seq,
      int ack,
      int flags,
      int window,
      int length,
      Packets.Options options) {
    add(timeNs, source, sourcePort, destination, destinationPort, seq, ack, flags, window, length);
    return options(options);
  }

  /**
   * Appends a segment with options and timestamps.
   *
   * @param timeNs capture time in ns since the epoch
   * @param source the sender's address, IPv4 or IPv6
   * @param sourcePort 0 to 65535
   * @param destination the receiver's address
   * @param destinationPort 0 to 65535
   * @param seq raw sequence number
   * @param ack raw acknowledgement field
   * @param flags bits of {@link Flags}
   * @param window the window field, unscaled
   * @param length payload octets
   * @param options {@link Packets.Options#NONE} when there are none
   * @param tsValue TSval
   * @param tsEcho TSecr
   * @throws IllegalArgumentException when an address or a port is none
   */
  public PacketsBuilder add(
      long timeNs,
      String source,
      int sourcePort,
      String destination,
      int destinationPort,
      int seq,
      int ack,
      int flags,
      int window,
      int length,
      Packets.Options options,
      int tsValue,
      int tsEcho) {
    add(timeNs, source, sourcePort, destination, destinationPort, seq, ack, flags, window, length);
    return options(options).timestamps(tsValue, tsEcho);
  }

  /** Gives the segment just added its options. */
  public PacketsBuilder options(Packets.Options options) {
    return change(Rows.PACKET_EXTRA, LOW, rows.number(options));
  }

  /** Gives the segment just added the timestamps option. */
  public PacketsBuilder timestamps(int value, int echo) {
    change(Rows.STAMPS, -1, Rows.pair(value, echo));
    return status(Rows.TIMESTAMPS, Rows.TIMESTAMPS);
  }

  /** Gives the segment just added its frame number; later ones count on from it. */
  public PacketsBuilder packet(int number) {
    return change(Rows.PACKET_EXTRA, HIGH, Rows.pair(number, 0));
  }

  /** Gives the segment just added its IP identification, 0 to 65535. */
  public PacketsBuilder ipId(int id) {
    long mask = bits(0xffff, Rows.IP_ID_SHIFT);
    change(Rows.FLAGS_WINDOW_IP, mask, bits(id, Rows.IP_ID_SHIFT));
    return status(Rows.IP_ID, Rows.IP_ID);
  }

  /** Gives the segment just added its time to live, 0 to 255. */
  public PacketsBuilder ttl(int ttl) {
    change(Rows.FLAGS_WINDOW_IP, bits(0xff, Rows.TTL_SHIFT), bits(ttl, Rows.TTL_SHIFT));
    return status(Rows.TTL, Rows.TTL);
  }

  /** Gives the segment just added the ECN bits of its IP header, 0 to 3. */
  public PacketsBuilder ecn(int bits) {
    return status(3 << Rows.ECN_SHIFT, bits << Rows.ECN_SHIFT);
  }

  /** Says of the segment just added what verifying its checksum gave. */
  public PacketsBuilder checksum(Packets.Checksum checksum) {
    int bits =
        switch (checksum) {
          case GOOD -> Rows.CHECKSUM_GOOD;
          case BAD -> Rows.CHECKSUM_BAD;
          case UNVERIFIED -> 0;
        };
    return status(Rows.CHECKSUM_BITS, bits);
  }

  /** Says of the segment just added that its numbers count from an unknown origin. */
  public PacketsBuilder relative() {
    return status(Rows.RELATIVE, Rows.RELATIVE);
  }

  /**
   * Adds an ICMP error, of IPv4 if the reporter's address is, about a segment like the one just
   * added; it takes up a frame number.
   *
   * @param type ICMP's type
   * @param code its code
   * @param reporter who says so
   * @param mtu what it says of it, if anything
   * @throws IllegalArgumentException when the reporter's address is none
   * @throws IllegalStateException when no segment was added yet
   */
  public PacketsBuilder icmpError(long timeNs, int type, int code, String reporter, int mtu) {
    int row = last();
    int way = rows.flow[row];
    lastIcmp = nextPacket();
    icmpErrors.add(
        lastIcmp,
        timeNs,
        (Address.isIpv6(reporter) ? IcmpErrors.IPV6 : 0) | type << 8 | code,
        Rows.pair(rows.seq(row), mtu),
        flows.endpoint(way >> 1, (way & 1) == 0),
        flows.endpoint(way >> 1, (way & 1) != 0),
        flows.endpoint(reporter, 0));
    return this;
  }

  private int last() {
    if (rows.size == 0) {
      throw new IllegalStateException("no segment was added yet");
    }
    return rows.size - 1;
  }

  /** Notes a fault. */
  public PacketsBuilder fault(Fault fault) {
    faults.add(fault);
    return this;
  }

  /** Says how many frames there were, TCP or not; without it, as many as segments. */
  public PacketsBuilder frames(long count) {
    frames = count;
    return this;
  }

  /** How many segments were added. */
  public int size() {
    return rows.size;
  }

  /** The packets. The builder is of no use afterwards. */
  public Packets build() {
    rows.trim();
    return new Packets(flows, rows, icmpErrors, faults, frames < 0 ? rows.size : frames);
  }

  private PacketsBuilder status(int mask, int bits) {
    return change(Rows.FLAGS_WINDOW_IP, mask, bits);
  }

  private PacketsBuilder change(int word, long mask, long bits) {
    rows.change(last(), word, mask, bits);
    return this;
  }

  private static long bits(int value, int shift) {
    return (long) value << shift;
  }

  private static int port(int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
    }
    return port;
  }
}
