package tcplab.sockets;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * The columns of a snapshot while they are filled, row by row. A column costs nothing until its
 * first value comes: of the thirty-odd of the data dictionary, a reading of /proc fills a third.
 */
final class Rows {
  /** Stands for a missing number inside the columns; never leaves this package. */
  static final long ABSENT = Long.MIN_VALUE;

  private static final Field[] FIELDS = Field.values();
  private static final TextField[] TEXTS = TextField.values();
  private static final State[] STATES = State.values();
  private static final long[] NO_NUMBERS = {};
  private static final @Nullable String[] NO_TEXTS = {};
  private static final int FIRST_CAPACITY = 64;
  private static final byte NO_STATE = -1;

  private final long[][] numbers = new long[FIELDS.length][];
  private final @Nullable String[][] texts = new String[TEXTS.length][];
  private byte[] states;
  private boolean[] cut;
  private int[] samples;
  private int size;

  Rows() {
    this(FIRST_CAPACITY);
  }

  /** Room for so many rows; it grows when there are more. */
  Rows(int expected) {
    int capacity = Math.max(FIRST_CAPACITY, expected);
    states = new byte[capacity];
    cut = new boolean[capacity];
    samples = new int[capacity];
    Arrays.fill(numbers, NO_NUMBERS);
    Arrays.fill(texts, NO_TEXTS);
  }

  int size() {
    return size;
  }

  int capacity() {
    return states.length;
  }

  /** Begins a row with nothing known and returns its index. */
  int add() {
    if (size == states.length) {
      int capacity = Math.multiplyExact(size, 2);
      states = Arrays.copyOf(states, capacity);
      cut = Arrays.copyOf(cut, capacity);
      samples = Arrays.copyOf(samples, capacity);
    }
    states[size] = NO_STATE;
    return size++;
  }

  /** Takes the last row back. */
  void removeLast() {
    size--;
    for (long[] column : numbers) {
      if (size < column.length) {
        column[size] = ABSENT;
      }
    }
    for (@Nullable String[] column : texts) {
      if (size < column.length) {
        column[size] = null;
      }
    }
    cut[size] = false;
    samples[size] = 0;
  }

  /** Sets a number; one that its column cannot hold, as only damaged text has it, stays unknown. */
  void set(int row, Field field, long value) {
    if (!field.wide() && value != (int) value && value != ABSENT) {
      return;
    }
    long[] column = numbers[field.ordinal()];
    if (row >= column.length) {
      int before = column.length;
      column = Arrays.copyOf(column, states.length);
      Arrays.fill(column, before, column.length, ABSENT);
      numbers[field.ordinal()] = column;
    }
    column[row] = value;
  }

  long get(int row, Field field) {
    long[] column = numbers[field.ordinal()];
    return row < column.length ? column[row] : ABSENT;
  }

  boolean has(int row, Field field) {
    return get(row, field) != ABSENT;
  }

  void set(int row, TextField field, @Nullable String value) {
    @Nullable String[] column = texts[field.ordinal()];
    if (row >= column.length) {
      column = Arrays.copyOf(column, states.length);
      texts[field.ordinal()] = column;
    }
    column[row] = value;
  }

  @Nullable String get(int row, TextField field) {
    @Nullable String[] column = texts[field.ordinal()];
    return row < column.length ? column[row] : null;
  }

  void state(int row, State state) {
    states[row] = (byte) state.ordinal();
  }

  @Nullable State state(int row) {
    return states[row] == NO_STATE ? null : STATES[states[row]];
  }

  void markCut(int row) {
    cut[row] = true;
  }

  boolean isCut(int row) {
    return cut[row];
  }

  void sample(int row, int sample) {
    samples[row] = sample;
  }

  int sample(int row) {
    return samples[row];
  }

  /** The same columns with these rows only. */
  Rows select(int[] rows) {
    Rows selected = new Rows();
    int capacity = Math.max(FIRST_CAPACITY, rows.length);
    selected.states = new byte[capacity];
    selected.cut = new boolean[capacity];
    selected.samples = new int[capacity];
    selected.size = rows.length;
    for (int i = 0; i < rows.length; i++) {
      selected.states[i] = states[rows[i]];
      selected.cut[i] = cut[rows[i]];
      selected.samples[i] = samples[rows[i]];
    }
    for (Field field : FIELDS) {
      selected.numbers[field.ordinal()] = pick(numbers[field.ordinal()], rows);
    }
    for (TextField field : TEXTS) {
      selected.texts[field.ordinal()] = pick(texts[field.ordinal()], rows);
    }
    return selected;
  }

  private static long[] pick(long[] column, int[] rows) {
    if (column.length == 0) {
      return column;
    }
    long[] picked = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = rows[i] < column.length ? column[rows[i]] : ABSENT;
    }
    return picked;
  }

  private static @Nullable String[] pick(@Nullable String[] column, int[] rows) {
    if (column.length == 0) {
      return column;
    }
    @Nullable String[] picked = new String[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = rows[i] < column.length ? column[rows[i]] : null;
    }
    return picked;
  }
}
