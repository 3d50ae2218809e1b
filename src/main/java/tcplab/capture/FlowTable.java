package tcplab.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of endpoints of a capture, numbered in order of first packet.
 *
 * <p>An endpoint is one {@code long}: the port below, above it an IPv4 address or, with bit 48 set,
 * the number of an IPv6 address in a dictionary; with bit 49 set, that of a host's name. A pair is
 * the lower endpoint and the higher one, so that both directions find the same flow with one
 * look-up and nothing is allocated per packet. Bit 50 of the lower one tells that the flow's first
 * packet came from the higher.
 *
 * <p>The hash is seeded per table: who writes a capture cannot choose endpoints that collide.
 */
final class FlowTable {
  private static final long IPV6 = 1L << 48;
  private static final long NAME = 1L << 49;
  private static final long HIGHER_FIRST = 1L << 50;

  private final long seed = new SplittableRandom().nextLong() | 1;
  private int[] slots = new int[64];

  /** Of each flow the lower endpoint, then the higher one: side by side, for one cache line. */
  private long[] pairs = new long[64];

  private int size;
  private final Ipv6Dictionary dictionary = new Ipv6Dictionary(seed);
  private @Nullable String[] texts = new String[0];

  private final Map<String, Integer> nameNumbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  private long lastSender;
  private long lastReceiver;
  private int last = -1;

  int size() {
    return size;
  }

  /** An endpoint of IPv4. */
  static long endpoint(int address, int port) {
    return Integer.toUnsignedLong(address) << 16 | port;
  }

  /** An endpoint of IPv6. */
  long endpoint(long high, long low, int port) {
    return IPV6 | (long) dictionary.number(high, low) << 16 | port;
  }

  /** An endpoint from text; the port is not checked. */
  long endpoint(String address, int port) {
    if (Address.isIpv6(address)) {
      long[] bits = Address.parseIpv6(address);
      return endpoint(bits[0], bits[1], port);
    }
    return endpoint(Address.parseIpv4(address), port);
  }

  /** An endpoint from what tcpdump prints: an address, or a host's name. */
  long endpointOfHost(String host, int port) {
    try {
      return endpoint(host, port);
    } catch (IllegalArgumentException e) {
      int number = nameNumbers.computeIfAbsent(host, h -> names.size());
      if (number == names.size()) {
        names.add(host);
      }
      return NAME | (long) number << 16 | port;
    }
  }

  /** The flow's number, doubled, plus one for a packet against the way of the flow's first. */
  int way(long sender, long receiver) {
    if (last >= 0 && sender == lastSender && receiver == lastReceiver) {
      return last;
    }
    lastSender = sender;
    lastReceiver = receiver;
    last = find(sender, receiver);
    return last;
  }

  private int find(long sender, long receiver) {
    boolean senderLower = sender <= receiver;
    long low = senderLower ? sender : receiver;
    long high = senderLower ? receiver : sender;
    int slot = slot(low, high);
    while (slots[slot] != 0) {
      int flow = slots[slot] - 1;
      long known = pairs[2 * flow];
      if ((known & ~HIGHER_FIRST) == low && pairs[2 * flow + 1] == high) {
        return flow << 1 | ((known & HIGHER_FIRST) == 0 == senderLower ? 0 : 1);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return append(senderLower ? low : low | HIGHER_FIRST, high, slot) << 1;
  }

  private int slot(long low, long high) {
    long hash = (low * seed ^ (low >>> 31)) + Long.rotateLeft(high * 0x9e3779b97f4a7c15L, 29);
    hash = (hash ^ hash >>> 32) * seed;
    return (int) (hash >>> 33) & (slots.length - 1);
  }

  private int append(long low, long high, int slot) {
    if (2 * size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size * 4);
    }
    pairs[2 * size] = low;
    pairs[2 * size + 1] = high;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int flow = 0; flow < size; flow++) {
      int slot = slot(pairs[2 * flow] & ~HIGHER_FIRST, pairs[2 * flow + 1]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = flow + 1;
    }
  }

  /** The address of the first packet's sender ({@code first}), or of its receiver. */
  String address(int flow, boolean first) {
    if (texts.length < size * 2) {
      texts = Arrays.copyOf(texts, size * 2);
    }
    int index = flow * 2 + (first ? 0 : 1);
    String text = texts[index];
    if (text == null) {
      text = text(endpoint(flow, first));
      texts[index] = text;
    }
    return text;
  }

  int port(int flow, boolean first) {
    return (int) endpoint(flow, first) & 0xffff;
  }

  private long endpoint(int flow, boolean first) {
    long lower = pairs[2 * flow];
    boolean lowerFirst = (lower & HIGHER_FIRST) == 0;
    return lowerFirst == first ? lower & ~HIGHER_FIRST : pairs[2 * flow + 1];
  }

  private String text(long endpoint) {
    if ((endpoint & NAME) != 0) {
      return names.get((int) (endpoint >>> 16));
    }
    if ((endpoint & IPV6) == 0) {
      return Address.text((int) (endpoint >>> 16));
    }
    int number = (int) (endpoint >>> 16);
    return Address.text(dictionary.high(number), dictionary.low(number));
  }
}
