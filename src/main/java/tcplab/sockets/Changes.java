package tcplab.sockets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * The difference between two snapshots, socket by socket.
 *
 * <p>A socket is known again by its cookie. Where there is none, or it is new, by its addresses,
 * ports and inode; but the kernel gives a connection that goes over to TIME_WAIT a new cookie and
 * no inode, and /proc and texts may tell neither. Then two rows with the same endpoints are taken
 * for one connection if the later state can follow the earlier one (RFC 9293 §3.3.2) and nothing
 * else speaks against it; otherwise the port was used again, and one socket closed and another
 * opened.
 */
public final class Changes {
  /** The counters that say that a connection carried something. */
  private static final List<Field> TRAFFIC =
      List.of(
          Field.BYTES_ACKED,
          Field.BYTES_RECEIVED,
          Field.SEGMENTS_IN,
          Field.SEGMENTS_OUT,
          Field.RETRANSMITS_TOTAL,
          Field.RECV_QUEUE,
          Field.SEND_QUEUE,
          Field.ACCEPT_QUEUE);

  private final Snapshot before;
  private final Snapshot after;
  private final List<Change> all;

  private Changes(Snapshot before, Snapshot after, List<Change> all) {
    this.before = before;
    this.after = after;
    this.all = all;
  }

  /** What addresses and ports tell; an endpoint alone for a listener. */
  private record Ends(
      @Nullable String local, long localPort, @Nullable String remote, long remotePort) {
    static Ends of(Snapshot sockets, int row) {
      return new Ends(
          sockets.text(row, TextField.LOCAL),
          sockets.number(row, Field.LOCAL_PORT, 0),
          sockets.text(row, TextField.REMOTE),
          sockets.number(row, Field.REMOTE_PORT, 0));
    }
  }

  /** Compares two snapshots, the earlier first. */
  public static Changes between(Snapshot before, Snapshot after) {
    int[] partner = byCookie(before, after);
    boolean[] taken = new boolean[before.size()];
    for (int row : partner) {
      if (row >= 0) {
        taken[row] = true;
      }
    }
    byEnds(before, after, partner, taken);
    List<Change> changes = new ArrayList<>();
    for (int row = 0; row < after.size(); row++) {
      changes.add(new Change(kind(before, partner[row], after, row), partner[row], row));
    }
    for (int row = 0; row < before.size(); row++) {
      if (!taken[row]) {
        changes.add(new Change(Change.Kind.CLOSED, row, -1));
      }
    }
    changes.sort(Comparator.comparing(Change::kind));
    return new Changes(before, after, List.copyOf(changes));
  }

  /** For each later row the earlier row with the same cookie, or -1. */
  private static int[] byCookie(Snapshot before, Snapshot after) {
    Map<Long, Integer> rowOf = new HashMap<>();
    for (int row = 0; row < before.size(); row++) {
      if (before.has(row, Field.COOKIE)) {
        rowOf.put(before.number(row, Field.COOKIE, 0), row);
      }
    }
    int[] partner = new int[after.size()];
    for (int row = 0; row < partner.length; row++) {
      Integer found =
          after.has(row, Field.COOKIE) ? rowOf.get(after.number(row, Field.COOKIE, 0)) : null;
      partner[row] = found == null ? -1 : found;
    }
    return partner;
  }

  private static void byEnds(Snapshot before, Snapshot after, int[] partner, boolean[] taken) {
    Map<Ends, List<Integer>> rowsOf = new HashMap<>();
    for (int row = 0; row < taken.length; row++) {
      if (!taken[row]) {
        rowsOf.computeIfAbsent(Ends.of(before, row), any -> new ArrayList<>()).add(row);
      }
    }
    for (int row = 0; row < partner.length && !rowsOf.isEmpty(); row++) {
      List<Integer> candidates =
          partner[row] < 0 ? rowsOf.getOrDefault(Ends.of(after, row), List.of()) : List.of();
      for (int earlier : candidates) {
        if (!taken[earlier] && isSame(before, earlier, after, row)) {
          taken[earlier] = true;
          partner[row] = earlier;
          break;
        }
      }
    }
  }

