package tcplab.plot;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tcplab.connection.Connection;
import tcplab.connection.Side;
import tcplab.connection.ThroughputSample;

/**
 * Payload octets a second of both sides of a connection, in intervals; and of that what was new:
 * the rest are repeats.
 */
public final class Throughput {
  private static final double NS_PER_S = 1e9;

  private Throughput() {}

  /**
   * The picture of both directions.
   *
   * @param interval over which octets are counted
   * @throws IllegalArgumentException when it is not above 0, or gives more than a million intervals
   */
  public static Picture of(Connection connection, Duration interval) {
    Curve client = new Curve("client", Curve.Style.STEPS);
    Curve clientNew = new Curve("client, new octets", Curve.Style.STEPS);
    Curve server = new Curve("server", Curve.Style.STEPS);
    Curve serverNew = new Curve("server, new octets", Curve.Style.STEPS);
    double most = 0;
    for (ThroughputSample sample : connection.throughput(interval)) {
      double at = Moment.seconds(connection, sample.startNs());
      boolean up = sample.side() == Side.CLIENT;
      (up ? client : server).add(at, sample.throughput());
      (up ? clientNew : serverNew).add(at, sample.goodput());
      most = Math.max(most, sample.throughput());
    }
    String description =
        String.format(
            Locale.ROOT,
            "Octets a second in intervals of %.3f s, at most %,.0f.",
            interval.toNanos() / NS_PER_S,
            most);
    return CurvePlot.of(
        "Connection " + connection.number() + ": throughput",
        description,
        Moment.AXIS,
        "octets a second",
        List.of(client, clientNew, server, serverNew));
  }
}
