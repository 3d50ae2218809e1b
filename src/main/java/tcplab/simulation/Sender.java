package tcplab.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.simulation.Repeat.Cause;
import tcplab.tcp.Outcome;
import tcplab.tcp.Outcome.Notice;
import tcplab.tcp.Segment;
import tcplab.tcp.SegmentOptions.Block;
import tcplab.tcp.SequenceNumber;
import tcplab.tcp.State;
import tcplab.tcp.StateMachine;

/**
 * What one end sends, when, and what it sends again.
 *
 * <p>New text goes out as far as the peer's window, the congestion window and Nagle's rule allow.
 * What is on its way is kept in {@code flight}, each segment with what is known of it: repeated,
 * reported by SACK, thought lost. Three duplicate ACKs (RFC 5681 §3.2) or SACK blocks (RFC 6675 §5)
 * begin a recovery; it ends when all that was outstanding then is acknowledged (RFC 6582 §3.2), or
 * with Reno at the first new ACK. The timer (RFC 6298 §5) is the last resort: after it everything
 * that SACK does not vouch for counts as lost.
 */
final class Sender {
  private static final int DUPLICATES = 3;

  /** A segment on its way. */
  private static final class Sent {
    private final Segment segment;
    private final long sentNs;
    private boolean repeated;
    private boolean sacked;
    private boolean lost;
    private boolean resent;

    private Sent(Segment segment, long sentNs) {
      this.segment = segment;
      this.sentNs = sentNs;
    }

    private boolean inNetwork() {
      return !sacked && (!lost || resent);
    }

    private boolean wanted() {
      return lost && !resent && !sacked;
    }
  }

  private final Endpoint endpoint;
  private final StateMachine machine;
  private final Settings settings;
  private final Clock clock;
  private final RoundTripTimes times;
  private final CongestionWindow congestion;
  private final List<Sent> flight = new ArrayList<>();

  private byte[] unsent = {};
  private boolean closing;
  private int duplicates;
  private boolean recovering;
  private int recover;
  private int retries;
  private boolean probing;
  private Clock.@Nullable Appointment timer;

  Sender(Endpoint endpoint, StateMachine machine, Settings settings, Clock clock) {
    this.endpoint = endpoint;
    this.machine = machine;
    this.settings = settings;
    this.clock = clock;
    this.times = new RoundTripTimes(settings);
    this.congestion = new CongestionWindow(settings);
  }

  // ---- what the program asks for

  void write(byte[] text) {
    byte[] all = Arrays.copyOf(unsent, unsent.length + text.length);
    System.arraycopy(text, 0, all, unsent.length, text.length);
    unsent = all;
    pump();
  }

  void closeWhenSent() {
    closing = true;
    if (machine.state() == State.LISTEN || machine.state() == State.SYN_SENT) {
      endpoint.perform(machine.close());
    }
    pump();
  }

  /** Whether all is sent and acknowledged. */
  boolean idle() {
    return unsent.length == 0 && flight.isEmpty();
  }

  int unsent() {
    return unsent.length;
  }

  int outstanding() {
    return flight.stream().mapToInt(sent -> sent.segment.length()).sum();
  }

  long congestionWindow() {
    return congestion.window();
  }

  long threshold() {
    return congestion.threshold();
  }

  boolean waits() {
    Clock.Appointment pending = timer;
    return pending != null && pending.stands();
  }

  void stop() {
    cancel();
    flight.clear();
    unsent = new byte[0];
  }

  // ---- what happens

  /** A segment that takes up sequence space has left for the first time. */
  void track(Segment segment) {
    if (flight.stream().noneMatch(sent -> sent.segment.seq() == segment.seq())) {
      flight.add(new Sent(segment, clock.now()));
    } else if (segment.has(tcplab.tcp.Flags.SYN) && segment.has(tcplab.tcp.Flags.ACK)) {
      flight.replaceAll(sent -> new Sent(segment, clock.now())); // a crossing SYN: RFC 9293 §3.5
    }
    arm();
  }

