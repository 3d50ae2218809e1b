package tcplab.plot;

import java.util.List;
import java.util.Locale;
import tcplab.connection.Connection;
import tcplab.connection.RttSample;
import tcplab.connection.Side;

/**
 * Round trips over time: each measured one a point, the smoothed one and the retransmission timeout
 * that follows from it (as Linux computes them) as lines. The timeout keeps above the points; where
 * it comes close, a late answer costs a repeat in vain.
 */
public final class RoundTrips {
  private static final double NS_PER_MS = 1e6;

  private RoundTrips() {}

  /**
   * The picture of one direction.
   *
   * @param sender whose segments were answered
   */
  public static Picture of(Connection connection, Side sender) {
    Curve measured = new Curve("measured", Curve.Style.POINTS);
    Curve timeout = new Curve("timeout (RTO)", Curve.Style.STEPS);
    Curve smoothed = new Curve("smoothed (srtt)", Curve.Style.STEPS);
    double most = 0;
    String path = "";
    for (RttSample sample : connection.rtt()) {
      if (sample.side() == sender) {
        double at = Moment.seconds(connection, sample.timeNs());
        measured.add(at, sample.timerRttNs() / NS_PER_MS);
        smoothed.add(at, sample.linuxSrttNs() / NS_PER_MS);
        timeout.add(at, sample.linuxRtoNs() / NS_PER_MS);
        most = Math.max(most, sample.timerRttNs() / NS_PER_MS);
        path = sample.path() == null ? "" : ", measured " + sample.path().label();
      }
    }
    String description =
        String.format(
            Locale.ROOT,
            "%,d round trips from the capture point to the %s and back%s; the longest took %.3f ms.",
            measured.size(),
            sender.peer().label(),
            path,
            most);
    return CurvePlot.of(
        Moment.title(connection, "round trips of the " + sender.label(), sender),
        description,
        Moment.AXIS,
        "milliseconds",
        List.of(measured, timeout, smoothed));
  }
}
