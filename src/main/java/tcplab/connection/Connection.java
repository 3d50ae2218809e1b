package tcplab.connection;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;

/**
 * One connection of a capture: a view, cheap to make. Its figures are the data dictionary's columns
 * of the connections table; {@link #handshake}, {@link #teardown}, {@link #states} and {@link
 * #explain} walk its packets again.
 */
public final class Connection {
  private static final int MOST_INTERVALS = 1_000_000;
  private static final long NS_PER_S = 1_000_000_000;

  private final Connections owner;
  private final int number;

  Connection(Connections owner, int number) {
    this.owner = owner;
    this.number = number;
  }

  /** 0-based, in order of first packet. */
  public int number() {
    return owner.number(number);
  }

  /** The address of a side, as text. */
  public String address(Side side) {
    int first = firstRow();
    return senderIs(first, side)
        ? owner.packets().source(first)
        : owner.packets().destination(first);
  }

  /** The port of a side. */
  public int port(Side side) {
    int first = firstRow();
    return senderIs(first, side)
        ? owner.packets().sourcePort(first)
        : owner.packets().destinationPort(first);
  }

  /** How many packets it has, captured duplicates included. */
  public int size() {
    return owner.rowCount(number);
  }

  /**
   * The row in {@link Connections#packets} of one of its packets.
   *
   * @param n 0-based, in order of capture
   */
  public int row(int n) {
    return owner.row(number, n);
  }

  /** Frame number of its first packet. */
  public int firstPacket() {
    return owner.packets().packet(firstRow());
  }

  /** Frame number of its last packet. */
  public int lastPacket() {
    return owner.packets().packet(row(size() - 1));
  }

  /** Capture time of its first packet, ns since the epoch. */
  public long startNs() {
    return owner.packets().timeNs(firstRow());
  }

  /** Capture time of its last packet, ns since the epoch. */
  public long endNs() {
    return owner.packets().timeNs(row(size() - 1));
  }

  /** Segments that a side sent, as captured. */
  public int packets(Side side) {
    return of(side).packets[number];
  }

  /** Payload octets that a side sent, repeats included. */
  public long bytes(Side side) {
    return of(side).bytes[number];
  }

  /** Payload octets that a side sent, each counted once. */
  public long uniqueBytes(Side side) {
    return of(side).uniqueBytes[number];
  }

  /**
   * Segments that a side sent again, SYN, SYN-ACK and FIN included, keep-alives and probes not; a
   * frame longer than the MSS (TSO) counts as the segments it stands for. On a side's own capture
   * this is the kernel's TcpRetransSegs.
   */
  public int retransmissions(Side side) {
    return of(side).retransmissions[number];
  }

  /** Segments of a side that were overtaken. */
  public int outOfOrder(Side side) {
    return of(side).outOfOrder[number];
  }

  /** Duplicate ACKs that a side sent. */
  public int duplicateAcks(Side side) {
    return of(side).duplicateAcks[number];
  }

  /** Segments with which a side announced a window of 0. */
  public int zeroWindows(Side side) {
    return of(side).zeroWindows[number];
  }

  /** How long a side's window was closed, in ns: from a window of 0 to the next that is not. */
  public long zeroWindowNs(Side side) {
    return of(side).zeroWindowNs[number];
  }

  /** Payload octets a second of a side, with repeats, to a thousandth; empty without a duration. */
  public OptionalDouble throughput(Side side) {
    return rate(bytes(side));
  }

  /** The same with each octet counted once. */
  public OptionalDouble goodput(Side side) {
    return rate(uniqueBytes(side));
  }

  private OptionalDouble rate(long octets) {
    long start = startNs();
    long end = endNs();
    if (start == Packets.NO_TIME || end == Packets.NO_TIME || end <= start) {
      return OptionalDouble.empty();
    }
    double rate = octets * (double) NS_PER_S / (end - start);
    return OptionalDouble.of(Math.rint(rate * 1000) / 1000);
  }

