package tcplab.connection;

import java.util.ArrayList;
import java.util.List;

/** Sums payload over intervals of one length, both sides side by side, none left out. */
final class ThroughputWalk implements Observer {
  private final boolean forwardIsClient;
  private final long startNs;
  private final long lengthNs;
  private final int[][] packets;
  private final long[][] bytes;
  private final long[][] newBytes;
  private final long[] unique = new long[2];

  /**
   * Intervals of {@code lengthNs} from {@code startNs} on.
   *
   * @param intervals how many; what lies outside counts to the first or the last
   */
  ThroughputWalk(boolean forwardIsClient, long startNs, long lengthNs, int intervals) {
    this.forwardIsClient = forwardIsClient;
    this.startNs = startNs;
    this.lengthNs = lengthNs;
    packets = new int[2][intervals];
    bytes = new long[2][intervals];
    newBytes = new long[2][intervals];
  }

  @Override
  public void passed(Sighting s, Half from, Half to, int events) {
    if (!s.timed) {
      return;
    }
    int side = (s.forward == forwardIsClient ? Side.CLIENT : Side.SERVER).ordinal();
    long interval = (s.time - startNs) / lengthNs;
    int at = (int) Math.max(0, Math.min(packets[side].length - 1L, interval));
    packets[side][at]++;
    bytes[side][at] += s.length;
    newBytes[side][at] += from.uniqueBytes - unique[side];
    unique[side] = from.uniqueBytes;
  }

  List<ThroughputSample> samples() {
    List<ThroughputSample> samples = new ArrayList<>();
    for (int at = 0; at < packets[0].length; at++) {
      for (Side side : Side.values()) {
        int i = side.ordinal();
        samples.add(
            new ThroughputSample(
                startNs + at * lengthNs,
                lengthNs,
                side,
                packets[i][at],
                bytes[i][at],
                newBytes[i][at]));
      }
    }
    return samples;
  }
}
