package tcplab.connection;

import java.util.Arrays;
import tcplab.tcp.Flags;

/** Figures of each packet that follow from its connection: window, flight, round trip. */
public final class Measures {
  private final int[] windowBytes;
  private final long[] inFlight;
  private final long[] rttNs;

  Measures(int packets) {
    windowBytes = new int[packets];
    inFlight = new long[packets];
    rttNs = new long[packets];
    Arrays.fill(windowBytes, -1);
    Arrays.fill(inFlight, -1);
    Arrays.fill(rttNs, -1);
  }

  /** The segment has just passed. */
  void note(Sighting s, Track track) {
    if (!s.whole || s.has(Flags.RST)) {
      return;
    }
    Half from = s.forward ? track.forward : track.backward;
    windowBytes[s.row] = (int) from.windowBytes;
    if (s.span() > 0 && from.ackedKnown) {
      inFlight[s.row] = from.inFlight();
    }
    rttNs[s.row] = track.lastSample;
  }

  /** The window in octets, scaled (RFC 7323 §2.3), or -1 when the scale was not seen. */
  public int windowBytes(int row) {
    return windowBytes[row];
  }

  /**
   * Octets that the sender has sent and not seen acknowledged, this segment included, or -1 when
   * the segment carries none or no acknowledgement tells.
   */
  public long bytesInFlight(int row) {
    return inFlight[row];
  }

  /** The round trip in ns that this segment's acknowledgement measures, or -1. */
  public long rttNs(int row) {
    return rttNs[row];
  }
}
