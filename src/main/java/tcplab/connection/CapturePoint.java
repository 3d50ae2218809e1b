package tcplab.connection;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where on the path the capture was taken.
 *
 * <p>An end answers itself in microseconds; the far end answers after a round trip. So the side
 * whose answers come much sooner than the other's is the near one. Where the two are alike the
 * capture stands in between, or both ends are on one machine.
 */
public enum CapturePoint {
  /** On the client or next to it. */
  CLIENT,
  /** On the server or next to it. */
  SERVER,
  /** Somewhere on the way. */
  MIDDLE;

  /** How much sooner the near end must answer than the far one. */
  private static final int NEARER_BY = 4;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as the tables write it. */
  public String label() {
    return label;
  }

  /** The end whose own record this capture is, or {@code null} in the middle. */
  @Nullable Side side() {
    return switch (this) {
      case CLIENT -> Side.CLIENT;
      case SERVER -> Side.SERVER;
      case MIDDLE -> null;
    };
  }

  /**
   * Judges by the quickest answers.
   *
   * @param clientNs how long the client took to answer, or negative when it is not known
   * @param serverNs how long the server took to answer, or negative when it is not known
   * @return {@code null} when there is nothing to compare
   */
  static @Nullable CapturePoint of(long clientNs, long serverNs) {
    if (clientNs < 0 || serverNs < 0) {
      return null;
    }
    if (clientNs < serverNs / NEARER_BY) {
      return CLIENT;
    }
    return serverNs < clientNs / NEARER_BY ? SERVER : MIDDLE;
  }
}
