package tcplab.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The captured TCP segments of a capture, one row each, in primitive columns.
 *
 * <p>Rows are in the order of the capture. A row belongs to a <em>flow</em>: the pair of endpoints,
 * whichever way the segment went; {@link #forward} tells the way. A flow is not yet a connection:
 * one flow holds several connections when ports are used again, and telling them apart is the
 * connection package's work.
 *
 * <p>Sequence and acknowledgement numbers, timestamps and windows are raw, as they stand in the
 * header.
 */
public final class Packets {
  /** The result of verifying a TCP checksum. */
  public enum Checksum {
    /** It is right. */
    GOOD,
    /** It is wrong. */
    BAD,
    /** It could not be checked: the packet was cut, or the sender left it to its network card. */
    UNVERIFIED
  }

  /** What the numbers of {@link Options} are when the header says nothing. */
  public static final int ABSENT = -1;

  private final Flows flows;
  private final Columns columns;
  private final List<Fault> faults;
  private final long frames;

  Packets(Flows flows, Columns columns, List<Fault> faults, long frames) {
    this.flows = flows;
    this.columns = columns;
    this.faults = List.copyOf(faults);
    this.frames = frames;
  }

  /** How many TCP segments there are. */
  public int size() {
    return columns.size;
  }

  /** How many frames the capture holds, TCP or not. */
  public long frames() {
    return frames;
  }

  /** What could not be read, in file order; empty when the whole capture was. */
  public List<Fault> faults() {
    return faults;
  }

  /** How many pairs of endpoints there are. */
  public int flowCount() {
    return flows.size();
  }

  /** The 1-based frame number in the file. */
  public int packet(int row) {
    return columns.packet[row];
  }

  /** Capture time in ns since the epoch. */
  public long timeNs(int row) {
    return columns.timeNs[row];
  }

  /** The flow, 0-based, in order of first packet. */
  public int flow(int row) {
    return columns.flow[row] >> 1;
  }

  /** Whether the segment went the way of the flow's first one. */
  public boolean forward(int row) {
    return (columns.flow[row] & 1) == 0;
  }

  /** The sender's address as text (IPv6: RFC 5952). */
  public String source(int row) {
    return flows.address(flow(row), forward(row));
  }

  /** The sender's port. */
  public int sourcePort(int row) {
    return flows.port(flow(row), forward(row));
  }

  /** The receiver's address as text (IPv6: RFC 5952). */
  public String destination(int row) {
    return flows.address(flow(row), !forward(row));
  }

  /** The receiver's port. */
  public int destinationPort(int row) {
    return flows.port(flow(row), !forward(row));
  }

  /** The sequence number; see {@link tcplab.tcp.SequenceNumber}. */
  public int seq(int row) {
    return columns.seq[row];
  }

  /** The acknowledgement field, valid only with {@link tcplab.tcp.Flags#ACK}. */
  public int ack(int row) {
    return columns.ack[row];
  }

  /** The nine control bits; see {@link tcplab.tcp.Flags}. */
  public int flags(int row) {
    return columns.flags[row];
  }

  /** The window field, unscaled. */
  public int window(int row) {
    return columns.window[row];
  }

  /** Payload octets on the wire, whatever the snapshot length kept. */
  public int length(int row) {
    return columns.length[row];
  }

  /** The options and the urgent pointer; {@link Options#NONE} when there are none. */
  public Options options(int row) {
    int extra = columns.extra[row];
    return extra == 0 ? Options.NONE : columns.options.get(extra - 1);
  }

  /** Whether the segment carries the timestamps option (RFC 7323 §3). */
  public boolean hasTimestamps(int row) {
    return columns.hasTimestamps(row);
  }

  /** TSval, valid only with {@link #hasTimestamps}. */
  public int tsValue(int row) {
    return columns.tsValue[row];
  }

  /** TSecr, valid only with {@link #hasTimestamps}. */
  public int tsEcho(int row) {
    return columns.tsEcho[row];
  }

  /** What verifying the checksum gave. */
  public Checksum checksum(int row) {
    return columns.checksum(row);
  }

  /** The IPv4 identification, or the fragment header's in IPv6; 0 when there is none (RFC 6864). */
  public int ipId(int row) {
    return columns.ipId[row];
  }

  /** Time to live, or hop limit, as it was where the packet was captured. */
  public int ttl(int row) {
    return columns.ttl[row] & 0xff;
  }

  /**
   * The options of one segment but the timestamps, which have columns of their own.
   *
   * @param mss maximum segment size in octets, or {@link #ABSENT}
   * @param windowScale the shift count, or {@link #ABSENT}
   * @param sackPermitted whether SACK was offered
   * @param sack left and right edges in turn, raw; empty without SACK
   * @param urgent the urgent pointer, or {@link #ABSENT} when URG is not set
   */
  public record Options(int mss, int windowScale, boolean sackPermitted, int[] sack, int urgent) {
    /** A segment that has none. */
    public static final Options NONE = new Options(ABSENT, ABSENT, false, new int[0], ABSENT);

    @Override
    public boolean equals(Object other) {
      return other instanceof Options o
          && mss == o.mss
          && windowScale == o.windowScale
          && sackPermitted == o.sackPermitted
          && urgent == o.urgent
          && Arrays.equals(sack, o.sack);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * mss + windowScale) + Arrays.hashCode(sack) + urgent;
    }
  }

  /** Growing columns; the decoder writes them and nobody else. */
  static final class Columns {

    int size;
    int[] packet;
    long[] timeNs;
    int[] flow;
    int[] seq;
    int[] ack;
    int[] length;
    short[] flags;
    char[] window;
    int[] tsValue;
    int[] tsEcho;
    int[] extra;
    char[] ipId;
    byte[] ttl;
    byte[] status;
    final List<Options> options = new ArrayList<>();

    Columns(int capacity) {
      packet = new int[capacity];
      timeNs = new long[capacity];
      flow = new int[capacity];
      seq = new int[capacity];
      ack = new int[capacity];
      length = new int[capacity];
      flags = new short[capacity];
      window = new char[capacity];
      tsValue = new int[capacity];
      tsEcho = new int[capacity];
      extra = new int[capacity];
      ipId = new char[capacity];
      ttl = new byte[capacity];
      status = new byte[capacity];
    }

    boolean hasTimestamps(int row) {
      return (status[row] & 4) != 0;
    }

    Checksum checksum(int row) {
      return switch (status[row] & 3) {
        case 0 -> Checksum.UNVERIFIED;
        case 1 -> Checksum.GOOD;
        default -> Checksum.BAD;
      };
    }
  }
}
