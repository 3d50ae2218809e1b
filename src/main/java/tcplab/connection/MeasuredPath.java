package tcplab.connection;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which part of the way a measurement that was taken from captured packets covers. */
public enum MeasuredPath {
  /** The capture was taken at the sender: the whole round trip, as the sender measures it. */
  WHOLE,
  /** It was taken in between: from there to the peer and back. */
  PART,
  /** It was taken at the peer: only how long that host took to answer, nearly 0. */
  NEAR_END;

  /** The lower-case name, as the tables write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * For segments of one side.
   *
   * @param point where the capture was taken, or {@code null} when it is not known
   */
  static @Nullable MeasuredPath of(Side sender, @Nullable CapturePoint point) {
    if (point == null) {
      return null;
    }
    if (point == CapturePoint.MIDDLE) {
      return PART;
    }
    return point.side() == sender ? WHOLE : NEAR_END;
  }
}
