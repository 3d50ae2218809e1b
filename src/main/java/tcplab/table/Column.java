package tcplab.table;

import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One column of the data dictionary: a name, a type and a value per row. A missing value is
 * missing, never 0 or -1.
 *
 * <p>A column is a view: it asks the arrays it was made over and copies nothing, so that a table of
 * ten million packets costs what its packets cost.
 */
public sealed interface Column {
  /** The name, in snake_case with its unit as suffix. */
  String name();

  /** How many rows there are. */
  int rows();

  /**
   * Whether the value of a row is missing.
   *
   * @param row 0-based
   */
  boolean isMissing(int row);

  /**
   * Appends the value as plain text, without quotes or escapes; appends nothing when it is missing.
   *
   * @param row 0-based
   */
  void append(int row, StringBuilder out);

  /** The same values under another name. */
  Column named(String newName);

  /**
   * Some of the values, in this order.
   *
   * @param chosen rows of this column, 0-based
   */
  Column rows(int[] chosen);

  /** Whether it holds numbers, which stand at the right. */
  default boolean isNumber() {
    return this instanceof Longs || this instanceof Ints || this instanceof Doubles;
  }

  /** Never missing: for columns that have a value in every row. */
  IntPredicate NONE_MISSING = row -> false;

  /** 64-bit integers: times in ns, sequence numbers, byte counts. */
  record Longs(String name, int rows, IntToLongFunction value, IntPredicate missing)
      implements Column {
    @Override
    public boolean isMissing(int row) {
      return missing.test(row);
    }

    @Override
    public void append(int row, StringBuilder out) {
      if (!missing.test(row)) {
        out.append(value.applyAsLong(row));
      }
    }

    @Override
    public Column named(String newName) {
      return new Longs(newName, rows, value, missing);
    }

    @Override
    public Column rows(int[] chosen) {
      return new Longs(
          name,
          chosen.length,
          row -> value.applyAsLong(chosen[row]),
          row -> missing.test(chosen[row]));
    }
  }

  /** 32-bit integers: ports, lengths, counts. */
  record Ints(String name, int rows, IntUnaryOperator value, IntPredicate missing)
      implements Column {
    @Override
    public boolean isMissing(int row) {
      return missing.test(row);
    }

    @Override
    public void append(int row, StringBuilder out) {
      if (!missing.test(row)) {
        out.append(value.applyAsInt(row));
      }
    }

    @Override
    public Column named(String newName) {
      return new Ints(newName, rows, value, missing);
    }

    @Override
    public Column rows(int[] chosen) {
      return new Ints(
          name,
          chosen.length,
          row -> value.applyAsInt(chosen[row]),
          row -> missing.test(chosen[row]));
    }
  }

  /** Floating-point numbers: averages, rates. NaN is missing. */
  record Doubles(String name, int rows, IntToDoubleFunction value) implements Column {
    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(value.applyAsDouble(row));
    }

    @Override
    public void append(int row, StringBuilder out) {
      double number = value.applyAsDouble(row);
      if (!Double.isNaN(number)) {
        out.append(number);
      }
    }

    @Override
    public Column named(String newName) {
      return new Doubles(newName, rows, value);
    }

    @Override
    public Column rows(int[] chosen) {
      return new Doubles(name, chosen.length, row -> value.applyAsDouble(chosen[row]));
    }
  }

  /** Yes or no. */
  record Booleans(String name, int rows, IntPredicate value, IntPredicate missing)
      implements Column {
    @Override
    public boolean isMissing(int row) {
      return missing.test(row);
    }

    @Override
    public void append(int row, StringBuilder out) {
      if (!missing.test(row)) {
        out.append(value.test(row));
      }
    }

    @Override
    public Column named(String newName) {
      return new Booleans(newName, rows, value, missing);
    }

    @Override
    public Column rows(int[] chosen) {
      return new Booleans(
          name, chosen.length, row -> value.test(chosen[row]), row -> missing.test(chosen[row]));
    }
  }

  /**
   * Which rows have the same text, without the text: for who makes something of each text once.
   *
   * @param of a number for each row; rows of the same number have the same text
   * @param bound above all numbers, which are not negative
   */
  record Keys(IntUnaryOperator of, int bound) {}

  /** Text: addresses, flags, states. {@code null} is missing. */
  record Texts(String name, int rows, IntFunction<@Nullable String> value, @Nullable Keys keys)
      implements Column {
    /** A column of which only the texts tell which are the same. */
    public Texts(String name, int rows, IntFunction<@Nullable String> value) {
      this(name, rows, value, null);
    }

    @Override
    public boolean isMissing(int row) {
      return value.apply(row) == null;
    }

    @Override
    public void append(int row, StringBuilder out) {
      String text = value.apply(row);
      if (text != null) {
        out.append(text);
      }
    }

    @Override
    public Column named(String newName) {
      return new Texts(newName, rows, value, keys);
    }

    @Override
    public Column rows(int[] chosen) {
      Keys all = keys;
      return new Texts(
          name,
          chosen.length,
          row -> value.apply(chosen[row]),
          all == null ? null : new Keys(row -> all.of().applyAsInt(chosen[row]), all.bound()));
    }
  }
}
