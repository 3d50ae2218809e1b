package tcplab.sockets;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One {@link String} per distinct address, found by its binary form: a busy server has 100,000
 * sockets and a few thousand addresses. Open addressing, so that a look-up allocates nothing.
 */
final class AddressBook {
  /**
   * Marks IPv4 in the upper half, where no IPv6 address of a socket can be: it lies in ff00::/8.
   */
  private static final long V4 = 0xffff_ffff_0000_0004L;

  private long[] highs = new long[256];
  private long[] lows = new long[256];
  private @Nullable String[] texts = new String[256];
  private int used;

  String v4(int address) {
    return find(V4, address & 0xffffffffL);
  }

  String v6(long high, long low) {
    return find(high, low);
  }

  private String find(long high, long low) {
    int mask = texts.length - 1;
    int slot = hash(high, low) & mask;
    while (true) {
      String text = texts[slot];
      if (text == null) {
        return enter(slot, high, low);
      }
      if (highs[slot] == high && lows[slot] == low) {
        return text;
      }
      slot = slot + 1 & mask;
    }
  }

  private String enter(int slot, long high, long low) {
    String text = high == V4 ? IpAddress.text((int) low) : IpAddress.text(high, low);
    highs[slot] = high;
    lows[slot] = low;
    texts[slot] = text;
    if (++used * 2 > texts.length) {
      grow();
    }
    return text;
  }

  private void grow() {
    long[] oldHighs = highs;
    long[] oldLows = lows;
    @Nullable String[] oldTexts = texts;
    int capacity = Math.multiplyExact(oldTexts.length, 2);
    highs = Arrays.copyOf(oldHighs, capacity);
    lows = Arrays.copyOf(oldLows, capacity);
    texts = new String[capacity];
    for (int i = 0; i < oldTexts.length; i++) {
      if (oldTexts[i] != null) {
        int slot = hash(oldHighs[i], oldLows[i]) & capacity - 1;
        while (texts[slot] != null) {
          slot = slot + 1 & capacity - 1;
        }
        highs[slot] = oldHighs[i];
        lows[slot] = oldLows[i];
        texts[slot] = oldTexts[i];
      }
    }
  }

  private static int hash(long high, long low) {
    long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }
}