  /** A segment came, and this is what the state machine made of it. */
  void heard(Outcome outcome, Segment segment) {
    if (outcome.transitions().stream().anyMatch(t -> t.to() == State.ESTABLISHED)) {
      congestion.start(mss());
      recover = machine.status().iss();
    }
    int acknowledged = forget(segment);
    mark(segment.options().sack());
    if (outcome.says(Notice.ACKNOWLEDGED)) {
      retries = 0;
      times.progress();
      progress(acknowledged);
    } else if (outcome.says(Notice.DUPLICATE_ACK) && !shut()) {
      duplicate();
    }
    if (probing && !shut()) {
      reopened();
    }
    pump();
  }

  /** Drops what is acknowledged; takes a round-trip time; gives the octets of text. */
  private int forget(Segment segment) {
    List<Segment> left = machine.unacknowledged();
    int octets = 0;
    Sent last = null;
    for (Sent sent : List.copyOf(flight)) {
      if (left.stream().noneMatch(s -> s.seq() == sent.segment.seq())) {
        flight.remove(sent);
        octets += sent.segment.length();
        last = sent;
      }
    }
    if (last != null) {
      if (!last.repeated) {
        times.sample(clock.now() - last.sentNs); // Karn: RFC 6298 §3
      } else if (segment.options().stamped()) {
        times.sample(endpoint.sinceStamp(segment.options().tsEcho()));
      }
    }
    return octets;
  }

  private void mark(List<Block> blocks) {
    for (Sent sent : flight) {
      for (Block block : blocks) {
        sent.sacked |=
            SequenceNumber.atOrBefore(block.left(), sent.segment.seq())
                && SequenceNumber.atOrBefore(sent.segment.end(), block.right());
      }
    }
    if (recovering && settings.has(Part.SACK)) {
      markLost();
    }
  }

  /** IsLost of RFC 6675 §4: three segments above it have arrived. */
  private void markLost() {
    int above = 0;
    for (int i = flight.size() - 1; i >= 0; i--) {
      Sent sent = flight.get(i);
      if (sent.sacked) {
        above++;
      } else if (above >= DUPLICATES) {
        sent.lost = true;
      }
    }
  }

  private void progress(int octets) {
    int una = machine.status().sndUna();
    if (recovering) {
      boolean all = !SequenceNumber.before(una, recover);
      if (all || settings.congestion() == Congestion.RENO) {
        recovering = false;
        duplicates = 0;
        congestion.recovered();
      } else if (!sacks()) {
        congestion.deflate(octets);
        repeatFront(Cause.RECOVERY);
      }
    } else {
      duplicates = 0;
      congestion.acknowledged(octets, clock.now(), times.srttNs());
    }
    endpoint.windowMoved();
    cancel();
    arm();
  }

  private boolean sacks() {
    return settings.has(Part.SACK) && machine.status().sack();
  }

  private void duplicate() {
    duplicates++;
    if (!settings.has(Part.FAST_RETRANSMIT)) {
      return;
    }
    if (recovering) {
      if (!sacks()) {
        congestion.inflate();
      }
      return;
    }
    boolean guarded = settings.congestion().recovers() && settings.congestion() != Congestion.RENO;
    boolean fresh = !guarded || SequenceNumber.after(machine.status().sndUna(), recover);
    if (duplicates == DUPLICATES && fresh && !flight.isEmpty()) {
      enterRecovery();
    }
  }

  private void enterRecovery() {
    congestion.lost(flightSize(), !sacks());
    recover = machine.status().sndNxt();
    recovering = settings.congestion().recovers();
    if (settings.congestion() == Congestion.TAHOE) {
      loseAll();
    }
    flight.get(0).lost = true;
    repeatFront(Cause.FAST);
    if (recovering && sacks()) {
      markLost();
    }
    endpoint.windowMoved();
  }

  private int flightSize() {
    return machine.status().sndNxt() - machine.status().sndUna();
  }

  private void loseAll() {
    for (Sent sent : flight) {
      sent.lost = !sent.sacked;
      sent.resent = false;
    }
  }

  // ---- sending

  /** Sends what may be sent now: what is lost, then what is new, then the FIN. */
  void pump() {
    for (Sent sent : List.copyOf(flight)) {
      if (sent.wanted() && pipe() + sent.segment.length() <= congestion.window() && !shut()) {
        repeat(sent, recovering ? Cause.RECOVERY : Cause.GO_BACK);
      }
    }
    boolean open = machine.state() == State.ESTABLISHED || machine.state() == State.CLOSE_WAIT;
    while (open && unsent.length > 0) {
      int length = nextLength();
      if (length == 0) {
        break;
      }
      sendNew(length);
    }
    if (closing && unsent.length == 0 && (open || machine.state() == State.SYN_RECEIVED)) {
      closing = false;
      endpoint.perform(machine.close());
    }
    arm();
  }

