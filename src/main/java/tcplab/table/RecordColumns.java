package tcplab.table;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Builds a table over a list of records: a column is a name and what it takes from each. */
final class RecordColumns<T> {
  private final List<T> rows;
  private final List<Column> columns = new ArrayList<>();

  RecordColumns(List<T> rows) {
    this.rows = rows;
  }

  RecordColumns<T> text(String name, Function<T, @Nullable String> value) {
    columns.add(new Column.Texts(name, rows.size(), i -> value.apply(rows.get(i))));
    return this;
  }

  RecordColumns<T> integer(String name, Function<T, OptionalInt> value) {
    columns.add(
        new Column.Ints(
            name,
            rows.size(),
            i -> value.apply(rows.get(i)).orElse(0),
            i -> value.apply(rows.get(i)).isEmpty()));
    return this;
  }

  RecordColumns<T> number(String name, Function<T, OptionalLong> value) {
    columns.add(
        new Column.Longs(
            name,
            rows.size(),
            i -> value.apply(rows.get(i)).orElse(0),
            i -> value.apply(rows.get(i)).isEmpty()));
    return this;
  }

  RecordColumns<T> count(String name, ToLongFunction<T> value) {
    return number(name, row -> OptionalLong.of(value.applyAsLong(row)));
  }

  /** NaN is missing. */
  RecordColumns<T> real(String name, ToDoubleFunction<T> value) {
    columns.add(new Column.Doubles(name, rows.size(), i -> value.applyAsDouble(rows.get(i))));
    return this;
  }

  RecordColumns<T> bool(String name, Predicate<T> value) {
    columns.add(
        new Column.Booleans(name, rows.size(), i -> value.test(rows.get(i)), Column.NONE_MISSING));
    return this;
  }

  ColumnTable table(String name) {
    return new ColumnTable(name, rows.size(), columns);
  }
}
