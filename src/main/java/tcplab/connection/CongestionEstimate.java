package tcplab.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.connection.LimitSpan.Limit;

/** What one {@link CongestionModel} said, packet by packet. */
final class CongestionEstimate {
  final CongestionModel model;
  final List<CwndSample> samples = new ArrayList<>();
  private final List<LimitSpan> limits = new ArrayList<>();
  private @Nullable LimitSpan current;

  CongestionEstimate(double factor) {
    model = new CongestionModel(factor);
  }

  /** From here on something limits the side; nothing changes when it did before. */
  void limitedBy(Side side, Limit limit, Sighting s) {
    LimitSpan before = current;
    if (before == null || before.limit() != limit) {
      end(s.time);
      current = new LimitSpan(side, s.packet, s.time, 0, limit);
    }
  }

  /** From here on it has nothing to send any more. */
  void end(long time) {
    LimitSpan span = current;
    current = null;
    if (span != null && time > span.timeNs()) {
      limits.add(
          new LimitSpan(
              span.side(), span.packet(), span.timeNs(), time - span.timeNs(), span.limit()));
    }
  }

  List<LimitSpan> limits(long endTime) {
    end(endTime);
    return limits;
  }
}