  /** Octets that are on their way, as far as is known (RFC 6675 §4: pipe). */
  private int pipe() {
    return flight.stream().filter(Sent::inNetwork).mapToInt(s -> s.segment.length()).sum();
  }

  private int mss() {
    int theirs = Math.min(settings.mss(), machine.status().sndMss());
    return Math.max(1, theirs - endpoint.stampOctets());
  }

  /** How long the next new segment may be; 0 when it has to wait. */
  private int nextLength() {
    StateMachine.Status status = machine.status();
    int full = Math.min(mss(), unsent.length);
    long room = congestion.window() - pipe();
    if (room < full) {
      return 0;
    }
    int length = full;
    if (settings.has(Part.FLOW_CONTROL)) {
      int usable = Math.max(0, status.sndUna() + status.sndWnd() - status.sndNxt());
      length = Math.min(full, usable);
      // The silly window: a part of a segment goes only when nothing is on its way (§3.8.6.2.1).
      if (length < full && !flight.isEmpty()) {
        return 0;
      }
    }
    boolean small = length < mss();
    return small && settings.has(Part.NAGLE) && outstanding() > 0 ? 0 : length;
  }

  private void sendNew(int length) {
    byte[] text = Arrays.copyOf(unsent, length);
    unsent = Arrays.copyOfRange(unsent, length, unsent.length);
    endpoint.perform(machine.send(text, unsent.length == 0));
  }

  private void repeatFront(Cause cause) {
    if (!flight.isEmpty()) {
      repeat(flight.get(0), cause);
    }
  }

  private void repeat(Sent sent, Cause cause) {
    sent.repeated = true;
    sent.resent = sent.lost;
    endpoint.repeat(machine.repeated(sent.segment), cause);
  }

  // ---- timers

  private boolean shut() {
    return settings.has(Part.FLOW_CONTROL)
        && (machine.state() == State.ESTABLISHED || machine.state() == State.CLOSE_WAIT)
        && machine.status().sndWnd() == 0;
  }

  private void cancel() {
    Clock.Appointment pending = timer;
    if (pending != null) {
      pending.cancel();
    }
  }

  /**
   * Starts the timer that is needed, unless it runs; stops it when there is nothing to wait for.
   */
  private void arm() {
    if (flight.isEmpty() && (unsent.length == 0 || !shut())) {
      cancel();
    } else if (!waits()) {
      boolean probes = shut() && settings.has(Part.ZERO_WINDOW_PROBES);
      if (probes) {
        timer = clock.after(times.rtoNs(), this::probe);
      } else if (settings.has(Part.RETRANSMISSION_TIMER) && !flight.isEmpty()) {
        timer = clock.after(times.rtoNs(), this::timeout);
      }
    }
  }

  private void timeout() {
    if (shut() && settings.has(Part.ZERO_WINDOW_PROBES)) {
      probe();
      return;
    }
    if (settings.has(Part.GIVING_UP) && retries >= settings.retries()) {
      endpoint.perform(machine.userTimeout());
      endpoint.advance();
      return;
    }
    retries++;
    times.backOff();
    if (machine.state() != State.SYN_SENT && machine.state() != State.SYN_RECEIVED) {
      if (retries == 1) {
        congestion.timedOut(flightSize());
      }
      loseAll();
      recovering = false;
      duplicates = 0;
      recover = machine.status().sndNxt();
      endpoint.windowMoved();
    }
    repeatFront(Cause.TIMEOUT);
    arm();
  }

  /** One octet of new text beyond the shut window, and the same again (RFC 9293 §3.8.6.1). */
  private void probe() {
    probing = true;
    times.backOff();
    if (flight.isEmpty()) {
      sendNew(1);
    } else {
      repeatFront(Cause.WINDOW_PROBE);
    }
    arm();
  }

  /** The window is open again: what was sent against the shut one was not taken. */
  private void reopened() {
    probing = false;
    times.progress();
    cancel();
    loseAll();
  }
}
