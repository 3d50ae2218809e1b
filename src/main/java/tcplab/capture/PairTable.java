package tcplab.capture;

import java.util.Arrays;

/**
 * Pairs of 64-bit words, each once, numbered in order of appearance.
 *
 * <p>Open addressing in one array of numbers; the pairs lie side by side in another, so that a
 * look-up waits for two places in memory. The hash is seeded per capture: who writes a capture
 * cannot choose pairs that collide.
 */
final class PairTable {
  private final long seed;

  /** What of a pair's first word counts; the rest is the first comer's note, kept with it. */
  private final long counts;

  /** Numbers plus one; 0 where there is none. */
  private int[] slots = new int[64];

  /** Of each pair the first word with its note, then the second. */
  private long[] pairs = new long[64];

  private int size;

  /**
   * An empty table.
   *
   * @param seed odd
   * @param note the bits of a pair's first word that do not tell one pair from another
   */
  PairTable(long seed, long note) {
    this.seed = seed;
    counts = ~note;
  }

  int size() {
    return size;
  }

  /** The first word of a pair, with its note. */
  long first(int number) {
    return pairs[2 * number];
  }

  long second(int number) {
    return pairs[2 * number + 1];
  }

  /** The number of a pair, new or known; only a new one's note is kept. */
  int number(long first, long second) {
    long plain = first & counts;
    int slot = slot(plain, second);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (holds(number, plain, second)) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return append(first, second, slot);
  }

  /** The number of a pair without note, or -1. */
  int find(long first, long second) {
    int slot = slot(first, second);
    while (slots[slot] != 0) {
      if (holds(slots[slot] - 1, first, second)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  /** The number in the first slot where a pair without note may be; -1 when there is none. */
  int guess(long first, long second) {
    return slots[slot(first, second)] - 1;
  }

  /** Whether a number is that of a pair without note. */
  boolean holds(int number, long first, long second) {
    return (((pairs[2 * number] & counts) ^ first) | (pairs[2 * number + 1] ^ second)) == 0;
  }

  private int slot(long first, long second) {
    long hash =
        (first * seed ^ (first >>> 31))
            + Long.rotateLeft((second ^ seed) * 0x9e3779b97f4a7c15L, 29);
    hash = (hash ^ hash >>> 32) * seed;
    return (int) (hash >>> 33) & (slots.length - 1);
  }

  private int append(long first, long second, int slot) {
    if (2 * size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size * 4);
    }
    pairs[2 * size] = first;
    pairs[2 * size + 1] = second;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int number = 0; number < size; number++) {
      int slot = slot(pairs[2 * number] & counts, pairs[2 * number + 1]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = number + 1;
    }
  }
}