  /** The MSS that a side announced, in octets. */
  public OptionalInt mss(Side side) {
    int mss = of(side).mss[number];
    return mss == Packets.ABSENT ? OptionalInt.empty() : OptionalInt.of(mss);
  }

  /** The window scale that a side announced. */
  public OptionalInt windowScale(Side side) {
    int scale = of(side).windowScale[number];
    return scale == Packets.ABSENT ? OptionalInt.empty() : OptionalInt.of(scale & 0xff);
  }

  /** Whether a side's SYN was captured. */
  public boolean synSeen(Side side) {
    return of(side).synSeen[number];
  }

  /** The quickest answer to a side's segments in ns: capture point to peer and back, after Karn. */
  public OptionalLong rttMinNs(Side side) {
    long rtt = of(side).rttMin[number];
    return rtt < 0 ? OptionalLong.empty() : OptionalLong.of(rtt);
  }

  /** The mean of the same samples, in ns. */
  public OptionalDouble rttAverageNs(Side side) {
    double rtt = of(side).rttAverage[number];
    return Double.isNaN(rtt) ? OptionalDouble.empty() : OptionalDouble.of(rtt);
  }

  /** The slowest answer, in ns. */
  public OptionalLong rttMaxNs(Side side) {
    long rtt = of(side).rttMax[number];
    return rtt < 0 ? OptionalLong.empty() : OptionalLong.of(rtt);
  }

