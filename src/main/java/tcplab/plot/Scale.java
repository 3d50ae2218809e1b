package tcplab.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Maps the values of one axis to 0…1 and says where its ticks stand.
 *
 * @param position the place of a value as written, NaN for one that has none
 * @param ticks place and label of each tick, in order
 * @param categories how many categories it has, 0 for a scale of numbers
 * @param zero the place of the number 0, or of the lower end where 0 is not on the axis
 */
record Scale(ToDoubleFunction<String> position, List<Tick> ticks, int categories, double zero) {

  /** A tick's place on the axis, 0…1, and its label. */
  record Tick(double at, String label) {}

  private static final int WANTED_TICKS = 6;

  /** A scale for these values: numbers when all of them are, else categories in order. */
  static Scale of(List<String> values, boolean log, boolean withZero) {
    boolean numbers = values.stream().allMatch(v -> v.isEmpty() || isNumber(v));
    double[] finite =
        values.stream()
            .mapToDouble(Scale::parse)
            .filter(v -> Double.isFinite(v) && (!log || v > 0))
            .toArray();
    if (!numbers && !values.isEmpty()) {
      return categories(values);
    }
    double low = java.util.Arrays.stream(finite).min().orElse(log ? 1 : 0);
    double high = java.util.Arrays.stream(finite).max().orElse(1);
    return log
        ? logarithmic(low, high)
        : withZero
            ? counted(Math.min(0, low), Math.max(0, high), whole(finite))
            : of(Ticks.over(low, high, WANTED_TICKS));
  }

  private static boolean whole(double[] values) {
    return java.util.Arrays.stream(values).allMatch(v -> v == Math.rint(v));
  }

  /** The scale of bars: what was counted in whole numbers has no ticks between them. */
  private static Scale counted(double low, double high, boolean whole) {
    double wanted = whole ? Math.max(1, Math.min(WANTED_TICKS, high - low)) : WANTED_TICKS;
    return of(Ticks.over(low, high, (int) wanted));
  }

  /** A scale of numbers from the first tick to the last. */
  static Scale of(Ticks ticks) {
    double span = ticks.last() - ticks.first();
    List<Tick> marks = new ArrayList<>();
    for (int i = 0; i < ticks.count(); i++) {
      marks.add(new Tick((ticks.at(i) - ticks.first()) / span, Ticks.label(ticks.at(i))));
    }
    double zero = Math.max(0, Math.min(1, -ticks.first() / span));
    return new Scale(v -> (parse(v) - ticks.first()) / span, marks, 0, zero);
  }

  private static Scale logarithmic(double low, double high) {
    int from = (int) Math.floor(Math.log10(low) + 1e-9);
    int to = Math.max(from + 1, (int) Math.ceil(Math.log10(high) - 1e-9));
    List<Tick> marks = new ArrayList<>();
    int every = Math.max(1, (to - from) / WANTED_TICKS);
    for (int power = from; power <= to; power += every) {
      marks.add(new Tick((power - from) / (double) (to - from), Ticks.label(Math.pow(10, power))));
    }
    return new Scale(v -> (Math.log10(parse(v)) - from) / (to - from), marks, 0, 0);
  }

  private static Scale categories(List<String> values) {
    Map<String, Integer> index = new LinkedHashMap<>();
    values.forEach(value -> index.putIfAbsent(value, index.size()));
    int n = index.size();
    List<Tick> marks = new ArrayList<>();
    index.forEach((value, i) -> marks.add(new Tick((i + 0.5) / n, value)));
    ToDoubleFunction<String> position =
        value -> {
          Integer i = index.get(value);
          return i == null ? Double.NaN : (i + 0.5) / n;
        };
    return new Scale(position, marks, n, 0);
  }

  private static boolean isNumber(String value) {
    return !Double.isNaN(parse(value)) || value.equals("NaN");
  }

  /** The number that the text writes, NaN when it writes none. */
  static double parse(String value) {
    if (value.isEmpty() || value.length() > 40) {
      return Double.NaN;
    }
    char last = value.charAt(value.length() - 1);
    if (last != 'y' && !Character.isDigit(last) && last != '.') {
      return Double.NaN; // Double.valueOf would read "1d" and "2f" as numbers
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
