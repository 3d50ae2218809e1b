package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;

/**
 * A table over a list of records: one row each, one column per question.
 *
 * @param <T> the record
 */
final class RowColumns<T> {
  private static final int NS_PER_US = 1000;

  private final String name;
  private final List<T> rows;
  private final List<Column> columns = new ArrayList<>();

  RowColumns(String name, List<T> rows) {
    this.name = name;
    this.rows = rows;
  }

  ColumnTable table() {
    return new ColumnTable(name, rows.size(), columns);
  }

  RowColumns<T> ints(String column, ToIntFunction<T> value) {
    columns.add(
        new Column.Ints(column, rows.size(), i -> value.applyAsInt(rows.get(i)), NONE_MISSING));
    return this;
  }

  RowColumns<T> optionalInts(String column, Function<T, OptionalInt> value) {
    columns.add(
        new Column.Ints(
            column,
            rows.size(),
            i -> value.apply(rows.get(i)).orElse(0),
            i -> value.apply(rows.get(i)).isEmpty()));
    return this;
  }

  RowColumns<T> longs(String column, ToLongFunction<T> value) {
    columns.add(
        new Column.Longs(column, rows.size(), i -> value.applyAsLong(rows.get(i)), NONE_MISSING));
    return this;
  }

  RowColumns<T> optionalLongs(String column, Function<T, OptionalLong> value) {
    columns.add(
        new Column.Longs(
            column,
            rows.size(),
            i -> value.apply(rows.get(i)).orElse(0),
            i -> value.apply(rows.get(i)).isEmpty()));
    return this;
  }

  /** A capture time; missing when the capture has none. */
  RowColumns<T> times(ToLongFunction<T> ns) {
    columns.add(
        new Column.Longs(
            "time_ns",
            rows.size(),
            i -> ns.applyAsLong(rows.get(i)),
            i -> ns.applyAsLong(rows.get(i)) == Packets.NO_TIME));
    return this;
  }

  /** A duration in ns, shown in whole µs. */
  RowColumns<T> microseconds(String column, ToLongFunction<T> ns) {
    return longs(column, row -> ns.applyAsLong(row) / NS_PER_US);
  }

  RowColumns<T> optionalMicroseconds(String column, Function<T, OptionalLong> ns) {
    return optionalLongs(
        column,
        row -> {
          OptionalLong value = ns.apply(row);
          return value.isEmpty() ? value : OptionalLong.of(value.getAsLong() / NS_PER_US);
        });
  }

  RowColumns<T> doubles(String column, ToDoubleFunction<T> value) {
    columns.add(new Column.Doubles(column, rows.size(), i -> value.applyAsDouble(rows.get(i))));
    return this;
  }

  RowColumns<T> texts(String column, Function<T, @Nullable String> value) {
    columns.add(new Column.Texts(column, rows.size(), i -> value.apply(rows.get(i))));
    return this;
  }
}
