package tcplab.table;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.sockets.Counters;

/** The kernel's counters: {@code counter}, {@code value} and its {@code meaning} in words. */
public final class CounterTable {
  private static final double NS_PER_S = 1e9;

  private CounterTable() {}

  /** All counters of one reading. */
  public static ColumnTable of(Counters counters) {
    return new RecordColumns<>(counters.names())
        .text("counter", name -> name)
        .number("value", counters::value)
        .text("meaning", CounterTable::meaning)
        .table("counters");
  }

  /**
   * The counters that moved between two readings: {@code counter}, {@code before}, {@code after},
   * {@code delta}, {@code per_second} (missing for texts; in tenths), {@code meaning}.
   */
  public static ColumnTable of(Counters before, Counters after) {
    double seconds =
        before.timeNs().isPresent() && after.timeNs().isPresent()
            ? (after.timeNs().getAsLong() - before.timeNs().getAsLong()) / NS_PER_S
            : Double.NaN;
    return new RecordColumns<>(
            after.names().stream().filter(name -> delta(before, after, name) != 0).toList())
        .text("counter", name -> name)
        .number("before", before::value)
        .number("after", after::value)
        .number("delta", name -> OptionalLong.of(delta(before, after, name)))
        .real(
            "per_second",
            name -> seconds > 0 ? rounded(delta(before, after, name) / seconds) : Double.NaN)
        .text("meaning", CounterTable::meaning)
        .table("counters since");
  }

  /** The clock between two readings is not exact enough for more. */
  private static double rounded(double perSecond) {
    return Math.round(perSecond * 10) / 10.0;
  }

  private static long delta(Counters before, Counters after, String name) {
    return after.value(name).orElse(0) - before.value(name).orElse(0);
  }

  private static @Nullable String meaning(String name) {
    String words = Counters.meaning(name);
    return words.isEmpty() ? null : words;
  }
}
