package tcplab.plot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;
import tcplab.connection.Basis;
import tcplab.connection.CapturePoint;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Handshake;
import tcplab.connection.Reasons;
import tcplab.connection.Side;
import tcplab.connection.StateEntry;
import tcplab.plot.Ladder.Diagram;
import tcplab.plot.Ladder.Entry;
import tcplab.plot.Ladder.Evidence;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;

/** Makes the ladder of one connection of one capture. */
final class LadderSteps {

  /** Rows read of a long connection: more than are drawn, so that two captures can be matched. */
  private static final int MAX_ROWS = 2 * LadderDrawing.MAX_STEPS;

  /** Of a connection's ICMP errors so many are shown. */
  private static final int MAX_ERRORS = 20;

  private static final long UNTIMED_STEP_NS = 1_000_000;

  private final Connections connections;
  private final Connection connection;
  private final SegmentLabel label;
  private final boolean timed;
  private final boolean swapped;

  LadderSteps(Connections connections, int number) {
    this(connections, number, false);
  }

  private LadderSteps(Connections connections, int number, boolean swapped) {
    this.swapped = swapped;
    this.connections = connections;
    this.connection = connections.connection(number);
    this.label = new SegmentLabel(connections, connection);
    this.timed = connection.startNs() != Packets.NO_TIME && connection.endNs() != Packets.NO_TIME;
  }

  /**
   * The same with the ends named as another capture of the connection names them: in a simultaneous
   * open each end's own capture begins with its own SYN and takes that end for the client.
   */
  LadderSteps namedAs(LadderSteps other) {
    boolean crossed =
        name(Side.CLIENT).equals(other.name(Side.SERVER))
            && name(Side.SERVER).equals(other.name(Side.CLIENT));
    return crossed ? new LadderSteps(connections, connection.number(), !swapped) : this;
  }

  private Side own(Side side) {
    return swapped ? side.peer() : side;
  }

  /**
   * The ladder of this capture alone.
   *
   * @param most how many segments it shows
   * @param named frame numbers of packets that come before others where not all are shown
   */
  Diagram diagram(int most, Set<Integer> named) {
    List<Step> steps = new ArrayList<>();
    Map<Integer, Integer> stepOf = new HashMap<>();
    List<Integer> chosen = new LadderChoice(connections, connection, named).of(most);
    Reasons reasons = reasons(chosen);
    Deque<IcmpError> errors = new ArrayDeque<>(errors());
    int next = 0;
    for (int n : chosen) {
      while (!errors.isEmpty() && errors.getFirst().packet() < packet(n)) {
        addTo(steps, stepOf, reasons, errors.removeFirst());
      }
      stepOf.put(packet(n), steps.size());
      List<String> why = new ArrayList<>(events(reasons, n));
      for (Side side : Side.values()) {
        why.addAll(states(reasons, n, side));
      }
      String where = "packet " + packet(n);
      steps.add(step(n, new Evidence(OptionalInt.of(packet(n)), where, why), n - next));
      next = n + 1;
    }
    errors.forEach(error -> addTo(steps, stepOf, reasons, error));
    List<Entry> entries = new ArrayList<>(entries(Side.CLIENT, stepOf));
    entries.addAll(entries(Side.SERVER, stepOf));
    return new Diagram(
        title(),
        name(Side.CLIENT),
        name(Side.SERVER),
        steps,
        entries,
        notes(),
        connection.size() - next,
        timed);
  }

  private void addTo(
      List<Step> steps, Map<Integer, Integer> stepOf, Reasons reasons, IcmpError error) {
    stepOf.put(error.packet(), steps.size());
    List<String> why = new ArrayList<>();
    for (Side side : Side.values()) {
      why.addAll(states(reasons, error, side));
    }
    String where = "packet " + error.packet();
    steps.add(step(error, new Evidence(OptionalInt.of(error.packet()), where, why)));
  }

  /** The ICMP errors that are shown: the first ones, where the capture has times. */
  List<IcmpError> errors() {
    List<IcmpError> errors = connections.icmpErrors(connection.number());
    return timed ? errors.subList(0, Math.min(errors.size(), MAX_ERRORS)) : List.of();
  }

  /** An ICMP error's arrow leads from the way to the end whose segment it is about. */
  Step step(IcmpError error, Evidence evidence) {
    boolean toClient = isFor(error, Side.CLIENT);
    OptionalLong time = OptionalLong.of(error.timeNs());
    return new Step(
        toClient ? time : OptionalLong.empty(),
        toClient ? OptionalLong.empty() : time,
        !toClient,
        "ICMP: " + error.words(),
        "from " + error.reporter() + ", about seq " + label.relative(error.seq(), toClient),
        Set.of(Mark.ICMP_ERROR),
        evidence,
        0);
  }

  /** Whether an ICMP error is about a segment of this side. */
  boolean isFor(IcmpError error, Side side) {
    return error.sourcePort() == connection.port(own(side))
        && error.source().equals(connection.address(own(side)));
  }

  List<String> states(Reasons reasons, IcmpError error, Side side) {
    return reasons.states(own(side), error.packet(), "the " + side.label());
  }

