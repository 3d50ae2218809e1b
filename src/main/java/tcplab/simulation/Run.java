package tcplab.simulation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tcplab.tcp.Segment;
import tcplab.tcp.State;
import tcplab.tcp.Transition;

/** What came of a scenario. */
public final class Run {
  private final Journal journal;
  private final Network network;
  private final Map<End, Endpoint> ends;
  private final long endNs;
  private final boolean brokenOff;
  private final List<String> remarks;

  Run(Journal journal, Network network, Map<End, Endpoint> ends, Clock clock) {
    this.journal = journal;
    this.network = network;
    this.ends = ends;
    this.endNs = clock.now();
    this.brokenOff = clock.busy();
    this.remarks = remark();
  }

  /**
   * A change of state.
   *
   * @param timeNs when, since the run began
   * @param end whose
   * @param transition which, with its place in the RFC
   */
  public record StateChange(long timeNs, End end, Transition transition) {}

  /**
   * The congestion window after it moved.
   *
   * @param timeNs when, since the run began
   * @param end whose
   * @param cwnd octets
   * @param ssthresh octets; {@code Long.MAX_VALUE} before the first loss
   */
  public record WindowSample(long timeNs, End end, long cwnd, long ssthresh) {}

  /** Every change of state, in order. */
  public List<StateChange> stateChanges() {
    return List.copyOf(journal.states);
  }

  /** The states that an end went through, the CLOSED before its first call left out. */
  public List<State> states(End end) {
    return journal.states.stream()
        .filter(change -> change.end() == end)
        .map(change -> change.transition().to())
        .toList();
  }

  /** Every segment that was sent, in order, with what became of it. */
  public List<Parcel> parcels() {
    return List.copyOf(network.parcels());
  }

  /** Every segment that was sent again, in order, with the reason. */
  public List<Repeat> repeats() {
    return List.copyOf(journal.repeats);
  }

  /** How the congestion windows moved. */
  public List<WindowSample> windows() {
    return List.copyOf(journal.windows);
  }

  /** What an end's program received. */
  public byte[] received(End end) {
    return end(end).received();
  }

  /**
   * How many octets an end's program was given that are not what stood at their place in what the
   * peer's program sent; those beyond its end count too, those that are missing do not.
   */
  public int wrong(End end) {
    byte[] came = received(end);
    byte[] sent = sent(end.peer());
    int wrong = Math.max(0, came.length - sent.length);
    for (int i = 0; i < Math.min(came.length, sent.length); i++) {
      wrong += came[i] == sent[i] ? 0 : 1;
    }
    return wrong;
  }

  /** What an end's program gave to TCP. */
  public byte[] sent(End end) {
    return end(end).sender().written();
  }

  /** How many damaged segments an end's checksum caught. */
  public int damagedCaught(End end) {
    return journal.damaged.getOrDefault(end, 0);
  }

  /** The virtual time at the end, in ns since the run began. */
  public long endNs() {
    return endNs;
  }

  /** Whether the limit of time or of events broke it off. */
  public boolean brokenOff() {
    return brokenOff;
  }

  /**
   * What a reader should know: rules that matched no segment, an end that is left waiting for ever,
   * a run that was broken off. Empty when there is nothing.
   */
  public List<String> remarks() {
    return remarks;
  }

  private Endpoint end(End end) {
    Endpoint endpoint = ends.get(end);
    if (endpoint == null) {
      throw new IllegalStateException("no " + end);
    }
    return endpoint;
  }

  private List<String> remark() {
    List<String> sentences = new ArrayList<>(network.unusedRules());
    if (brokenOff) {
      sentences.add("broken off after " + endNs / 1_000_000 + " ms: something is still to happen");
      return List.copyOf(sentences);
    }
    for (End end : End.values()) {
      Endpoint endpoint = end(end);
      State state = endpoint.machine().state();
      if (state != State.CLOSED) {
        Sender sender = endpoint.sender();
        String wait = endpoint.program().waitingIn();
        sentences.add(
            end.label()
                + " stays in "
                + state
                + " for ever, with "
                + sender.outstanding()
                + " octets not acknowledged and "
                + sender.unsent()
                + " not sent"
                + (wait.isEmpty() ? "" : "; its program waits in \"" + wait + "\""));
      }
    }
    return List.copyOf(sentences);
  }

  /**
   * Writes what a capture at one end would hold: its own segments when it sent them, the peer's as
   * they arrived. pcapng with whole Ethernet frames, times in ns from 2026-01-01 on.
   *
   * @throws IOException when the stream cannot be written
   */
  public void writeCapture(End at, OutputStream out) throws IOException {
    record Seen(long timeNs, long order, Parcel parcel, Segment segment) {}
    List<Seen> seen = new ArrayList<>();
    for (Parcel parcel : network.parcels()) {
      if (parcel.from() == at) {
        seen.add(new Seen(parcel.sentNs(), parcel.order(), parcel, parcel.segment()));
      } else {
        for (Parcel.Arrival arrival : parcel.arrivals()) {
          seen.add(new Seen(arrival.timeNs(), arrival.order(), parcel, arrival.segment()));
        }
      }
    }
    seen.sort(Comparator.comparingLong(Seen::order));
    PcapngWriter writer = new PcapngWriter(out);
    for (Seen one : seen) {
      byte[] frame = FrameWriter.frame(one.parcel(), one.segment());
      writer.write(one.timeNs(), frame);
    }
    out.flush();
  }
}
