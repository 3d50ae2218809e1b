package tcplab.simulation;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.simulation.Flight.Sent;
import tcplab.simulation.Repeat.Cause;
import tcplab.tcp.Outcome;
import tcplab.tcp.Outcome.Notice;
import tcplab.tcp.Segment;
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
  private final Endpoint endpoint;
  private final StateMachine machine;
  private final Settings settings;
  private final Clock clock;
  private final RoundTripTimes times;
  private final CongestionWindow congestion;
  private final Flight flight = new Flight();

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private byte[] unsent = {};
  private int begin;
  private boolean closing;
  private int duplicates;
  private boolean recovering;
  private int recover;
  private int retries;
  private boolean probing;
  private boolean probeTimer;
  private int widest;
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
    written.writeBytes(text);
    byte[] all = Arrays.copyOfRange(unsent, begin, unsent.length + text.length);
    System.arraycopy(text, 0, all, unsent.length - begin, text.length);
    unsent = all;
    begin = 0;
    pump();
  }

  /** All that the program has ever asked to send. */
  byte[] written() {
    return written.toByteArray();
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
    return unsent() == 0 && flight.isEmpty();
  }

  int unsent() {
    return unsent.length - begin;
  }

  int outstanding() {
    return flight.octets();
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
    begin = unsent.length;
  }

  // ---- what happens

  /** A segment that takes up sequence space has left for the first time. */
  void track(Segment segment) {
    flight.add(segment, clock.now());
    arm();
  }

  /** A segment came, and this is what the state machine made of it. */
  void heard(Outcome outcome, Segment segment) {
    if (outcome.transitions().stream().anyMatch(t -> t.to() == State.ESTABLISHED)) {
      congestion.start(mss());
      recover = machine.status().iss();
    }
    int acknowledged = forget(segment);
    boolean news = flight.mark(segment.options().sack());
    if (recovering && sacks()) {
      flight.markLost();
    }
    if (outcome.says(Notice.ACKNOWLEDGED)) {
      retries = 0;
      times.progress();
      progress(acknowledged);
    } else if (outcome.says(Notice.DUPLICATE_ACK) && !shut() && (news || !sacks())) {
      duplicate();
    }
    if (probing && !shut()) {
      reopened();
    }
    pump();
  }

  /** Drops what is acknowledged; takes a round-trip time; gives the octets of text. */
  private int forget(Segment segment) {
    List<Sent> gone = flight.forget(machine.unacknowledged());
    Sent last = gone.isEmpty() ? null : gone.get(gone.size() - 1);
    if (last != null) {
      if (!last.repeated) {
        times.sample(clock.now() - last.sentNs); // Karn: RFC 6298 §3
      } else if (segment.options().stamped()) {
        times.sample(endpoint.sinceStamp(segment.options().tsEcho()));
      }
    }
    return gone.stream().mapToInt(sent -> sent.segment.length()).sum();
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
    if (duplicates == Flight.DUPLICATES && fresh && !flight.isEmpty()) {
      enterRecovery();
    }
  }

  private void enterRecovery() {
    congestion.lost(flightSize(), !sacks());
    recover = machine.status().sndNxt();
    recovering = settings.congestion().recovers();
    if (settings.congestion() == Congestion.TAHOE) {
      flight.loseAll();
    }
    flight.first().lost = true;
    repeatFront(Cause.FAST);
    if (recovering && sacks()) {
      flight.markLost();
    }
    endpoint.windowMoved();
  }

  private int flightSize() {
    return machine.status().sndNxt() - machine.status().sndUna();
  }

  // ---- sending

  /** Sends what may be sent now: what is lost, then what is new, then the FIN. */
  void pump() {
    for (Sent sent : flight.all()) {
      if (sent.wanted()
          && flight.pipe() + sent.segment.length() <= congestion.window()
          && !shut()) {
        repeat(sent, recovering ? Cause.RECOVERY : Cause.GO_BACK);
      }
    }
    widest = Math.max(widest, machine.status().sndWnd());
    while (open() && unsent() > 0) {
      int length = nextLength();
      if (length == 0) {
        break;
      }
      sendNew(length);
    }
    if (closing && unsent() == 0 && (open() || machine.state() == State.SYN_RECEIVED)) {
      closing = false;
      endpoint.perform(machine.close());
    }
    arm();
  }

  private int mss() {
    int theirs = Math.min(settings.mss(), machine.status().sndMss());
    return Math.max(1, theirs - endpoint.stampOctets());
  }

  /** How long the next new segment may be; 0 when it has to wait. */
  private int nextLength() {
    int full = Math.min(mss(), unsent());
    long room = congestion.window() - flight.pipe();
    if (room < full) {
      return 0;
    }
    int length = full;
    if (settings.has(Part.FLOW_CONTROL)) {
      length = Math.min(full, usable());
      if (length < full && length < widest / 2) {
        return 0; // the silly window, RFC 9293 §3.8.6.2.1
      }
    }
    boolean small = length < mss();
    return small && settings.has(Part.NAGLE) && outstanding() > 0 ? 0 : length;
  }

  /** What the peer's window still takes. */
  private int usable() {
    StateMachine.Status status = machine.status();
    return Math.max(0, status.sndUna() + status.sndWnd() - status.sndNxt());
  }

  private void sendNew(int length) {
    byte[] text = Arrays.copyOfRange(unsent, begin, begin + length);
    begin += length;
    endpoint.perform(machine.send(text, unsent() == 0));
  }

  private void repeatFront(Cause cause) {
    if (!flight.isEmpty()) {
      repeat(flight.first(), cause);
    }
  }

  private void repeat(Sent sent, Cause cause) {
    sent.repeated = true;
    sent.resent = sent.lost;
    endpoint.repeat(machine.repeated(sent.segment), cause);
  }

  // ---- timers

  /** Whether the peer's window is closed. */
  private boolean shut() {
    return settings.has(Part.FLOW_CONTROL) && open() && machine.status().sndWnd() == 0;
  }

  /** Whether text waits for a window that only the peer, or a probe, can open. */
  private boolean stalled() {
    boolean idle = flight.isEmpty() && unsent() > 0;
    return shut() || (idle && open() && settings.has(Part.FLOW_CONTROL) && nextLength() == 0);
  }

  private boolean open() {
    return machine.state() == State.ESTABLISHED || machine.state() == State.CLOSE_WAIT;
  }

  private void cancel() {
    Clock.Appointment pending = timer;
    if (pending != null) {
      pending.cancel();
    }
    probeTimer = false;
  }

  /**
   * Starts the timer that is needed, unless it runs; stops it when there is nothing to wait for.
   */
  private void arm() {
    if (probeTimer && !stalled()) {
      cancel();
    }
    if (flight.isEmpty() && (unsent() == 0 || !stalled())) {
      cancel();
    } else if (!waits()) {
      probeTimer = stalled() && settings.has(Part.ZERO_WINDOW_PROBES);
      if (probeTimer) {
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
      flight.loseAll();
      recovering = false;
      duplicates = 0;
      recover = machine.status().sndNxt();
      endpoint.windowMoved();
    }
    repeatFront(Cause.TIMEOUT);
    arm();
  }

  /**
   * One octet of new text beyond the shut window, and the same again (RFC 9293 §3.8.6.1); or the
   * little that a window takes which is open by a slit.
   */
  private void probe() {
    probing = true;
    times.backOff();
    if (flight.isEmpty()) {
      sendNew(Math.max(1, Math.min(usable(), Math.min(mss(), unsent()))));
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
    flight.loseAll();
  }
}
