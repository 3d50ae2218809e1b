package tcplab.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.Flags;

/**
 * Follows both senders' congestion windows and what limits them.
 *
 * <p>A capture that was taken at the receiver shows acknowledgements leave and not arrive: there is
 * next to nothing in flight on that side of the path, and the sender's window cannot be told. Such
 * a side has no samples.
 */
final class CongestionWalk implements Observer {
  private final boolean forwardIsClient;
  private final CongestedSender client;
  private final CongestedSender server;
  private long lastTime;

  CongestionWalk(boolean forwardIsClient, @Nullable CapturePoint point) {
    this.forwardIsClient = forwardIsClient;
    client = new CongestedSender(Side.CLIENT, point);
    server = new CongestedSender(Side.SERVER, point);
  }

  @Override
  public void passed(Sighting s, Half from, Half to, int events) {
    boolean byClient = s.forward == forwardIsClient;
    CongestedSender sender = byClient ? client : server;
    CongestedSender peer = byClient ? server : client;
    lastTime = s.time;
    if (!s.has(Flags.RST)) {
      if (s.has(Flags.ACK)) {
        peer.acknowledged(s, from, to);
      }
      if (s.span() > 0 && !Event.ZERO_WINDOW_PROBE.in(events) && !Event.KEEP_ALIVE.in(events)) {
        sender.leaves(s, from, to, events);
      }
    }
    sender.judge(s, from, to);
    peer.judge(s, to, from);
  }

  /** The better estimate of both sides' windows, in order of packets. */
  List<CwndSample> samples() {
    List<CwndSample> samples = new ArrayList<>();
    for (CongestedSender sender : List.of(client, server)) {
      if (sender.path != MeasuredPath.NEAR_END) {
        samples.addAll(sender.best().samples);
      }
    }
    samples.sort((a, b) -> Integer.compare(a.packet(), b.packet()));
    return samples;
  }

  /** What limited both sides, the client before the server. */
  List<LimitSpan> limits() {
    List<LimitSpan> spans = new ArrayList<>();
    for (CongestedSender sender : List.of(client, server)) {
      if (sender.path != MeasuredPath.NEAR_END) {
        spans.addAll(sender.best().limits(lastTime));
      }
    }
    return spans;
  }
}
