package tcplab.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts IP packets together from their fragments (RFC 791 §3.2, RFC 8200 §4.5).
 *
 * <p>Where fragments overlap, the one that came first holds. What waits is bounded: beyond 32 MiB
 * the packet that has waited longest is forgotten, so a capture of first fragments costs no more.
 */
final class Fragments {
  private static final int LONGEST_PACKET = 65535;
  private static final long MOST_WAITING = 32L << 20;
  private static final int OVERHEAD = 64;
  private static final int MOST_PARTS = 1536;

  private final Map<Key, Packet> waiting = new LinkedHashMap<>();
  private long held;

  private record Key(
      boolean ipv6,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int id,
      int protocol) {}

  private record Part(int offset, byte[] octets) {
    int end() {
      return offset + octets.length;
    }
  }

  /** A packet of which fragments are missing. */
  private static final class Packet {
    final List<Part> parts = new ArrayList<>();
    int length = -1;
    long octets;

    /** Whether every octet from 0 to the length has come. */
    boolean isWhole() {
      if (length < 0 || octets < length) {
        return false;
      }
      List<Part> sorted = new ArrayList<>(parts);
      sorted.sort((a, b) -> Integer.compare(a.offset, b.offset));
      int reached = 0;
      for (Part part : sorted) {
        if (part.offset > reached) {
          return false;
        }
        reached = Math.max(reached, part.end());
      }
      return reached >= length;
    }

    long cost() {
      return octets + (long) OVERHEAD * parts.size();
    }

    byte[] join() {
      byte[] whole = new byte[length];
      for (int i = parts.size() - 1; i >= 0; i--) {
        Part part = parts.get(i);
        int count = Math.min(part.octets.length, length - part.offset);
        if (count > 0) {
          System.arraycopy(part.octets, 0, whole, part.offset, count);
        }
      }
      return whole;
    }
  }

  /**
   * Takes a fragment that was captured whole.
   *
   * @param at its first octet behind the headers; it ends at the frame's limit
   * @return the packet without its IP header when this fragment was the last one missing
   */
  byte @Nullable [] add(Frame frame, int protocol, int at, int offset, boolean more) {
    int length = frame.limit - at;
    if (length > LONGEST_PACKET - offset) {
      return null;
    }
    Key key = key(frame, protocol, at);
    Packet packet = waiting.computeIfAbsent(key, k -> new Packet());
    packet.parts.add(new Part(offset, Arrays.copyOfRange(frame.bytes, at, frame.limit)));
    packet.octets += length;
    held += length + OVERHEAD;
    if (!more && packet.length < 0) {
      packet.length = offset + length;
    }
    if (packet.isWhole()) {
      waiting.remove(key);
      held -= packet.cost();
      return packet.join();
    }
    forget(key, packet);
    return null;
  }

  private void forget(Key key, Packet packet) {
    if (packet.parts.size() > MOST_PARTS) {
      waiting.remove(key);
      held -= packet.cost();
    }
    Iterator<Packet> oldest = waiting.values().iterator();
    while (held > MOST_WAITING && oldest.hasNext()) {
      held -= oldest.next().cost();
      oldest.remove();
    }
  }

  private static Key key(Frame frame, int protocol, int at) {
    if (frame.ipv6) {
      int id = Octets.i32(frame.bytes, at - 4);
      return new Key(
          true,
          frame.sourceHigh,
          frame.sourceLow,
          frame.destinationHigh,
          frame.destinationLow,
          id,
          protocol);
    }
    return new Key(false, 0, frame.source4, 0, frame.destination4, frame.ipId, protocol);
  }
}
