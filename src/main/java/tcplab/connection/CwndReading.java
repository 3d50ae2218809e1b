package tcplab.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sender's kernel said of its congestion window as a packet came in, and the estimate at
 * that moment. The kernel was read before it looked at the packet, so the estimate is the one that
 * stood before it, too.
 *
 * @param packet the frame number of the packet that came in
 * @param kernelSegments what the kernel said
 * @param estimate what the packets before that one tell; empty where they tell nothing
 */
public record CwndReading(int packet, int kernelSegments, Optional<CwndSample> estimate) {

  /**
   * Sets readings beside the estimate.
   *
   * @param sender whose window
   * @param packets the packets with which it was read, in order
   * @param windows what was read with each of them, in segments
   * @throws IllegalArgumentException when there are not as many of both
   */
  public static List<CwndReading> beside(
      Connection connection, Side sender, int[] packets, int[] windows) {
    if (packets.length != windows.length) {
      throw new IllegalArgumentException(
          packets.length + " packets, " + windows.length + " windows: they must be as many");
    }
    List<CwndSample> estimates =
        connection.cwnd().stream().filter(sample -> sample.side() == sender).toList();
    List<CwndReading> readings = new ArrayList<>();
    int known = 0;
    for (int i = 0; i < packets.length; i++) {
      while (known < estimates.size() && estimates.get(known).packet() < packets[i]) {
        known++;
      }
      Optional<CwndSample> estimate =
          known == 0 ? Optional.empty() : Optional.of(estimates.get(known - 1));
      readings.add(new CwndReading(packets[i], windows[i], estimate));
    }
    return readings;
  }
}
