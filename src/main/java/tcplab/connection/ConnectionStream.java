package tcplab.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.capture.PacketCursor;
import tcplab.capture.Packets;

/**
 * The connections of a capture that does not fit into memory: fed with its packets part by part, it
 * hands on each connection's figures when the connection is over, and forgets both.
 *
 * <p>It walks the same way as {@link Connections} does, so the figures are the same. A connection
 * is over when its ports open another one; {@value #LINGER_SECONDS} s after its last packet, when a
 * FIN or RST was seen; at the end of the capture. Memory grows with the connections in between,
 * about 8 KB each, to a limit: from there on the one that has been silent longest counts as over,
 * those with a FIN or RST sooner. What comes of it after that makes a connection of its own.
 */
public final class ConnectionStream {
  /** RFC 9293's maximum segment lifetime: what comes later is no straggler. */
  private static final int LINGER_SECONDS = 120;

  private static final long LINGER_NS = LINGER_SECONDS * 1_000_000_000L;
  private static final int PORTION = 256;

  /** How much longer than one with a FIN or RST an open connection may be silent. */
  private static final int PATIENCE = 8;

  /** So many rows are taken before what is over is let go. */
  private static final int SLICE = 1 << 14;

  private final int mostLive;
  private final Consumer<Connections> finished;

  // Both in the order in which they were last heard of.
  private final Map<Flow, Live> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Flow, Live> ending = new LinkedHashMap<>(16, 0.75f, true);

  private final List<Live> over = new ArrayList<>();
  private final ArrayDeque<Live> spare = new ArrayDeque<>();
  private final Sighting sighting = new Sighting();
  private int count;
  private int rows;
  private long nowNs = Packets.NO_TIME;

  private final boolean vlansApart;

  /** A pair of endpoints, the lower one first; with VLANs apart, in one of them. */
  private record Flow(String low, int lowPort, String high, int highPort, String vlans) {}

  /** A flow of the slice that is being taken, and its connection. */
  private static final class Seen {
    private final Flow flow;
    private final boolean firstIsLow;
    private @Nullable Live live;

    Seen(Flow flow, boolean firstIsLow, @Nullable Live live) {
      this.flow = flow;
      this.firstIsLow = firstIsLow;
      this.live = live;
    }
  }

  /** The ICMP errors of a part of the capture, one after the other. */
  private static final class Errors {
    private final List<IcmpError> all;
    private int taken;
    private int nextPacket;

    Errors(Packets packets) {
      all = packets.icmpErrors();
      nextPacket = all.isEmpty() ? Integer.MAX_VALUE : all.get(0).packet();
    }

    boolean hasNextBefore(int packet) {
      return nextPacket < packet;
    }

    IcmpError next() {
      IcmpError error = all.get(taken++);
      nextPacket = taken == all.size() ? Integer.MAX_VALUE : all.get(taken).packet();
      return error;
    }
  }

  /**
   * A stream that keeps no more than so many connections at a time.
   *
   * @param mostLive at least 1
   * @param finished takes connections that are over, in portions, in the order in which they ended;
   *     asks them for nothing but their figures, as the table of connections does
   */
  public ConnectionStream(int mostLive, Consumer<Connections> finished) {
    this(mostLive, finished, false);
  }

  /**
   * The same, with segments of different VLANs in different connections; see {@link
   * Connections#apartByVlan}.
   */
  public static ConnectionStream apartByVlan(int mostLive, Consumer<Connections> finished) {
    return new ConnectionStream(mostLive, finished, true);
  }

  private ConnectionStream(int mostLive, Consumer<Connections> finished, boolean vlansApart) {
    this.mostLive = mostLive;
    this.finished = finished;
    this.vlansApart = vlansApart;
  }

  /** How many connections there were until now. */
  public int count() {
    return count;
  }

  /**
   * Takes the next packets of the capture.
   *
   * @param packets rows in order of capture
   */
  public void accept(Packets packets) {
    VlanFlows apart = vlansApart ? new VlanFlows(packets) : null;
    Errors errors = new Errors(packets);
    for (int from = 0; from < packets.size(); from += SLICE) {
      accept(packets, apart, errors, from, Math.min(from + SLICE, packets.size()));
      release();
    }
    while (errors.hasNextBefore(Integer.MAX_VALUE)) {
      accept(errors.next(), null);
    }
  }

  private void accept(Packets packets, @Nullable VlanFlows apart, Errors errors, int from, int to) {
    PacketCursor cursor = packets.cursor();
    @Nullable Seen[] flows = new Seen[apart == null ? packets.flowCount() : apart.count()];
    for (int row = from; row < to; row++) {
      int flow = apart == null ? packets.flow(row) : apart.of(row);
      Seen seen = flows[flow];
      if (seen == null) {
        seen = seen(packets, packets.flow(row), apart == null ? "" : apart.flow(flow).vlans());
        flows[flow] = seen;
      }
      cursor.moveTo(row);
      while (errors.hasNextBefore(cursor.packet())) {
        IcmpError error = errors.next();
        boolean apartOrUnknown = apart != null || error.flow() < 0;
        accept(error, apartOrUnknown ? null : flows[error.flow()]);
      }
      seen.live = accept(packets, cursor, seen);
      nowNs = Math.max(nowNs, packets.timeNs(row));
    }
    for (Seen seen : flows) {
      Live live = seen == null ? null : seen.live;
      if (seen != null && live != null && live.hasEnding() && open.remove(seen.flow) != null) {
        ending.put(seen.flow, live);
      }
    }
  }

