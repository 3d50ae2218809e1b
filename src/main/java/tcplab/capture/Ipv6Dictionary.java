package tcplab.capture;

import java.util.Arrays;

/** Every IPv6 address of a capture once, numbered in order of appearance. */
final class Ipv6Dictionary {
  private final long seed;
  private int[] slots = new int[32];

  /** Of each address the high half, then the low one. */
  private long[] halves = new long[32];

  private int size;

  Ipv6Dictionary(long seed) {
    this.seed = seed;
  }

  /** The number of an address, new or known. */
  int number(long high, long low) {
    int slot = slot(high, low);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (halves[2 * number + 1] == low && halves[2 * number] == high) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return append(high, low, slot);
  }

  long high(int number) {
    return halves[2 * number];
  }

  long low(int number) {
    return halves[2 * number + 1];
  }

  private int slot(long high, long low) {
    long hash = (low * seed) ^ Long.rotateLeft((high ^ seed) * 0x9e3779b97f4a7c15L, 31);
    hash = (hash ^ hash >>> 32) * seed;
    return (int) (hash >>> 33) & (slots.length - 1);
  }

  private int append(long high, long low, int slot) {
    if (2 * size == halves.length) {
      halves = Arrays.copyOf(halves, size * 4);
    }
    halves[2 * size] = high;
    halves[2 * size + 1] = low;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int number = 0; number < size; number++) {
      int slot = slot(halves[2 * number], halves[2 * number + 1]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = number + 1;
    }
  }
}
