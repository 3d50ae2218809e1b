package tcplab.simulation;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.Flags;
import tcplab.tcp.Outcome;
import tcplab.tcp.Outcome.Notice;
import tcplab.tcp.Segment;
import tcplab.tcp.State;
import tcplab.tcp.StateMachine;
import tcplab.tcp.Transition;

/**
 * One end, whole: the state machine, the sender, the acknowledgements that may wait, and the
 * program that uses it all.
 */
final class Endpoint {
  private static final int STAMP_OCTETS = 12;
  private static final long MS = 1_000_000L;
  private static final int KEEP_ALIVES = 3;

  private final End end;
  private final Settings settings;
  private final Clock clock;
  private final Network network;
  private final Journal journal;
  private final StateMachine machine;
  private final Sender sender;
  private final Program.Execution program;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private boolean reading = true;
  private boolean ackPending;
  private boolean heardText;
  private boolean answered;
  private int fullSegments;
  private Clock.@Nullable Appointment ackTimer;
  private Clock.@Nullable Appointment timeWait;
  private Clock.@Nullable Appointment keepAlive;
  private int unanswered;
  private boolean peerStamps;
  private long recentStamp;

  Endpoint(
      End end,
      Settings settings,
      Program program,
      int isn,
      Clock clock,
      Network network,
      Journal journal) {
    this.end = end;
    this.settings = settings;
    this.clock = clock;
    this.network = network;
    this.journal = journal;
    this.machine = new StateMachine(settings.conduct(), () -> isn);
    this.sender = new Sender(this, machine, settings, clock);
    this.program = program.on(this);
  }

  StateMachine machine() {
    return machine;
  }

  Sender sender() {
    return sender;
  }

  Clock clock() {
    return clock;
  }

  byte[] received() {
    return received.toByteArray();
  }

  int receivedOctets() {
    return received.size();
  }

  Program.Execution program() {
    return program;
  }

  // ---- what the program does

  void reading(boolean yes) {
    reading = yes;
    read();
  }

  /** Goes on with the program as far as it can. */
  void advance() {
    program.advance();
  }

  // ---- what the network brings

  void arrive(Segment segment, boolean damaged) {
    if (damaged && settings.has(Part.CHECKSUM)) {
      journal.damaged(end);
      return;
    }
    if (segment.options().stamped()) {
      recentStamp = segment.options().tsValue();
    }
    if (segment.has(Flags.SYN)) {
      peerStamps = segment.options().stamped();
    }
    Outcome outcome = machine.arrive(segment);
    ackPending |= outcome.says(Notice.ACK_OWED);
    perform(outcome);
    unanswered = 0;
    watch();
    heardText |= segment.length() > 0;
    boolean quick = settings.quickAck() && !answered && segment.length() > 0;
    if (ackPending && (quick || !settings.has(Part.DELAYED_ACK))) {
      transmit(machine.acknowledgement());
    }
    sender.heard(outcome, segment);
    read();
    advance();
    if (ackPending) {
      owe(segment);
    }
  }

  private void read() {
    if (reading && machine.available() > 0) {
      received.writeBytes(machine.receive(machine.available()));
      if (!ackPending && machine.windowUpdateDue()) {
        transmit(machine.acknowledgement());
      }
    }
  }

  /** Begins to wait for a sign of life anew (RFC 9293 §3.8.4). */
  private void watch() {
    cancel(keepAlive);
    boolean open = machine.state() == State.ESTABLISHED || machine.state() == State.CLOSE_WAIT;
    if (open && !settings.keepAlive().isZero()) {
      keepAlive = clock.after(settings.keepAlive().toNanos(), this::askForLife);
    }
  }

  /** An empty segment at SND.NXT − 1, which the peer must answer; after three without, the end. */
  private void askForLife() {
    if (sender.idle() && unanswered >= KEEP_ALIVES) {
      perform(machine.abort());
      advance();
      return;
    }
    if (sender.idle()) {
      unanswered++;
      Segment ack = machine.acknowledgement();
      transmit(Segment.of(ack.seq() - 1, ack.ack(), Flags.ACK, ack.window()));
    }
    watch();
  }

  /** An ACK for every second segment, or when it has waited long enough (RFC 9293 §3.8.6.3). */
  private void owe(Segment segment) {
    fullSegments += segment.length() > 0 ? 1 : 0;
    if (fullSegments >= 2) {
      transmit(machine.acknowledgement());
    } else if (ackTimer == null || !ackTimer.stands()) {
      ackTimer = clock.after(settings.delayedAck().toNanos(), this::ackNow);
    }
  }

  private void ackNow() {
    if (ackPending) {
      transmit(machine.acknowledgement());
    }
  }

  // ---- what goes out

  /** Carries out what the state machine says. */
  void perform(Outcome outcome) {
    for (Transition transition : outcome.transitions()) {
      journal.state(clock.now(), end, transition);
    }
    for (Segment segment : outcome.sent()) {
      transmit(segment);
      if (segment.sequenceLength() > 0) {
        sender.track(segment);
      }
    }
    if (outcome.says(Notice.TIME_WAIT)) {
      cancel(timeWait);
      timeWait = clock.after(2 * settings.msl().toNanos(), this::timeWaitOver);
    }
    if (machine.state() == State.CLOSED) {
      sender.stop();
      cancel(ackTimer);
      cancel(timeWait);
      cancel(keepAlive);
    }
  }

  private void timeWaitOver() {
    perform(machine.timeWaitTimeout());
    advance();
  }

  private static void cancel(Clock.@Nullable Appointment appointment) {
    if (appointment != null) {
      appointment.cancel();
    }
  }

  void repeat(Segment segment, Repeat.Cause cause) {
    journal.repeat(new Repeat(clock.now(), end, segment, cause));
    transmit(segment);
  }

  void windowMoved() {
    journal.window(clock.now(), end, sender.congestionWindow(), sender.threshold());
  }

  private void transmit(Segment segment) {
    answered |= heardText && segment.length() > 0;
    if (segment.has(Flags.ACK)) {
      ackPending = false;
      fullSegments = 0;
      cancel(ackTimer);
    }
    network.send(end, stamps(segment) ? stamped(segment) : segment);
  }

  // ---- timestamps, RFC 7323 §3

  private boolean stamps(Segment segment) {
    boolean first = segment.has(Flags.SYN) && !segment.has(Flags.ACK);
    return settings.has(Part.TIMESTAMPS) && (first || peerStamps) && !segment.has(Flags.RST);
  }

  private Segment stamped(Segment segment) {
    long echo = segment.has(Flags.ACK) ? recentStamp : 0;
    return segment.withOptions(segment.options().withTimestamps(stampNow(), echo));
  }

  private long stampNow() {
    return 1_000_000 + clock.now() / MS;
  }

  /** How long ago a timestamp that comes back was sent, in ns. */
  long sinceStamp(long echo) {
    return Math.max(MS, (stampNow() - echo) * MS);
  }

  /** Octets that timestamps take away from each segment. */
  int stampOctets() {
    return settings.has(Part.TIMESTAMPS) && peerStamps ? STAMP_OCTETS : 0;
  }
}
