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
  private final FlowTable flows = new FlowTable();
  private final Columns columns = new Columns(64);
  private final List<Fault> faults = new ArrayList<>();
  private long frames = -1;

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
    columns.flags[last()] |= (short) fields;
    return this;
  }

  PacketsBuilder window(int window) {
    columns.window[last()] = (char) window;
    return this;
  }

  /** The payload of the segment just added; when it is not all, at least as much. */
  PacketsBuilder length(int length, boolean known) {
    columns.length[last()] = known ? length : ~length;
    return this;
  }

  private PacketsBuilder append(
      long timeNs, long from, long to, int seq, int ack, int flags, int window, int length) {
    int size = columns.size;
    columns.reserve();
    columns.packet[size] = size == 0 ? 1 : columns.packet[size - 1] + 1;
    columns.timeNs[size] = timeNs;
    columns.flow[size] = flows.way(from, to);
    columns.seq[size] = seq;
    columns.ack[size] = ack;
    columns.flags[size] = (short) (flags & Flags.MASK);
    columns.window[size] = (char) window;
    columns.length[size] = length;
    columns.size++;
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
    columns.size--;
    columns.putOptions(options);
    columns.size++;
    return this;
  }

  /** Gives the segment just added the timestamps option. */
  public PacketsBuilder timestamps(int value, int echo) {
    columns.tsValue[last()] = value;
    columns.tsEcho[last()] = echo;
    return status(Columns.TIMESTAMPS, Columns.TIMESTAMPS);
  }

  /** Gives the segment just added its frame number; later ones count on from it. */
  public PacketsBuilder packet(int number) {
    columns.packet[last()] = number;
    return this;
  }

  /** Gives the segment just added its IP identification, 0 to 65535. */
  public PacketsBuilder ipId(int id) {
    columns.ipId[last()] = (char) id;
    return status(Columns.IP_ID, Columns.IP_ID);
  }

  /** Gives the segment just added its time to live, 0 to 255. */
  public PacketsBuilder ttl(int ttl) {
    columns.ttl[last()] = (byte) ttl;
    return status(Columns.TTL, Columns.TTL);
  }

  /** Gives the segment just added the ECN bits of its IP header, 0 to 3. */
  public PacketsBuilder ecn(int bits) {
    return status(3 << Columns.ECN_SHIFT, bits << Columns.ECN_SHIFT);
  }

  /** Says of the segment just added what verifying its checksum gave. */
  public PacketsBuilder checksum(Packets.Checksum checksum) {
    int bits =
        switch (checksum) {
          case GOOD -> Columns.CHECKSUM_GOOD;
          case BAD -> Columns.CHECKSUM_BAD;
          case UNVERIFIED -> 0;
        };
    return status(Columns.CHECKSUM_BITS, bits);
  }

  /** Says of the segment just added that its numbers count from an unknown origin. */
  public PacketsBuilder relative() {
    return status(Columns.RELATIVE, Columns.RELATIVE);
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
    return columns.size;
  }

  /** The packets. The builder is of no use afterwards. */
  public Packets build() {
    columns.trim();
    return new Packets(flows, columns, faults, frames < 0 ? columns.size : frames);
  }

  private int last() {
    if (columns.size == 0) {
      throw new IllegalStateException("no segment was added yet");
    }
    return columns.size - 1;
  }

  private PacketsBuilder status(int mask, int bits) {
    int row = last();
    columns.status[row] = (byte) (columns.status[row] & ~mask | bits);
    return this;
  }

  private static int port(int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
    }
    return port;
  }
}
