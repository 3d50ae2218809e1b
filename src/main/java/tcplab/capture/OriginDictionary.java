package tcplab.capture;

import java.util.HashMap;
import java.util.Map;

/** Every combination of interface, VLANs and tunnels of a capture once. */
final class OriginDictionary {
  private static final int MOST = 0xffff;

  private final Rows rows;
  private final Map<Key, Integer> numbers = new HashMap<>();
  private int lastInterface;
  private long lastVlans;
  private long lastTunnels;
  private int last;

  /** Its own equals and hashCode: a record's are generated at run time, at each start. */
  private record Key(int interfaceId, long vlans, long tunnels) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && interfaceId == key.interfaceId
          && vlans == key.vlans
          && tunnels == key.tunnels;
    }

    @Override
    public int hashCode() {
      return 31 * (31 * interfaceId + Long.hashCode(vlans)) + Long.hashCode(tunnels);
    }
  }

  OriginDictionary(Rows rows) {
    this.rows = rows;
    numbers.put(new Key(0, 0, 0), 0);
  }

  /** The number of a frame's origin; 0 is {@link Packets.Origin#PLAIN}. */
  int number(Frame frame) {
    if (frame.interfaceId != lastInterface
        || frame.vlans != lastVlans
        || frame.tunnels != lastTunnels) {
      lastInterface = frame.interfaceId;
      lastVlans = frame.vlans;
      lastTunnels = frame.tunnels;
      last = look(new Key(frame.interfaceId, frame.vlans, frame.tunnels));
    }
    return last;
  }

  private int look(Key key) {
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    if (rows.origins.size() == MOST) {
      return 0; // A capture made to fill memory; its rows keep everything else.
    }
    numbers.put(key, rows.origins.size());
    rows.origins.add(
        new Packets.Origin(key.interfaceId, vlans(key.vlans), Tunnel.text(key.tunnels)));
    return rows.origins.size() - 1;
  }

  private static String vlans(long vlans) {
    StringBuilder out = new StringBuilder();
    if (vlans != 0) {
      for (int shift = (63 - Long.numberOfLeadingZeros(vlans)) / 12 * 12 - 12;
          shift >= 0;
          shift -= 12) {
        out.append(out.isEmpty() ? "" : ".").append(vlans >>> shift & 0xfff);
      }
    }
    return out.toString();
  }
}
