package tcplab.plot;

import java.util.List;
import java.util.Locale;
import tcplab.connection.Connection;
import tcplab.connection.CwndSample;
import tcplab.connection.FlightSample;
import tcplab.connection.LimitSpan;
import tcplab.connection.LimitSpan.Limit;
import tcplab.connection.Side;

/**
 * What one side has in flight against what it may have: the receiver's window, and its own
 * congestion window as far as its packets tell. Where the lowest line touches another, that other
 * one sets the pace; where it touches neither, the application had no more to send.
 */
public final class Windows {
  private Windows() {}

  /**
   * The picture of one direction.
   *
   * @param sender whose octets
   */
  public static Picture of(Connection connection, Side sender) {
    Curve flight = new Curve("in flight", Curve.Style.STEPS);
    Curve congestion = new Curve("congestion window, estimated", Curve.Style.STEPS);
    Curve receiver = new Curve("receiver's window", Curve.Style.STEPS);
    long most = 0;
    for (FlightSample sample : connection.inFlight()) {
      if (sample.side() == sender) {
        double at = Moment.seconds(connection, sample.timeNs());
        flight.add(at, (double) sample.inFlightBytes());
        most = Math.max(most, sample.inFlightBytes());
        if (sample.sendWindowBytes().isPresent()) {
          receiver.add(at, (double) sample.sendWindowBytes().getAsLong());
        }
      }
    }
    for (CwndSample sample : connection.cwnd()) {
      if (sample.side() == sender) {
        congestion.add(Moment.seconds(connection, sample.timeNs()), (double) sample.cwndBytes());
      }
    }
    String description =
        String.format(
            Locale.ROOT,
            "Octets in flight, at most %,d. Limited by the receiver's window for %.3f s, by"
                + " congestion for %.3f s, by the application for %.3f s.",
            most,
            seconds(connection, sender, Limit.WINDOW),
            seconds(connection, sender, Limit.CONGESTION),
            seconds(connection, sender, Limit.APPLICATION));
    return CurvePlot.of(
        Moment.title(connection, "windows of the " + sender.label(), sender),
        description,
        Moment.AXIS,
        "octets",
        List.of(flight, congestion, receiver));
  }

  private static double seconds(Connection connection, Side sender, Limit limit) {
    return connection.limits().stream()
            .filter(span -> span.side() == sender && span.limit() == limit)
            .mapToLong(LimitSpan::durationNs)
            .sum()
        / 1e9;
  }
}
