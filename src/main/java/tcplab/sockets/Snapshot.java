package tcplab.sockets;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * The TCP sockets of a machine at one moment, one row each, in primitive columns. It never changes;
 * a filter gives a new, smaller snapshot.
 *
 * <p>What the source does not tell is missing: {@link #number} is empty, {@link #has} is false. A
 * wildcard address is {@code 0.0.0.0} or {@code ::}, a wildcard port is missing. An IPv4 address on
 * an IPv6 socket keeps its mapped form {@code ::ffff:a.b.c.d}.
 */
public final class Snapshot {
  private static final int HIGHEST_PORT = 65535;

  private final Rows rows;
  private final Origin origin;

  /** Where a snapshot's rows came from and what is to be said about all of them. */
  record Origin(
      Source source,
      OptionalLong timeNs,
      Optional<String> netns,
      List<String> notes,
      int duplicates,
      Optional<Owners> owners,
      Optional<String> fallback,
      int repaired) {
    static Origin of(
        Source source, OptionalLong timeNs, Optional<String> netns, List<String> notes) {
      return new Origin(
          source, timeNs, netns, List.copyOf(notes), 0, Optional.empty(), Optional.empty(), 0);
    }

    Origin withDuplicates(int count) {
      return new Origin(source, timeNs, netns, notes, count, owners, fallback, repaired);
    }
  }

  Snapshot(Rows rows, Origin origin) {
    this.rows = rows;
    this.origin = origin;
  }

  /** How many sockets there are. */
  public int size() {
    return rows.size();
  }

  /** Where the rows came from. */
  public Source source() {
    return origin.source();
  }

  /** When they were read, in ns since the epoch; empty for a text. */
  public OptionalLong timeNs() {
    return origin.timeNs();
  }

  /** The network namespace's number as in {@code /proc/self/ns/net}; empty where none is known. */
  public Optional<String> netns() {
    return origin.netns();
  }

  /** What a reader should know about the rows, in sentences: rows left out, encodings guessed. */
  public List<String> notes() {
    return origin.notes();
  }

  /** How many rows the source gave twice; they stand here once. */
  public int duplicates() {
    return origin.duplicates();
  }

  /** How many rows only the second pass found, where one was asked for; they stand here too. */
  public int repaired() {
    return origin.repaired();
  }

  /** Why the first source was not used, in a sentence; empty when it was. */
  public Optional<String> fallback() {
    return origin.fallback();
  }

  /** What the search for processes found; empty when none was made. */
  public Optional<Owners> owners() {
    return origin.owners();
  }

  /** {@code ipv4} or {@code ipv6}; empty when the text does not tell. */
  public Optional<String> family(int row) {
    return Optional.ofNullable(rows.get(row, TextField.FAMILY));
  }

  /** The local address. */
  public Optional<String> local(int row) {
    return Optional.ofNullable(rows.get(row, TextField.LOCAL));
  }

  /** The remote address; the wildcard for a listener. */
  public Optional<String> remote(int row) {
    return Optional.ofNullable(rows.get(row, TextField.REMOTE));
  }

  /** The state; empty when the tool printed none. */
  public Optional<State> state(int row) {
    return Optional.ofNullable(rows.state(row));
  }

  /** The timer that runs: on (retransmission), keepalive, timewait, persist; or off. */
  public Optional<String> timer(int row) {
    return Optional.ofNullable(rows.get(row, TextField.TIMER));
  }

  /** The name of the process; hostile text, as its owner chose it. */
  public Optional<String> process(int row) {
    return Optional.ofNullable(rows.get(row, TextField.PROCESS));
  }

  /** The congestion control algorithm. */
  public Optional<String> congestion(int row) {
    return Optional.ofNullable(rows.get(row, TextField.CONGESTION));
  }

  /** The whole command line, words separated by blanks; hostile text. */
  public Optional<String> command(int row) {
    return Optional.ofNullable(rows.get(row, TextField.COMMAND));
  }

  /** The control group of the process, as {@code /proc/PID/cgroup} has it (cgroups(7)). */
  public Optional<String> cgroup(int row) {
    return Optional.ofNullable(rows.get(row, TextField.CGROUP));
  }

  /** The container of the process, such as {@code docker 4f1c0de8a2b7}, as its cgroup tells. */
  public Optional<String> container(int row) {
    return Optional.ofNullable(rows.get(row, TextField.CONTAINER));
  }

  Rows rows() {
    return rows;
  }

  @Nullable String text(int row, TextField field) {
    return rows.get(row, field);
  }

  /** Whether a number is known. */
  public boolean has(int row, Field field) {
    return rows.has(row, field);
  }

  /** A number, or empty when it is missing. */
  public OptionalLong number(int row, Field field) {
    long value = rows.get(row, field);
    return value == Rows.ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** A number, or {@code absent} when it is missing; allocates nothing. */
  public long number(int row, Field field, long absent) {
    long value = rows.get(row, field);
    return value == Rows.ABSENT ? absent : value;
  }

  /**
   * Whether the tool cut an address or a port to fit its column, so that it must not be trusted; a
   * port that may have lost digits is missing.
   */
  public boolean isCut(int row) {
    return rows.isCut(row);
  }

  /**
   * How many times the table was printed in the text ({@code netstat -c}); 1 for a live reading.
   */
  public int samples() {
    int last = 0;
    for (int row = 0; row < size(); row++) {
      last = Math.max(last, rows.sample(row));
    }
    return last + 1;
  }

  /** The rows of one of {@link #samples}, 0-based. */
  public Snapshot sample(int sample) {
    return where(row -> rows.sample(row) == sample);
  }

  /** The rows for which a condition holds. */
  public Snapshot where(IntPredicate condition) {
    int[] kept = new int[size()];
    int count = 0;
    for (int row = 0; row < size(); row++) {
      if (condition.test(row)) {
        kept[count++] = row;
      }
    }
    return rows(Arrays.copyOf(kept, count));
  }

  /** These rows, in this order. */
  Snapshot rows(int[] wanted) {
    return new Snapshot(rows.select(wanted), origin);
  }

  /**
   * The sockets with this local or remote port, and no other: 3306 never finds 33060.
   *
   * @throws IllegalArgumentException when the port is not in 1 to 65535
   */
  public Snapshot port(int port) {
    checkPort(port);
    return where(
        row -> rows.get(row, Field.LOCAL_PORT) == port || rows.get(row, Field.REMOTE_PORT) == port);
  }

  /**
   * The sockets with this local port.
   *
   * @throws IllegalArgumentException when the port is not in 1 to 65535
   */
  public Snapshot localPort(int port) {
    checkPort(port);
    return where(row -> rows.get(row, Field.LOCAL_PORT) == port);
  }

  /**
   * The sockets with this remote port.
   *
   * @throws IllegalArgumentException when the port is not in 1 to 65535
   */
  public Snapshot remotePort(int port) {
    checkPort(port);
    return where(row -> rows.get(row, Field.REMOTE_PORT) == port);
  }

  /** The sockets in one of these states. */
  public Snapshot state(State first, State... more) {
    Set<State> wanted = EnumSet.of(first, more);
    return where(
        row -> {
          State state = rows.state(row);
          return state != null && wanted.contains(state);
        });
  }

  /**
   * The sockets with this local or remote address.
   *
   * @param address an address, a network such as {@code 10.8.0.0/16}, or a host name as printed; an
   *     IPv4 address also finds its mapped form
   * @throws IllegalArgumentException when a network's prefix is no number of its bits
   */
  public Snapshot address(String address) {
    Network network = Network.parse(address);
    return where(
        row ->
            network.contains(rows.get(row, TextField.LOCAL))
                || network.contains(rows.get(row, TextField.REMOTE)));
  }

  /** The sockets of one process. */
  public Snapshot pid(int pid) {
    return where(row -> rows.get(row, Field.PID) == pid);
  }

  /** The sockets of the processes of this name. */
  public Snapshot process(String name) {
    return where(row -> name.equals(rows.get(row, TextField.PROCESS)));
  }

  /** The sockets in LISTEN. */
  public Snapshot listening() {
    return state(State.LISTEN);
  }

  /** The sockets of connections: every known state but LISTEN and CLOSED, as ss has it. */
  public Snapshot connected() {
    return where(
        row -> {
          State state = rows.state(row);
          return state != null && state != State.LISTEN && state != State.CLOSED;
        });
  }

  /** How many sockets are in each state: all eleven, in the order of {@link State}, zeros too. */
  public Map<State, Integer> stateHistogram() {
    int[] counts = new int[State.values().length];
    for (int row = 0; row < size(); row++) {
      State state = rows.state(row);
      if (state != null) {
        counts[state.ordinal()]++;
      }
    }
    Map<State, Integer> histogram = new EnumMap<>(State.class);
    for (State state : State.values()) {
      histogram.put(state, counts[state.ordinal()]);
    }
    return Collections.unmodifiableMap(histogram);
  }

  /** How many rows have no state, because the tool printed none; the histogram leaves them out. */
  public int withoutState() {
    int count = 0;
    for (int row = 0; row < size(); row++) {
      count += rows.state(row) == null ? 1 : 0;
    }
    return count;
  }

  /** How many sockets from where, and how many in which state, on one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(size()).append(" sockets from ").append(source().word()).append(':');
    stateHistogram()
        .forEach((state, count) -> text.append(count == 0 ? "" : " " + state + " " + count));
    int without = withoutState();
    return without == 0 ? text.toString() : text + " without state " + without;
  }

  private static void checkPort(int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(port + " is no TCP port; ports go from 1 to 65535");
    }
  }
}
