package tcplab.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tcplab.sockets.Field;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/**
 * Sockets counted by what they have in common, the most first: {@code sockets}, then a column for
 * each state that occurs, in small letters.
 */
public final class SocketGroups {
  private SocketGroups() {}

  /** One group. */
  private static final class Group {
    private final @Nullable String name;
    private final OptionalInt pid;
    private final Map<State, Integer> counts = new EnumMap<>(State.class);
    private int sockets;

    Group(@Nullable String name, OptionalInt pid) {
      this.name = name;
      this.pid = pid;
    }

    void add(@Nullable State state) {
      sockets++;
      if (state != null) {
        counts.merge(state, 1, Integer::sum);
      }
    }
  }

  /**
   * By remote address; listeners, which have none, are left out. Columns from {@code remote} on.
   */
  public static ColumnTable byRemote(Snapshot sockets) {
    Snapshot connections = sockets.where(row -> sockets.has(row, Field.REMOTE_PORT));
    List<Group> groups =
        groups(
            connections,
            row -> new Group(connections.remote(row).orElse(null), OptionalInt.empty()));
    RecordColumns<Group> columns = new RecordColumns<>(groups).text("remote", group -> group.name);
    return withStates(columns, connections).table("remote hosts");
  }

  /**
   * By process, each with its {@code pid}; the sockets without one are a row in which both are
   * missing.
   */
  public static ColumnTable byProcess(Snapshot sockets) {
    List<Group> groups =
        groups(
            sockets,
            row ->
                new Group(
                    sockets.process(row).orElse(null),
                    sockets.has(row, Field.PID)
                        ? OptionalInt.of((int) sockets.number(row, Field.PID, 0))
                        : OptionalInt.empty()));
    RecordColumns<Group> columns =
        new RecordColumns<>(groups)
            .text("process", group -> group.name)
            .integer("pid", group -> group.pid);
    return withStates(columns, sockets).table("processes");
  }

  private static List<Group> groups(Snapshot sockets, IntFunction<Group> keyed) {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (int row = 0; row < sockets.size(); row++) {
      Group fresh = keyed.apply(row);
      groups
          .computeIfAbsent(fresh.pid + " " + fresh.name, any -> fresh)
          .add(sockets.state(row).orElse(null));
    }
    List<Group> sorted = new ArrayList<>(groups.values());
    sorted.sort(Comparator.comparingInt((Group group) -> group.sockets).reversed());
    return sorted;
  }

  private static RecordColumns<Group> withStates(RecordColumns<Group> columns, Snapshot sockets) {
    columns.integer("sockets", group -> OptionalInt.of(group.sockets));
    sockets
        .stateHistogram()
        .forEach(
            (state, count) -> {
              if (count > 0) {
                columns.integer(
                    state.name().toLowerCase(Locale.ROOT),
                    group -> OptionalInt.of(group.counts.getOrDefault(state, 0)));
              }
            });
    return columns;
  }
}