  /** Says that the capture is at its end: all connections are over. */
  public void finish() {
    open.values().forEach(this::end);
    ending.values().forEach(this::end);
    open.clear();
    ending.clear();
    over.sort(Comparator.comparingInt(live -> live.number));
    handOn(over.size());
  }

  private Seen seen(Packets packets, int flow, String vlans) {
    String first = packets.flowAddress(flow, true);
    String second = packets.flowAddress(flow, false);
    int firstPort = packets.flowPort(flow, true);
    int secondPort = packets.flowPort(flow, false);
    Flow key = flow(first, firstPort, second, secondPort, vlans);
    return new Seen(key, isLow(first, firstPort, second, secondPort), live(key));
  }

  private Live accept(Packets packets, PacketCursor cursor, Seen seen) {
    int row = cursor.row();
    boolean fromLow = cursor.forward() == seen.firstIsLow;
    Live live = seen.live;
    if (live == null || live.isSucceededBy(packets, row, fromLow)) {
      live = begin(seen.flow, live, fromLow);
    }
    sighting.load(cursor, fromLow == live.forwardIsLow);
    sighting.row = rows++ & Integer.MAX_VALUE;
    live.accept(packets, row, sighting);
    if (live.before != null && !live.mayEndEarlier()) {
      endEarlier(live);
    }
    return live;
  }

  /** An ICMP error concerns the flow's connection; where VLANs are apart, the one without VLAN. */
  private void accept(IcmpError error, @Nullable Seen seen) {
    Flow forward =
        flow(error.source(), error.sourcePort(), error.destination(), error.destinationPort(), "");
    Live live = seen == null ? null : seen.live;
    if (live == null) {
      live = live(forward);
    }
    if (live != null) {
      boolean fromLow = forward.low.equals(error.source()) && forward.lowPort == error.sourcePort();
      live.accept(error, fromLow);
    }
  }

  private @Nullable Live live(Flow flow) {
    Live live = open.get(flow);
    return live == null ? ending.get(flow) : live;
  }

  private static Flow flow(String one, int onePort, String other, int otherPort, String vlans) {
    return isLow(one, onePort, other, otherPort)
        ? new Flow(one, onePort, other, otherPort, vlans)
        : new Flow(other, otherPort, one, onePort, vlans);
  }

  private static boolean isLow(String one, int onePort, String other, int otherPort) {
    int order = one.compareTo(other);
    return order < 0 || (order == 0 && onePort <= otherPort);
  }

  private Live begin(Flow flow, @Nullable Live before, boolean fromLow) {
    if (before != null) {
      endEarlier(before);
      ending.remove(flow);
    }
    Live live = spare.isEmpty() ? new Live() : spare.remove();
    live.begin(count++, fromLow);
    live.before = before;
    open.put(flow, live);
    return live;
  }

  private void end(Live live) {
    endEarlier(live);
    over.add(live);
  }

  private void endEarlier(Live live) {
    if (live.before != null) {
      over.add(live.before);
      live.before = null;
    }
  }

  /** Lets go of what is over, and of what is too much. */
  private void release() {
    Live ended = oldest(ending);
    while (ended != null && silence(ended) >= LINGER_NS) {
      letGo(ending);
      ended = oldest(ending);
    }
    while (open.size() + ending.size() > mostLive) {
      Live quiet = oldest(open);
      ended = oldest(ending);
      boolean endedFirst =
          quiet == null || (ended != null && silence(quiet) / PATIENCE <= silence(ended));
      letGo(endedFirst ? ending : open);
    }
    if (over.size() >= PORTION) {
      handOn(over.size());
    }
  }

  private static @Nullable Live oldest(Map<Flow, Live> connections) {
    return connections.isEmpty() ? null : connections.values().iterator().next();
  }

  private long silence(Live live) {
    return nowNs - live.lastNs();
  }

  private void letGo(Map<Flow, Live> connections) {
    Iterator<Live> oldest = connections.values().iterator();
    end(oldest.next());
    oldest.remove();
  }

  private void handOn(int most) {
    for (int from = 0; from < most; from += PORTION) {
      List<Live> portion = over.subList(from, Math.min(from + PORTION, most));
      finished.accept(Live.connections(portion));
    }
    if (spare.size() < PORTION) {
      spare.addAll(over.subList(0, Math.min(PORTION, most)));
    }
    over.subList(0, most).clear();
  }
}