  /** The most octets of a side that were sent and not acknowledged; empty when no ACK tells. */
  public OptionalLong maxInFlightBytes(Side side) {
    long bytes = of(side).maxInFlight[number];
    return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /** The states that a side went through, names with a space between them; empty when unknown. */
  public String stateNames(Side side) {
    return of(side).states[number];
  }

  /** How it opened. */
  public Handshake.Variant handshakeVariant() {
    return owner.summary().handshake[number];
  }

  /** SYN to the handshake's last ACK, in ns. */
  public OptionalLong handshakeRttNs() {
    long rtt = owner.summary().handshakeRtt[number];
    return rtt < 0 ? OptionalLong.empty() : OptionalLong.of(rtt);
  }

  /** How it ended. */
  public Teardown.Variant teardownVariant() {
    return owner.summary().teardown[number];
  }

  /** Who closed first. */
  public Teardown.ClosedFirst closedFirst() {
    return owner.summary().closedFirst[number];
  }

  /** How sure it is who is the client. */
  public Orientation orientation() {
    return owner.summary().orientation[number];
  }

  /** Where the capture was taken, or {@code null} when no answers tell. */
  public @Nullable CapturePoint capturePoint() {
    return owner.summary().capturePoint[number];
  }

  /** Zeek's conn_state: S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR OTH. */
  public String connState() {
    return owner.summary().connState[number];
  }

  /** Zeek's history letters, upper case for the client. */
  public String history() {
    return owner.summary().history[number];
  }

  /**
   * Payload octets that were acknowledged and are not in the capture: lost by it, not on the way.
   */
  public long captureLossBytes() {
    return owner.summary().captureLoss[number];
  }

  /** How it opened, in full. */
  public Handshake handshake() {
    return owner.handshake(number);
  }

  /** How it ended, in full. */
  public Teardown teardown() {
    return owner
        .walk(number, Ledger.discarding())
        .teardown
        .finish(owner.summary().forwardIsClient[number]);
  }

  /** The states that a side went through, each with its packet, its reason and its basis. */
  public List<StateEntry> states(Side side) {
    return owner.walk(number, Ledger.discarding()).stateEntries(side);
  }

  /** The states of both ends, the client's before the server's. */
  public List<StateEntry> states() {
    return owner.states(number);
  }

  /**
   * Why one of its packets carries its events; empty when it carries none.
   *
   * @param packet a frame number
   * @throws NoSuchElementException when the connection has no such packet
   */
  public List<Explanation> explain(int packet) {
    int row = rowOf(packet);
    return Explanations.of(owner, number, List.of(row)).getOrDefault(row, List.of());
  }

  /**
   * Why its packets carry their events.
   *
   * @return by row in {@link Connections#packets}, in order of capture; without those that carry
   *     none
   */
  public SortedMap<Integer, List<Explanation>> explanations() {
    List<Integer> rows = IntStream.range(0, size()).map(this::row).boxed().toList();
    return Explanations.of(owner, number, rows);
  }

  /** Its round trips, one per acknowledgement that gives one; in order of packets. */
  public List<RttSample> rtt() {
    return roundTrips().samples;
  }

  /** Its retransmissions, with what the sender's timer said; in order of packets. */
  public List<Repeat> repeats() {
    return roundTrips().repeats;
  }

  /** How much each side had under way, and its peer's window; in order of packets. */
  public List<FlightSample> inFlight() {
    return flights().flights;
  }

  /** The windows that both sides announced, once their scale is known; in order of packets. */
  public List<WindowSample> window() {
    return flights().windows;
  }

  /** Where each segment stands in the sequence spaces; in order of packets. */
  public List<SequencePoint> sequence() {
    return flights().points;
  }

  /**
   * Both senders' congestion windows, estimated; in order of packets. A side at whose peer the
   * capture was taken has none: its window cannot be told from there.
   */
  public List<CwndSample> cwnd() {
    return congestion().samples();
  }

  /**
   * What kept each side from sending more, from the handshake to its FIN; the client before the
   * server. A side at whose peer the capture was taken has none.
   */
  public List<LimitSpan> limits() {
    return congestion().limits();
  }

  /**
   * What both sides sent in each interval of one length, from the first packet to the last; two
   * samples an interval, the client's before the server's. Empty when the capture has no times.
   *
   * @param interval more than 0
   * @throws IllegalArgumentException when it is not, or gives more than a million intervals
   */
  public List<ThroughputSample> throughput(Duration interval) {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("the interval is " + interval + "; it must be above 0");
    }
    if (startNs() == Packets.NO_TIME) {
      return List.of();
    }
    boolean endless = interval.toSeconds() >= Long.MAX_VALUE / NS_PER_S;
    long lengthNs = endless ? Long.MAX_VALUE : interval.toNanos();
    long intervals = Math.max(0, endNs() - startNs()) / lengthNs + 1;
    if (intervals > MOST_INTERVALS) {
      throw new IllegalArgumentException(
          "%d intervals of %s; %d are the limit: take longer ones"
              .formatted(intervals, interval, MOST_INTERVALS));
    }
    ThroughputWalk walk =
        new ThroughputWalk(owner.forwardIsClient(number), startNs(), lengthNs, (int) intervals);
    owner.watch(number, walk);
    return walk.samples();
  }

  private RoundTripWalk roundTrips() {
    RoundTripWalk walk = new RoundTripWalk(owner.forwardIsClient(number), capturePoint());
    owner.watch(number, walk);
    return walk;
  }

  private FlightWalk flights() {
    FlightWalk walk = new FlightWalk(owner.forwardIsClient(number));
    owner.watch(number, walk);
    return walk;
  }

  private CongestionWalk congestion() {
    CongestionWalk walk = new CongestionWalk(owner.forwardIsClient(number), capturePoint());
    owner.watch(number, walk);
    return walk;
  }

  private int rowOf(int packet) {
    for (int i = 0; i < size(); i++) {
      if (owner.packets().packet(row(i)) == packet) {
        return row(i);
      }
    }
    throw new NoSuchElementException(
        "connection %d has no packet %d; it runs from %d to %d"
            .formatted(number, packet, firstPacket(), lastPacket()));
  }

  private int firstRow() {
    return row(0);
  }

  private boolean senderIs(int row, Side side) {
    return owner.sender(row) == side;
  }

  private Summary.Columns of(Side side) {
    return owner.summary().of(side);
  }
}
