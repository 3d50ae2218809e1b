package tcplab.dataframe;

import tcplab.table.Column;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.columns.booleans.BooleanColumnType;
import tech.tablesaw.columns.numbers.IntColumnType;
import tech.tablesaw.columns.numbers.LongColumnType;

/**
 * Copies a column of the data dictionary into one of Tablesaw, some rows at a time: so the columns
 * of a table that all look at the same packets can do so while these are in the processor's cache.
 */
sealed interface ColumnFiller {
  /**
   * Copies the next rows: the first call begins at row 0, each but the last is given a multiple of
   * {@link IntegerPages#PAGE}.
   */
  void fill(int from, int to);

  /** The column, once all rows are copied; asked for once, as it gives up what it held. */
  tech.tablesaw.columns.Column<?> column();

  /** A filler for this kind of column. */
  static ColumnFiller of(Column column) {
    if (column instanceof Column.Longs longs) {
      return new Longs(longs);
    } else if (column instanceof Column.Ints ints) {
      return new Ints(ints);
    } else if (column instanceof Column.Doubles doubles) {
      return new Doubles(doubles);
    } else if (column instanceof Column.Booleans booleans) {
      return new Booleans(booleans);
    } else if (column instanceof Column.Texts texts) {
      return new Texts(texts);
    }
    throw new AssertionError("a kind of column without a Tablesaw type: " + column.getClass());
  }

  /** 64-bit integers. */
  final class Longs implements ColumnFiller {
    private static final long MISSING = LongColumnType.missingValueIndicator();

    private final Column.Longs source;
    private final boolean complete;
    private final IntegerPages pages;
    private final long[] page = new long[IntegerPages.PAGE];

    Longs(Column.Longs source) {
      this.source = source;
      complete = source.missing() == Column.NONE_MISSING;
      pages = new IntegerPages(source.rows(), MISSING);
    }

    @Override
    public void fill(int from, int to) {
      for (int first = from; first < to; first += page.length) {
        int count = Math.min(page.length, to - first);
        for (int i = 0; i < count; i++) {
          page[i] = value(first + i);
        }
        pages.add(page, count);
      }
    }

    private long value(int row) {
      return !complete && source.missing().test(row) ? MISSING : source.value().applyAsLong(row);
    }

    @Override
    public LongColumn column() {
      return PackedColumns.longs(source.name(), pages);
    }
  }

  /** 32-bit integers. */
  final class Ints implements ColumnFiller {
    private static final int MISSING = IntColumnType.missingValueIndicator();

    private final Column.Ints source;
    private final boolean complete;
    private final IntegerPages pages;
    private final long[] page = new long[IntegerPages.PAGE];

    Ints(Column.Ints source) {
      this.source = source;
      complete = source.missing() == Column.NONE_MISSING;
      pages = new IntegerPages(source.rows(), MISSING);
    }

    @Override
    public void fill(int from, int to) {
      for (int first = from; first < to; first += page.length) {
        int count = Math.min(page.length, to - first);
        for (int i = 0; i < count; i++) {
          page[i] = value(first + i);
        }
        pages.add(page, count);
      }
    }

    private int value(int row) {
      return !complete && source.missing().test(row) ? MISSING : source.value().applyAsInt(row);
    }

    @Override
    public IntColumn column() {
      return PackedColumns.ints(source.name(), pages);
    }
  }

  /** Floating-point numbers; both sides say NaN for what is missing. */
  final class Doubles implements ColumnFiller {
    private final Column.Doubles source;
    private double[] values;

    Doubles(Column.Doubles source) {
      this.source = source;
      values = new double[source.rows()];
    }

    @Override
    public void fill(int from, int to) {
      for (int row = from; row < to; row++) {
        values[row] = source.value().applyAsDouble(row);
      }
    }

    @Override
    public DoubleColumn column() {
      DoubleColumn column = DoubleColumn.create(source.name(), values);
      values = new double[0]; // Tablesaw has copied them
      return column;
    }
  }

  /** Yes or no. */
  final class Booleans implements ColumnFiller {
    private final Column.Booleans source;
    private final BooleanColumn values;

    Booleans(Column.Booleans source) {
      this.source = source;
      values = BooleanColumn.create(source.name());
    }

    @Override
    public void fill(int from, int to) {
      for (int row = from; row < to; row++) {
        if (source.isMissing(row)) {
          values.append(BooleanColumnType.MISSING_VALUE);
        } else {
          values.append(source.value().test(row));
        }
      }
    }

    @Override
    public BooleanColumn column() {
      return values;
    }
  }

  /** Text: each row's is looked up in a dictionary. */
  final class Texts implements ColumnFiller {
    private final Column.Texts source;
    private final TextDictionary dictionary = new TextDictionary();
    private final TextNumbers numbers;

    /** Of each key its text's number plus one, 0 where it is not known yet. */
    private final int[] known;

    Texts(Column.Texts source) {
      this.source = source;
      numbers = new TextNumbers(source.rows());
      known = new int[source.keys() == null ? 0 : source.keys().bound()];
    }

    @Override
    public void fill(int from, int to) {
      Column.Keys keys = source.keys();
      for (int row = from; row < to; row++) {
        numbers.set(row, keys == null ? look(row) : number(row, keys.of().applyAsInt(row)));
      }
    }

    private int number(int row, int key) {
      if (known[key] == 0) {
        known[key] = look(row) + 1;
      }
      return known[key] - 1;
    }

    private int look(int row) {
      return dictionary.number(source.value().apply(row));
    }

    @Override
    public tech.tablesaw.api.StringColumn column() {
      tech.tablesaw.api.StringColumn column = dictionary.column(source.name(), numbers);
      numbers.clear();
      return column;
    }
  }
}
