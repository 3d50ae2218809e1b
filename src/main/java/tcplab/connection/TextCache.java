package tcplab.connection;

import org.jspecify.annotations.Nullable;

/**
 * Texts that recur in many connections, under a number that stands for each: so few objects serve a
 * million connections, and a known text is not even made. It forgets one when another comes to its
 * place; nobody who writes a capture can make that slow, or large. For one thread.
 */
final class TextCache {
  private static final int BITS = 10;

  private final long[] keys = new long[1 << BITS];
  private final @Nullable String[] texts = new String[1 << BITS];

  /** The text that was {@link #put} under a number, or {@code null} when it is not kept. */
  @Nullable String get(long key) {
    int place = place(key);
    return keys[place] == key ? texts[place] : null;
  }

  void put(long key, String text) {
    int place = place(key);
    keys[place] = key;
    texts[place] = text;
  }

  private static int place(long key) {
    return (int) ((key * 0x9e3779b97f4a7c15L) >>> (64 - BITS));
  }
}