  private static boolean isSame(Snapshot before, int earlier, Snapshot after, int later) {
    boolean inodes = before.has(earlier, Field.INODE) && after.has(later, Field.INODE);
    if (inodes) {
      return before.number(earlier, Field.INODE, 0) == after.number(later, Field.INODE, 0);
    }
    State from = before.state(earlier).orElse(null);
    State to = after.state(later).orElse(null);
    boolean cookies = before.has(earlier, Field.COOKIE) && after.has(later, Field.COOKIE);
    if (cookies && to != State.TIME_WAIT && to != State.FIN_WAIT_2) {
      return false;
    }
    return from == null || to == null || canFollow(from, to);
  }

  /** Whether a connection can come from one state to another without a new beginning. */
  static boolean canFollow(State from, State to) {
    return from == to || stage(to) > stage(from);
  }

  /** Every arrow of RFC 9293's diagram that stays within one connection leads to a later stage. */
  private static int stage(State state) {
    return switch (state) {
      case CLOSED -> 0;
      case LISTEN -> 9;
      case SYN_SENT -> 1;
      case SYN_RECEIVED -> 2;
      case ESTABLISHED -> 3;
      case FIN_WAIT_1, CLOSE_WAIT -> 4;
      case FIN_WAIT_2, CLOSING, LAST_ACK -> 5;
      case TIME_WAIT -> 6;
    };
  }

  private static Change.Kind kind(Snapshot before, int earlier, Snapshot after, int later) {
    if (earlier < 0) {
      return Change.Kind.OPENED;
    }
    if (!before.state(earlier).equals(after.state(later))) {
      return Change.Kind.STATE;
    }
    for (Field field : TRAFFIC) {
      if (Change.moved(before, earlier, after, later, field).orElse(0) != 0) {
        return Change.Kind.TRAFFIC;
      }
    }
    return Change.Kind.NONE;
  }

  /** The earlier snapshot. */
  public Snapshot before() {
    return before;
  }

  /** The later snapshot. */
  public Snapshot after() {
    return after;
  }

  /** Every socket of either snapshot, unchanged ones too, by kind. */
  public List<Change> all() {
    return all;
  }

  /** The sockets to which something happened. */
  public List<Change> happened() {
    return all.stream().filter(change -> change.kind() != Change.Kind.NONE).toList();
  }

  /** How many there are of each kind, zeros too. */
  public Map<Change.Kind, Integer> counts() {
    Map<Change.Kind, Integer> counts = new EnumMap<>(Change.Kind.class);
    for (Change.Kind kind : Change.Kind.values()) {
      counts.put(kind, 0);
    }
    all.forEach(change -> counts.merge(change.kind(), 1, Integer::sum));
    return counts;
  }

  /** How a number of one socket moved; empty where either snapshot does not tell it. */
  public OptionalLong moved(Change change, Field field) {
    return Change.moved(before, change.before(), after, change.after(), field);
  }

  /** The time between the two, in ns; empty for texts. */
  public OptionalLong elapsedNs() {
    return before.timeNs().isPresent() && after.timeNs().isPresent()
        ? OptionalLong.of(after.timeNs().getAsLong() - before.timeNs().getAsLong())
        : OptionalLong.empty();
  }

  /** In one line, such as {@code 3 opened, 1 closed, 2 in another state, 5 with traffic}. */
  @Override
  public String toString() {
    Map<Change.Kind, Integer> counts = counts();
    return counts.get(Change.Kind.OPENED)
        + " opened, "
        + counts.get(Change.Kind.CLOSED)
        + " closed, "
        + counts.get(Change.Kind.STATE)
        + " in another state, "
        + counts.get(Change.Kind.TRAFFIC)
        + " with traffic, "
        + counts.get(Change.Kind.NONE)
        + " unchanged";
  }
}
