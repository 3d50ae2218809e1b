package tcplab.capture;

import java.util.Arrays;
import java.util.List;
import tcplab.tcp.Flags;

/**
 * The captured TCP segments of a capture, one row each, in primitive rows.
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

  /** The time of a packet that has none (pcapng's simple packet block). */
  public static final long NO_TIME = Long.MIN_VALUE;

  private final FlowTable flows;
  private final Rows rows;
  private final List<IcmpError> icmpErrors;
  private final List<Fault> faults;
  private final long frames;

  Packets(FlowTable flows, Rows rows, IcmpErrors icmpErrors, List<Fault> faults, long frames) {
    this.flows = flows;
    this.rows = rows;
    this.icmpErrors = icmpErrors.list(flows);
    this.faults = List.copyOf(faults);
    this.frames = frames;
  }

  /** How many TCP segments there are. */
  public int size() {
    return rows.size;
  }

  /** How many frames the capture holds, TCP or not. */
  public long frames() {
    return frames;
  }

  /** What could not be read, in file order; empty when the whole capture was. */
  public List<Fault> faults() {
    return faults;
  }

  /** The ICMP errors that quote TCP segments, in order of capture. */
  public List<IcmpError> icmpErrors() {
    return icmpErrors;
  }

  /** How many pairs of endpoints there are. */
  public int flowCount() {
    return flows.size();
  }

  /**
   * The address of an endpoint of a flow, as text; the same object every time.
   *
   * @param flow 0-based
   * @param first the sender of the flow's first packet, or else its receiver
   */
  public String flowAddress(int flow, boolean first) {
    return flows.address(flow, first);
  }

  /**
   * The address of an endpoint of a flow, as {@link #flowAddress}, for who goes once through many
   * flows: the text is not kept for the next one who asks.
   *
   * @param flow 0-based
   * @param first the sender of the flow's first packet, or else its receiver
   */
  public String passingFlowAddress(int flow, boolean first) {
    return flows.passingAddress(flow, first);
  }

  /**
   * The port of an endpoint of a flow.
   *
   * @param flow 0-based
   * @param first the sender of the flow's first packet, or else its receiver
   */
  public int flowPort(int flow, boolean first) {
    return flows.port(flow, first);
  }

  /** The 1-based frame number in the file. */
  public int packet(int row) {
    return rows.packet(row);
  }

  /** Capture time in ns since the epoch, or {@link #NO_TIME}. */
  public long timeNs(int row) {
    return rows.time(row);
  }

  /** The flow, 0-based, in order of first packet. */
  public int flow(int row) {
    return rows.flow[row] >> 1;
  }

  /** Whether the segment went the way of the flow's first one. */
  public boolean forward(int row) {
    return (rows.flow[row] & 1) == 0;
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

  /**
   * Whether the whole fixed header was captured and can be true. Otherwise the snapshot length cut
   * it or its data offset is below 20 octets: then {@link #knowsSeq} and so on say what is there,
   * and an endpoint would have dropped the segment.
   */
  public boolean isWhole(int row) {
    return !rows.lacks(row, Rows.BROKEN);
  }

  /**
   * Whether {@link #seq} is known. tcpdump prints none for a segment that takes up no sequence
   * space; there it is the one that the sender's other segments give.
   */
  public boolean knowsSeq(int row) {
    return !rows.lacks(row, Rows.NO_SEQ);
  }

  /** Whether {@link #ack} is known. */
  public boolean knowsAck(int row) {
    return !rows.lacks(row, Rows.NO_ACK);
  }

  /** Whether {@link #flags} is known. */
  public boolean knowsFlags(int row) {
    return !rows.lacks(row, Rows.NO_FLAGS);
  }

  /** Whether {@link #window} is known. */
  public boolean knowsWindow(int row) {
    return !rows.lacks(row, Rows.NO_WINDOW);
  }

  /** The sequence number; see {@link tcplab.tcp.SequenceNumber}. */
  public int seq(int row) {
    return rows.seq(row);
  }

  /** The acknowledgement field, valid only with {@link tcplab.tcp.Flags#ACK}. */
  public int ack(int row) {
    return rows.ack(row);
  }

  /** The nine control bits; see {@link tcplab.tcp.Flags}. */
  public int flags(int row) {
    return rows.flags(row) & Flags.MASK;
  }

  /** The window field, unscaled. */
  public int window(int row) {
    return rows.window(row);
  }

  /**
   * Payload octets on the wire, whatever the snapshot length kept. Without {@link #knowsLength} at
   * least as many.
   */
  public int length(int row) {
    int length = rows.length(row);
    return length < 0 ? ~length : length;
  }

  /**
   * Whether {@link #length} is all: not for a first fragment whose others are missing, nor for a
   * packet that ended within its TCP header.
   */
  public boolean knowsLength(int row) {
    return rows.length(row) >= 0;
  }

  /** The options and the urgent pointer; {@link Options#NONE} when there are none. */
  public Options options(int row) {
    int extra = rows.extra(row);
    return extra == 0 ? Options.NONE : rows.options.get(extra - 1);
  }

  /** Whether the segment carries the timestamps option (RFC 7323 §3). */
  public boolean hasTimestamps(int row) {
    return (rows.status(row) & Rows.TIMESTAMPS) != 0;
  }

  /** TSval, valid only with {@link #hasTimestamps}. */
  public int tsValue(int row) {
    return rows.tsValue(row);
  }

  /** TSecr, valid only with {@link #hasTimestamps}. */
  public int tsEcho(int row) {
    return rows.tsEcho(row);
  }

  /** What verifying the checksum gave. */
  public Checksum checksum(int row) {
    return rows.checksum(row);
  }

  /** Whether {@link #ipId} says something: always in IPv4, in IPv6 only with a fragment header. */
  public boolean hasIpId(int row) {
    return (rows.status(row) & Rows.IP_ID) != 0;
  }

  /** The IPv4 identification, or the fragment header's in IPv6 (its low half); see RFC 6864. */
  public int ipId(int row) {
    return rows.ipId(row);
  }

  /** Whether {@link #ttl} is known; it is not in tcpdump's short text. */
  public boolean hasTtl(int row) {
    return (rows.status(row) & Rows.TTL) != 0;
  }

  /** Time to live, or hop limit, as it was where the packet was captured. */
  public int ttl(int row) {
    return rows.ttl(row);
  }

  /** The ECN bits of the IP header (RFC 3168 §5): 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE. */
  public int ecn(int row) {
    return rows.status(row) >> Rows.ECN_SHIFT;
  }

  /** How many octets of the frame the capture holds, headers included. */
  public int capturedLength(int row) {
    return rows.captured(row);
  }

  /**
   * Whether sequence and acknowledgement number count from an unknown initial sequence number: text
   * of tcpdump that begins in the middle of a connection.
   */
  public boolean relative(int row) {
    return (rows.status(row) & Rows.RELATIVE) != 0;
  }

  /** Interface, VLANs and tunnels the segment was captured in; {@link Origin#PLAIN} mostly. */
  public Origin origin(int row) {
    return rows.origin(row);
  }

  /** Reads them one after the other. */
  public PacketCursor cursor() {
    return new PacketCursor(rows);
  }

  /** A door for segments that stand in no file: tests, the simulator. */
  public static PacketsBuilder builder() {
    return new PacketsBuilder();
  }

  /**
   * Where a frame was captured and what it was wrapped in.
   *
   * @param interfaceId pcapng's interface number, counted over all sections, or 0
   * @param vlans the VLAN identifiers, outermost first, {@code .} between them; empty without VLAN
   * @param encapsulation the tunnels, outermost first, a space between them; empty without
   */
  public record Origin(int interfaceId, String vlans, String encapsulation) {
    /** The first interface, no VLAN, no tunnel. */
    public static final Origin PLAIN = new Origin(0, "", "");
  }

  /**
   * The options of one segment but the timestamps, which have columns of their own.
   *
   * @param mss maximum segment size in octets, or {@link #ABSENT}
   * @param windowScale the shift count as announced (above 14 counts as 14: RFC 7323 §2.3), or
   *     {@link #ABSENT}
   * @param sackPermitted whether SACK was offered
   * @param sack left and right edges in turn, raw; empty without SACK
   * @param urgent the urgent pointer, or {@link #ABSENT} when URG is not set
   * @param fastOpen octets of the Fast Open cookie (RFC 7413), 0 for a request, or {@link #ABSENT}
   * @param kinds bit {@code k} is set for an option of kind {@code k} &lt; 62 (19 MD5, 29 AO, 30
   *     MPTCP, 34 Fast Open), bit 62 for any other kind, bit 63 for a malformed option
   */
  public record Options(
      int mss,
      int windowScale,
      boolean sackPermitted,
      int[] sack,
      int urgent,
      int fastOpen,
      long kinds) {
    /** A segment that has none. */
    public static final Options NONE = new Options(ABSENT, ABSENT, false, new int[0], ABSENT);

    /** Without Fast Open and options that have no field here. */
    public Options(int mss, int windowScale, boolean sackPermitted, int[] sack, int urgent) {
      this(mss, windowScale, sackPermitted, sack, urgent, ABSENT, 0);
    }

    /**
     * Whether the first SACK block reports a duplicate (RFC 2883 §4): it lies below the cumulative
     * acknowledgement, or within the second block.
     *
     * @param ack the segment's acknowledgement number
     */
    public boolean dsack(int ack) {
      if (sack.length < 2) {
        return false;
      }
      boolean acknowledged = sack[1] - ack <= 0;
      boolean within = sack.length >= 4 && sack[0] - sack[2] >= 0 && sack[3] - sack[1] >= 0;
      return acknowledged || within;
    }

    /** Whether an option of this kind is there, as far as {@link #kinds} can tell. */
    public boolean has(int kind) {
      return (kinds >>> Math.min(kind, 62) & 1) != 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Options o
          && mss == o.mss
          && windowScale == o.windowScale
          && sackPermitted == o.sackPermitted
          && urgent == o.urgent
          && fastOpen == o.fastOpen
          && kinds == o.kinds
          && Arrays.equals(sack, o.sack);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * (31 * mss + windowScale) + Arrays.hashCode(sack)) + Long.hashCode(kinds);
    }
  }
}