  private Step step(int n, Evidence evidence, int skipped) {
    boolean atServer = connection.capturePoint() == CapturePoint.SERVER;
    boolean atClient = connection.capturePoint() == CapturePoint.CLIENT;
    // In the middle, or where nobody knows, an arrow begins when it was captured.
    boolean clientSide = atClient || (!atServer && fromClient(n));
    OptionalLong time = OptionalLong.of(timeNs(n));
    int row = connection.row(n);
    return new Step(
        clientSide ? time : OptionalLong.empty(),
        clientSide ? OptionalLong.empty() : time,
        fromClient(n),
        label.text(row),
        label.second(row),
        marks(n),
        evidence,
        skipped);
  }

  /** A step whose times and marks come from two captures. */
  Step step(
      int n, OptionalLong clientNs, OptionalLong serverNs, Set<Mark> marks, Evidence evidence) {
    int row = connection.row(n);
    return new Step(
        clientNs, serverNs, fromClient(n), label.text(row), label.second(row), marks, evidence, 0);
  }

  /** Why these segments are shown as they are. */
  Reasons reasons(List<Integer> segments) {
    List<Integer> rows = segments.stream().map(connection::row).toList();
    return Reasons.of(connections, connection.number(), rows);
  }

  List<String> events(Reasons reasons, int n) {
    return reasons.events(connection.row(n));
  }

  List<String> states(Reasons reasons, int n, Side side) {
    return reasons.states(own(side), packet(n), "the " + side.label());
  }

  /** What the capture's own analysis says of a segment. */
  Set<Mark> marks(int n) {
    int events = connections.events(connection.row(n));
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (Event.RETRANSMISSION.in(events) || Event.SYN_RETRANSMISSION.in(events)) {
      marks.add(Mark.REPEATED);
    }
    if (Event.OUT_OF_ORDER.in(events)) {
      marks.add(Mark.OUT_OF_ORDER);
    }
    if (Event.NETWORK_DUPLICATE.in(events)) {
      marks.add(Mark.DUPLICATE);
    }
    return marks;
  }

  /**
   * The states of one end.
   *
   * @param stepOf the index of the step that shows a packet, by frame number
   */
  List<Entry> entries(Side side, Map<Integer, Integer> stepOf) {
    List<Entry> entries = new ArrayList<>();
    for (StateEntry entry : connection.states(own(side))) {
      Integer step = stepOf.get(entry.packet());
      if (entry.basis() != Basis.UNKNOWN && step != null) {
        boolean presumed = entry.basis() == Basis.PRESUMED;
        long timeNs = entry.timeNs() == Packets.NO_TIME ? 0 : entry.timeNs();
        entries.add(
            new Entry(timeNs, side == Side.CLIENT, entry.state(), OptionalInt.of(step), presumed));
      }
    }
    return entries;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    CapturePoint point = connection.capturePoint();
    String where =
        point == null
            ? ""
            : "captured "
                + (point == CapturePoint.MIDDLE ? "between the ends" : "at the " + point.label());
    String handshake = handshakeNote();
    if (!timed) {
      notes.add("the capture has no times: segments stand in their order");
    } else if (!handshake.isEmpty() || !where.isEmpty()) {
      notes.add(
          handshake.isEmpty() ? where : where.isEmpty() ? handshake : handshake + "; " + where);
    }
    return notes;
  }

  /** The handshake's round trips, empty when the capture does not show them. */
  String handshakeNote() {
    Handshake handshake = connection.handshake();
    List<String> parts = new ArrayList<>();
    handshake
        .serverRttNs()
        .ifPresent(ns -> parts.add("SYN to SYN-ACK " + LadderDrawing.duration(ns)));
    handshake
        .clientRttNs()
        .ifPresent(ns -> parts.add("SYN-ACK to ACK " + LadderDrawing.duration(ns)));
    return parts.stream().collect(Collectors.joining(", "));
  }

  String title() {
    return "Connection "
        + connection.number()
        + ": "
        + name(Side.CLIENT)
        + " → "
        + name(Side.SERVER);
  }

  String name(Side side) {
    String address = connection.address(own(side));
    return (address.contains(":") ? "[" + address + "]" : address)
        + ":"
        + connection.port(own(side));
  }

  /** How many segments are shown at most. */
  int rows() {
    return Math.min(MAX_ROWS, connection.size());
  }

  int size() {
    return connection.size();
  }

  int packet(int n) {
    return connections.packets().packet(connection.row(n));
  }

  boolean fromClient(int n) {
    return connections.sender(connection.row(n)) == own(Side.CLIENT);
  }

  long timeNs(int n) {
    return timed ? connections.packets().timeNs(connection.row(n)) : n * UNTIMED_STEP_NS;
  }

  boolean timed() {
    return timed;
  }

  /**
   * What makes a segment the same one in two captures; the IP identification tells repeats apart.
   */
  record Identity(
      boolean fromClient,
      int seq,
      int ack,
      int flags,
      int length,
      int window,
      long stamps,
      int ipId) {}

  Identity identity(int n) {
    Packets packets = connections.packets();
    int row = connection.row(n);
    long stamps =
        packets.hasTimestamps(row)
            ? (long) packets.tsValue(row) << 32 | (packets.tsEcho(row) & 0xffff_ffffL)
            : 0;
    return new Identity(
        fromClient(n),
        packets.seq(row),
        packets.ack(row),
        packets.flags(row),
        packets.length(row),
        packets.window(row),
        stamps,
        packets.hasIpId(row) ? packets.ipId(row) : -1);
  }
}
