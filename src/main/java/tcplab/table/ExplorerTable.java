package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tcplab.simulation.Counterexample;
import tcplab.simulation.Exploration;
import tcplab.simulation.ExplorerExperiments.LeastTimeWait;
import tcplab.simulation.ExplorerStep;
import tcplab.simulation.ExplorerVerdict;

/** What an explorer found out, as tables. */
public final class ExplorerTable {
  private static final long NS_PER_MS = 1_000_000;

  /** One verdict, what it belongs to, and the number of its counterexample, 0 when it has none. */
  private record Row(Exploration exploration, ExplorerVerdict verdict, int run) {}

  private ExplorerTable() {}

  /**
   * One row per variant and property: {@code variant}, {@code property}, {@code verdict} (holds,
   * violated, undecided), {@code counterexample_steps}, {@code run} (the counterexample's number,
   * from 1), {@code assumptions}, {@code states} (seen when the verdict was known), {@code bounds},
   * and for the exploration in which this and other properties were checked {@code states_in_all},
   * {@code transitions}, {@code depth}, {@code time_ms}, {@code memory_kib} and, when it had to
   * stop, {@code stopped}.
   */
  public static ColumnTable verdicts(List<Exploration> explorations) {
    List<Row> rows = rows(explorations);
    int size = rows.size();
    return new ColumnTable(
        "verdicts",
        size,
        List.of(
            texts("variant", rows, row -> row.exploration().variant()),
            texts("property", rows, row -> row.verdict().property()),
            texts("verdict", rows, row -> row.verdict().outcome().label()),
            new Column.Ints(
                "counterexample_steps",
                size,
                i -> rows.get(i).verdict().counterexampleLength().orElse(0),
                i -> rows.get(i).verdict().counterexampleLength().isEmpty()),
            new Column.Ints("run", size, i -> rows.get(i).run(), i -> rows.get(i).run() == 0),
            texts("assumptions", rows, row -> String.join("; ", row.exploration().assumptions())),
            ints("states", rows, row -> row.verdict().states()),
            texts("bounds", rows, row -> String.join("; ", row.exploration().bounds())),
            ints("states_in_all", rows, row -> row.exploration().states()),
            new Column.Longs(
                "transitions", size, i -> rows.get(i).exploration().steps(), NONE_MISSING),
            ints("depth", rows, row -> row.exploration().depth()),
            new Column.Longs(
                "time_ms", size, i -> rows.get(i).exploration().timeNs() / NS_PER_MS, NONE_MISSING),
            new Column.Longs(
                "memory_kib", size, i -> rows.get(i).exploration().bytes() >> 10, NONE_MISSING),
            texts("stopped", rows, row -> present(row.exploration().stopped()))));
  }

  private static List<Row> rows(List<Exploration> explorations) {
    List<Row> rows = new ArrayList<>();
    int runs = 0;
    for (Exploration exploration : explorations) {
      for (ExplorerVerdict verdict : exploration.verdicts()) {
        runs += verdict.counterexample().isPresent() ? 1 : 0;
        rows.add(new Row(exploration, verdict, verdict.counterexample().isPresent() ? runs : 0));
      }
    }
    return rows;
  }

  /**
   * The verdicts side by side: one row per value of {@code variant} or {@code property} under the
   * same assumptions, one column per value of the other one, then {@code assumptions}, without
   * those that exclude something. A cell says {@code holds} or names the run in which it fails.
   *
   * @param across whose values become columns: {@code variant} or {@code property}
   * @throws IllegalArgumentException when it is neither
   */
  public static ColumnTable across(String across, List<Exploration> explorations) {
    boolean variants = across.equals("variant");
    if (!variants && !across.equals("property")) {
      throw new IllegalArgumentException(
          "verdicts stand side by side by variant or by property, and by no other column");
    }
    Function<Row, String> variant = row -> row.exploration().variant();
    Function<Row, String> property = row -> row.verdict().property();
    Function<Row, String> down = variants ? property : variant;
    Function<Row, String> right = variants ? variant : property;
    Map<List<String>, Map<String, String>> cells = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    for (Row row : rows(explorations)) {
      names.add(right.apply(row));
      cells
          .computeIfAbsent(List.of(down.apply(row), allowed(row)), key -> new HashMap<>())
          .put(right.apply(row), inWords(row));
    }
    List<List<String>> keys = List.copyOf(cells.keySet());
    List<Column> columns = new ArrayList<>();
    columns.add(texts(variants ? "property" : "variant", keys, key -> key.get(0)));
    for (String name : names) {
      columns.add(texts(name, keys, key -> cells.getOrDefault(key, Map.of()).get(name)));
    }
    columns.add(texts("assumptions", keys, key -> key.get(1)));
    return new ColumnTable("verdicts", keys.size(), columns);
  }

  private static String inWords(Row row) {
    return row.run() == 0 ? row.verdict().outcome().label() : "fails: run " + row.run();
  }

  private static String allowed(Row row) {
    return row.exploration().assumptions().stream()
        .filter(assumption -> !assumption.startsWith("no "))
        .collect(Collectors.joining("; "));
  }

  private static @Nullable String present(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * A counterexample, one row per step: {@code step} (0 is how the run begins), {@code tick} (0
   * throughout in a model without time), {@code what}, and the states of {@code client} and {@code
   * server} afterwards.
   */
  public static ColumnTable steps(Counterexample run) {
    List<ExplorerStep> steps = run.steps();
    return new ColumnTable(
        "steps",
        steps.size(),
        List.of(
            ints("step", steps, ExplorerStep::number),
            ints("tick", steps, ExplorerStep::tick),
            texts("what", steps, ExplorerStep::text),
            texts("client", steps, ExplorerStep::client),
            texts("server", steps, ExplorerStep::server)));
  }

  /**
   * How long TIME_WAIT must last, all in ticks: {@code msl}, {@code rto}, {@code losses}, {@code
   * least_for_fin} and {@code least_for_data} (found by trying), {@code rule} (MSL + max(MSL,
   * losses · RTO)).
   */
  public static ColumnTable leastTimeWaits(List<LeastTimeWait> rows) {
    return new ColumnTable(
        "least TIME_WAIT",
        rows.size(),
        List.of(
            ints("msl", rows, LeastTimeWait::msl),
            ints("rto", rows, LeastTimeWait::rto),
            ints("losses", rows, LeastTimeWait::losses),
            ints("least_for_fin", rows, LeastTimeWait::forFin),
            ints("least_for_data", rows, LeastTimeWait::forData),
            ints("rule", rows, LeastTimeWait::needed)));
  }

  private static <R> Column ints(String name, List<R> rows, ToIntFunction<R> value) {
    return new Column.Ints(name, rows.size(), row -> value.applyAsInt(rows.get(row)), NONE_MISSING);
  }

  private static <R> Column texts(String name, List<R> rows, Function<R, @Nullable String> value) {
    return new Column.Texts(name, rows.size(), row -> value.apply(rows.get(row)));
  }
}
