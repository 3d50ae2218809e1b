package tcplab.simulation;

import java.util.Arrays;

/**
 * All states seen, each once, in the order in which they were found, with the step that led there.
 *
 * <p>A state is a few longs in a chunk; an open-addressing table of their numbers (linear probing,
 * at most two thirds full) finds it again. With two longs a state costs 16 octets, its predecessor
 * and action 8, its place in the table 6 to 12. Nothing is an object.
 */
final class ExplorerStates {
  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int FIRST_TABLE = 1 << 12;

  private final int words;
  private long[][] packed = new long[4][];
  private int[][] before = new int[4][];
  private int[][] actions = new int[4][];
  private int[] table = new int[FIRST_TABLE]; // number + 1; 0 is free
  private int size;

  ExplorerStates(int words) {
    this.words = words;
  }

  int size() {
    return size;
  }

  /** What all this takes, in octets. */
  long bytes() {
    long chunks = (size + (long) CHUNK - 1) >> CHUNK_BITS;
    return chunks * CHUNK * (8L * words + 8) + 4L * table.length;
  }

  /**
   * What it will take while the next state is added, in octets: the table may have to double, and
   * both tables are there for a moment.
   */
  long bytesToGrow() {
    long more = (size & CHUNK - 1) == 0 ? CHUNK * (8L * words + 8) : 0;
    return bytes() + more + (full() ? 8L * table.length : 0);
  }

  /** Whether no further state can be numbered. */
  boolean exhausted() {
    return size >= 1 << 29;
  }

  private boolean full() {
    return size + 1L > table.length / 3 * 2L;
  }

  /**
   * Finds a state.
   *
   * @return its number, or -1 when it is not there
   */
  int find(long[] state) {
    int slot = hash(state) & table.length - 1;
    while (table[slot] != 0) {
      if (is(table[slot] - 1, state)) {
        return table[slot] - 1;
      }
      slot = slot + 1 & table.length - 1;
    }
    return -1;
  }

  /** Adds a state that is not there yet, and returns its number. */
  int add(long[] state, int from, int action) {
    if (full()) {
      grow();
    }
    int chunk = size >> CHUNK_BITS;
    int place = size & CHUNK - 1;
    if (place == 0) {
      newChunk(chunk);
    }
    System.arraycopy(state, 0, packed[chunk], place * words, words);
    before[chunk][place] = from;
    actions[chunk][place] = action;
    enter(state, size);
    return size++;
  }

  /** Copies a state's longs. */
  void get(int number, long[] into) {
    System.arraycopy(packed[number >> CHUNK_BITS], (number & CHUNK - 1) * words, into, 0, words);
  }

  /** The number of the state before it; -1 for one with which a run begins. */
  int before(int number) {
    return before[number >> CHUNK_BITS][number & CHUNK - 1];
  }

  /** The step that led to it. */
  int action(int number) {
    return actions[number >> CHUNK_BITS][number & CHUNK - 1];
  }

  private void newChunk(int chunk) {
    if (chunk == packed.length) {
      packed = Arrays.copyOf(packed, 2 * chunk);
      before = Arrays.copyOf(before, 2 * chunk);
      actions = Arrays.copyOf(actions, 2 * chunk);
    }
    packed[chunk] = new long[CHUNK * words];
    before[chunk] = new int[CHUNK];
    actions[chunk] = new int[CHUNK];
  }

  private void grow() {
    table = new int[2 * table.length];
    long[] state = new long[words];
    for (int number = 0; number < size; number++) {
      get(number, state);
      enter(state, number);
    }
  }

  private void enter(long[] state, int number) {
    int slot = hash(state) & table.length - 1;
    while (table[slot] != 0) {
      slot = slot + 1 & table.length - 1;
    }
    table[slot] = number + 1;
  }

  private boolean is(int number, long[] state) {
    long[] chunk = packed[number >> CHUNK_BITS];
    int place = (number & CHUNK - 1) * words;
    for (int i = 0; i < words; i++) {
      if (chunk[place + i] != state[i]) {
        return false;
      }
    }
    return true;
  }

  /** The finaliser of SplitMix64 over each long: packed states differ in few bits. */
  private int hash(long[] state) {
    long hash = 0;
    for (int i = 0; i < words; i++) {
      hash = (hash ^ state[i]) * 0x9e3779b97f4a7c15L;
      hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
      hash ^= hash >>> 27;
    }
    return (int) (hash ^ hash >>> 32);
  }
}
