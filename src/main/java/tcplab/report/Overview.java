package tcplab.report;

import static tcplab.table.Column.NONE_MISSING;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Conversation;
import tcplab.connection.Handshake;
import tcplab.connection.Side;
import tcplab.connection.Teardown;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tcplab.table.ConversationTable;
import tcplab.tcp.State;

/** What a capture has as a whole: counted in one pass over its connections and one over packets. */
final class Overview {
  /** How many conversations a report lists. */
  static final int CONVERSATIONS = 50;

  private static final long NS_PER_S = 1_000_000_000L;

  final Map<Handshake.Variant, Integer> handshakes = new EnumMap<>(Handshake.Variant.class);
  final Map<Teardown.Variant, Integer> teardowns = new EnumMap<>(Teardown.Variant.class);
  private final Map<String, int[]> lastStates =
      new TreeMap<>(Comparator.comparing(Overview::order));
  final List<Conversation> conversations;
  final Set<String> hosts = new HashSet<>();
  final Set<String> encapsulations = new TreeSet<>();
  private final int[] checksums = new int[Packets.Checksum.values().length];
  final Packets packets;
  long bytes;
  long repeats;
  int failed;
  int stillOpen;
  int cut;
  int timeless;
  private long firstNs = Long.MAX_VALUE;
  private long lastNs = Long.MIN_VALUE;

  Overview(Connections connections) {
    packets = connections.packets();
    conversations = Conversation.of(connections);
    connections.all().forEach(this::count);
    for (int row = 0; row < packets.size(); row++) {
      count(row);
    }
  }

  private void count(Connection c) {
    handshakes.merge(c.handshakeVariant(), 1, Integer::sum);
    teardowns.merge(c.teardownVariant(), 1, Integer::sum);
    failed += failed(c) ? 1 : 0;
    stillOpen += c.teardownVariant() == Teardown.Variant.STILL_OPEN && !failed(c) ? 1 : 0;
    hosts.add(c.address(Side.CLIENT));
    hosts.add(c.address(Side.SERVER));
    for (Side side : Side.values()) {
      String states = c.stateNames(side);
      String last = states.isEmpty() ? "unknown" : states.substring(states.lastIndexOf(' ') + 1);
      lastStates.computeIfAbsent(last, state -> new int[2])[side.ordinal()]++;
    }
    int again = c.retransmissions(Side.CLIENT) + c.retransmissions(Side.SERVER);
    bytes += c.bytes(Side.CLIENT) + c.bytes(Side.SERVER);
    repeats += again;
  }

  /** Whether an attempt to connect came to nothing. */
  private static boolean failed(Connection c) {
    return switch (c.handshakeVariant()) {
      case REFUSED, UNANSWERED, UNREACHABLE, EMBRYONIC, ABORTED -> true;
      case HALF_OPEN -> c.handshake().ackPacket().isEmpty();
      default -> false;
    };
  }

  private void count(int row) {
    checksums[packets.checksum(row).ordinal()]++;
    cut += packets.capturedLength(row) < packets.length(row) ? 1 : 0;
    long time = packets.timeNs(row);
    if (time == Packets.NO_TIME) {
      timeless++;
    } else {
      firstNs = Math.min(firstNs, time);
      lastNs = Math.max(lastNs, time);
    }
    Packets.Origin origin = packets.origin(row);
    if (origin != Packets.Origin.PLAIN) {
      if (!origin.encapsulation().isEmpty()) {
        encapsulations.add(origin.encapsulation());
      }
      if (!origin.vlans().isEmpty()) {
        encapsulations.add("VLAN " + origin.vlans());
      }
    }
  }

  boolean timed() {
    return lastNs >= firstNs;
  }

  Instant first() {
    return instant(firstNs);
  }

  Instant last() {
    return instant(lastNs);
  }

  long durationNs() {
    return timed() ? lastNs - firstNs : 0;
  }

  int checksums(Packets.Checksum kind) {
    return checksums[kind.ordinal()];
  }

  private static Instant instant(long ns) {
    return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S));
  }

  /** How connections opened: variant, connections, meaning, reference. */
  ColumnTable openings() {
    List<Handshake.Variant> rows = new ArrayList<>(handshakes.keySet());
    return new ColumnTable(
        "handshakes by kind",
        rows.size(),
        List.of(
            new Column.Texts("handshake", rows.size(), row -> rows.get(row).label()),
            count("connections", rows.size(), row -> handshakes.getOrDefault(rows.get(row), 0)),
            new Column.Texts("meaning", rows.size(), row -> rows.get(row).meaning()),
            new Column.Texts("reference", rows.size(), row -> rows.get(row).reference())));
  }

  /** How connections ended: variant, connections, meaning, reference. */
  ColumnTable endings() {
    List<Teardown.Variant> rows = new ArrayList<>(teardowns.keySet());
    return new ColumnTable(
        "ends by kind",
        rows.size(),
        List.of(
            new Column.Texts("teardown", rows.size(), row -> rows.get(row).label()),
            count("connections", rows.size(), row -> teardowns.getOrDefault(rows.get(row), 0)),
            new Column.Texts("meaning", rows.size(), row -> rows.get(row).meaning()),
            new Column.Texts("reference", rows.size(), row -> rows.get(row).reference())));
  }

  /** The last state that each end reached, in the states' order. */
  ColumnTable states() {
    List<String> rows = new ArrayList<>(lastStates.keySet());
    List<Column> columns = new ArrayList<>();
    columns.add(new Column.Texts("last state", rows.size(), rows::get));
    for (Side side : Side.values()) {
      columns.add(
          count(
              side.label() + "s",
              rows.size(),
              row -> lastStates.getOrDefault(rows.get(row), new int[2])[side.ordinal()]));
    }
    columns.add(new Column.Texts("meaning", rows.size(), row -> meaning(rows.get(row))));
    return new ColumnTable("last states", rows.size(), columns);
  }

  /** The conversations with most octets. */
  ColumnTable conversations() {
    List<Conversation> rows =
        conversations.subList(0, Math.min(CONVERSATIONS, conversations.size()));
    return new ColumnTable(
        "conversations, " + rows.size() + " of " + conversations.size(),
        rows.size(),
        ConversationTable.of(rows).columns());
  }

  private static Column count(String name, int rows, java.util.function.IntUnaryOperator value) {
    return new Column.Ints(name, rows, value, NONE_MISSING);
  }

  private static String order(String state) {
    return State.parse(state).map(s -> (char) ('a' + s.ordinal()) + state).orElse("z" + state);
  }

  private static String meaning(String state) {
    return State.parse(state).map(State::meaning).orElse("the packets do not tell");
  }
}
