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
 */
final class FlowTable {
  private static final long IPV6 = 1L << 48;
  private static final long NAME = 1L << 49;
  private static final int HIGHER_FIRST_BIT = 50;
  private static final long HIGHER_FIRST = 1L << HIGHER_FIRST_BIT;

  /** So many packets' flows are looked up together. */
  static final int MOST_AT_ONCE = 256;

  private static final int RECENT_BITS = 10;

  /** An endpoint without its port, and its text; one object, as several threads may ask. */
  private record HostText(long host, String text) {}

  private final PairTable flows = table(HIGHER_FIRST);

  /** IPv6 addresses, as their high and low halves. */
  private final PairTable addresses = table(0);

  private @Nullable String[] texts = new String[0];

  /** Hosts whose text was made lately: a server's many flows share one. */
  private final @Nullable HostText[] recent = new HostText[1 << RECENT_BITS];

  private final Map<String, Integer> nameNumbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** For {@link #ways}: the flow in the first slot where each packet's may be, or -1. */
  private final int[] guesses = new int[MOST_AT_ONCE];

  private static PairTable table(long note) {
    return new PairTable(new SplittableRandom().nextLong() | 1, note);
  }

  int size() {
    return flows.size();
  }

  /** An endpoint of IPv4. */
  static long endpoint(int address, int port) {
    return Integer.toUnsignedLong(address) << 16 | port;
  }

  /** An endpoint of IPv6. */
  long endpoint(long high, long low, int port) {
    return IPV6 | (long) addresses.number(high, low) << 16 | port;
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
    long low = Math.min(sender, receiver);
    long first = sender <= receiver ? low : low | HIGHER_FIRST;
    return wayOf(flows.number(first, Math.max(sender, receiver)), sender, receiver);
  }

  /** {@link #way}, but -1 for a flow that is not there yet. */
  int knownWay(long sender, long receiver) {
    int flow = flows.find(Math.min(sender, receiver), Math.max(sender, receiver));
    return flow < 0 ? -1 : wayOf(flow, sender, receiver);
  }

  /**
   * {@link #way} for many packets in order. Where the flows of the next {@value #MOST_AT_ONCE} lie
   * is looked up before the first of them is compared: so the processor waits for many places in
   * memory at once, and not for one after the other.
   *
   * @param ends of each packet the sender, then the receiver
   * @param count how many packets
   * @param ways is given the ways from index {@code at} on
   */
  void ways(long[] ends, int count, int[] ways, int at) {
    for (int from = 0; from < count; from += MOST_AT_ONCE) {
      ways(ends, from, Math.min(count, from + MOST_AT_ONCE), ways, at);
    }
  }

  private void ways(long[] ends, int from, int to, int[] ways, int at) {
    for (int i = from; i < to; i++) {
      long sender = ends[2 * i];
      long receiver = ends[2 * i + 1];
      guesses[i - from] = flows.guess(Math.min(sender, receiver), Math.max(sender, receiver));
    }
    for (int i = from; i < to; i++) {
      long sender = ends[2 * i];
      long receiver = ends[2 * i + 1];
      int flow = guesses[i - from];
      ways[at + i] =
          flow >= 0 && flows.holds(flow, Math.min(sender, receiver), Math.max(sender, receiver))
              ? wayOf(flow, sender, receiver)
              : way(sender, receiver);
    }
  }

  /** Without a branch, which no processor could predict: the two ways alternate at random. */
  private int wayOf(int flow, long sender, long receiver) {
    int higherSends = (int) ((receiver - sender) >>> 63);
    int higherFirst = (int) (flows.first(flow) >>> HIGHER_FIRST_BIT) & 1;
    return flow << 1 | (higherSends ^ higherFirst);
  }

  /**
   * The address of the first packet's sender ({@code first}), or of its receiver. Several threads
   * may ask; at worst a text is made twice.
   */
  String address(int flow, boolean first) {
    @Nullable String[] known = texts;
    if (known.length < size() * 2) {
      known = Arrays.copyOf(known, size() * 2);
      texts = known;
    }
    int index = flow * 2 + (first ? 0 : 1);
    String text = known[index];
    if (text == null) {
      text = text(endpoint(flow, first));
      known[index] = text;
    }
    return text;
  }

  /** The same text, but it is not kept for the next one who asks. */
  String passingAddress(int flow, boolean first) {
    return text(endpoint(flow, first));
  }

  int port(int flow, boolean first) {
    return port(endpoint(flow, first));
  }

  static int port(long endpoint) {
    return (int) endpoint & 0xffff;
  }

  /** An endpoint of a flow. */
  long endpoint(int flow, boolean first) {
    long lower = flows.first(flow);
    boolean lowerFirst = (lower & HIGHER_FIRST) == 0;
    return lowerFirst == first ? lower & ~HIGHER_FIRST : flows.second(flow);
  }

  /** The address of an endpoint. */
  String text(long endpoint) {
    long host = endpoint >>> 16;
    int place = (int) ((host * 0x9e3779b97f4a7c15L) >>> (64 - RECENT_BITS));
    HostText known = recent[place];
    if (known == null || known.host != host) {
      known = new HostText(host, written(endpoint));
      recent[place] = known;
    }
    return known.text;
  }

  private String written(long endpoint) {
    if ((endpoint & NAME) != 0) {
      return names.get((int) (endpoint >>> 16));
    }
    if ((endpoint & IPV6) == 0) {
      return Address.text((int) (endpoint >>> 16));
    }
    int number = (int) (endpoint >>> 16);
    return Address.text(addresses.first(number), addresses.second(number));
  }
}
