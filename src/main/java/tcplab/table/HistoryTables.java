package tcplab.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.sockets.History;
import tcplab.sockets.StateSpan;
import tcplab.tcp.State;

/** A history of sockets as tables: counts over time, what each socket went through, how long. */
public final class HistoryTables {
  private static final long NS_PER_MS = 1_000_000;

  private HistoryTables() {}

  /**
   * One row per reading: {@code time_ns}, {@code sockets}, then all eleven states in small letters.
   */
  public static ColumnTable counts(History history) {
    return counts(history.samples());
  }

  /** The same for these readings. */
  public static ColumnTable counts(List<History.Sample> samples) {
    RecordColumns<History.Sample> columns =
        new RecordColumns<>(samples)
            .count("time_ns", History.Sample::timeNs)
            .integer("sockets", sample -> OptionalInt.of(sample.sockets()));
    for (State state : State.values()) {
      columns.integer(
          state.name().toLowerCase(Locale.ROOT),
          sample -> OptionalInt.of(sample.counts().getOrDefault(state, 0)));
    }
    return columns.table("state counts");
  }

  /**
   * One row per state that a socket was seen in: {@code socket} (its number in the history), the
   * endpoints and process, {@code state}, {@code since_ns}, {@code begin_seen} (false where the
   * history began later), {@code until_ns} and {@code dwell_ms} (missing while it lasts), {@code
   * next} (missing when the socket was gone then). Ordered by socket, then time.
   */
  public static ColumnTable timelines(History history) {
    List<StateSpan> spans = new ArrayList<>(history.spans());
    spans.sort(
        (a, b) ->
            a.socket() == b.socket()
                ? Long.compare(a.sinceNs(), b.sinceNs())
                : Long.compare(a.socket(), b.socket()));
    return new RecordColumns<>(spans)
        .count("socket", StateSpan::socket)
        .text("family", span -> known(span.name().family()))
        .text("local", span -> known(span.name().local()))
        .integer("local_port", span -> span.name().localPort())
        .text("remote", span -> known(span.name().remote()))
        .integer("remote_port", span -> span.name().remotePort())
        .text("state", span -> span.state().name())
        .count("since_ns", StateSpan::sinceNs)
        .bool("begin_seen", StateSpan::beginSeen)
        .number("until_ns", StateSpan::untilNs)
        .number("dwell_ms", HistoryTables::dwellMs)
        .text("next", span -> span.next().map(State::name).orElse(null))
        .integer("pid", span -> span.name().pid())
        .text("process", span -> span.name().process().orElse(null))
        .table("timelines");
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }

  private static OptionalLong dwellMs(StateSpan span) {
    OptionalLong dwell = span.dwellNs();
    return dwell.isPresent() ? OptionalLong.of(dwell.getAsLong() / NS_PER_MS) : dwell;
  }

  /** How long one state lasted. */
  private record Dwell(State state, long[] sortedMs) {
    OptionalLong at(double share) {
      int last = sortedMs.length - 1;
      return last < 0 ? OptionalLong.empty() : OptionalLong.of(sortedMs[(int) (last * share)]);
    }
  }

  /**
   * How long sockets stay in each state: {@code state}, {@code spans} (those whose begin and end
   * were seen), {@code median_ms}, {@code longest_ms}.
   */
  public static ColumnTable dwellTimes(History history) {
    Map<State, List<Long>> times = new EnumMap<>(State.class);
    for (StateSpan span : history.spans()) {
      if (span.beginSeen() && span.dwellNs().isPresent()) {
        times
            .computeIfAbsent(span.state(), any -> new ArrayList<>())
            .add(span.dwellNs().getAsLong() / NS_PER_MS);
      }
    }
    List<Dwell> rows =
        Arrays.stream(State.values())
            .map(
                state ->
                    new Dwell(
                        state,
                        times.getOrDefault(state, List.of()).stream()
                            .mapToLong(Long::longValue)
                            .sorted()
                            .toArray()))
            .toList();
    return new RecordColumns<>(rows)
        .text("state", dwell -> dwell.state().name())
        .integer("spans", dwell -> OptionalInt.of(dwell.sortedMs().length))
        .number("median_ms", dwell -> dwell.at(0.5))
        .number("longest_ms", dwell -> dwell.at(1))
        .table("dwell times");
  }
}
