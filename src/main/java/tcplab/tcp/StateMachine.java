package tcplab.tcp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import tcplab.tcp.Outcome.Notice;

/**
 * One end of a TCP connection as RFC 9293 §3.10 writes it: user calls, arriving segments and timers
 * go in, segments and changes of state come out. It knows no network and no clock, and keeps no
 * text to send: who drives it keeps the timers and the user's text, and sees to it that text fits
 * the peer's window and MSS.
 *
 * <p>Every change of state is a row of {@link Transition#TABLE}. Security and precedence (third
 * step of §3.10.7.4) are left out; a RST and a SYN within the window are answered as RFC 5961 has
 * it, which RFC 9293 took up. Not for several threads.
 */
public final class StateMachine {
  private final Conduct conduct;
  private final IntSupplier initialSequence;
  private final SegmentArrival arrival = new SegmentArrival(this);
  private final List<Transition> history = new ArrayList<>();

  private State state = State.CLOSED;
  private ControlBlock tcb;

  private final List<Transition> taken = new ArrayList<>();
  private final List<Segment> sent = new ArrayList<>();
  private final Set<Notice> notices = EnumSet.noneOf(Notice.class);

  /**
   * An end in CLOSED.
   *
   * @param conduct where it has a choice
   * @param initialSequence gives the initial sequence number of each connection (§3.4.1)
   */
  public StateMachine(Conduct conduct, IntSupplier initialSequence) {
    this.conduct = conduct;
    this.initialSequence = initialSequence;
    this.tcb = new ControlBlock(conduct, false, 0);
  }

  // ---- user calls, §3.10.1 to §3.10.6

  /**
   * OPEN, passive: waits for a SYN (§3.10.1).
   *
   * @throws IllegalStateException "connection already exists"
   */
  public Outcome openPassive() {
    check(state == State.CLOSED, "connection already exists", "§3.10.1");
    tcb = new ControlBlock(conduct, true, 0);
    take(Trigger.PASSIVE_OPEN);
    return outcome("RFC 9293 §3.10.1");
  }

  /**
   * OPEN, active: sends a SYN (§3.10.1); in LISTEN too.
   *
   * @throws IllegalStateException "connection already exists"
   */
  public Outcome openActive() {
    return openActive(new byte[0]);
  }

  /**
   * The same with text in the SYN (§3.10.1, RFC 7413).
   *
   * @throws IllegalStateException "connection already exists"
   */
  public Outcome openActive(byte[] text) {
    boolean free = state == State.CLOSED || state == State.LISTEN;
    check(free, "connection already exists", "§3.10.1");
    return sendSyn(Trigger.ACTIVE_OPEN, text, "RFC 9293 §3.10.1");
  }

  private Outcome sendSyn(Trigger trigger, byte[] text, String place) {
    tcb = new ControlBlock(conduct, false, initialSequence.getAsInt());
    take(trigger);
    Segment syn = Segment.of(tcb.iss, 0, Flags.SYN, Math.min(0xffff, conduct.buffer()));
    emit(syn.withOptions(conduct.offer()).withText(text));
    return outcome(place);
  }

  /**
   * SEND: one segment of text (§3.10.2). In LISTEN it opens actively; before ESTABLISHED the text
   * stays with the caller.
   *
   * @param text within the peer's window and MSS
   * @param push whether to set PSH
   * @return with the segment, or with none when the caller has to keep the text until ESTABLISHED
   * @throws IllegalStateException "connection does not exist" or "connection closing"
   */
  public Outcome send(byte[] text, boolean push) {
    check(state != State.CLOSED, "connection does not exist", "§3.10.2");
    boolean open = state == State.ESTABLISHED || state == State.CLOSE_WAIT;
    boolean opening = state == State.SYN_SENT || state == State.SYN_RECEIVED;
    check(open || opening || state == State.LISTEN, "connection closing", "§3.10.2");
    if (state == State.LISTEN) {
      return sendSyn(Trigger.SEND, new byte[0], "RFC 9293 §3.10.2");
    }
    if (open) {
      int flags = Flags.ACK | (push ? Flags.PSH : 0);
      emit(withSack(segment(tcb.sndNxt, flags)).withText(text));
    }
    return outcome("RFC 9293 §3.10.2");
  }

  /**
   * RECEIVE: text that has come in order (§3.10.3).
   *
   * @param most octets at most
   * @return empty when none has come yet
   * @throws IllegalStateException "connection does not exist", or "connection closing" when no more
   *     will come
   */
  public byte[] receive(int most) {
    check(state != State.CLOSED || tcb.queue.ready() > 0, "connection does not exist", "§3.10.3");
    boolean over = state.compareTo(State.CLOSE_WAIT) >= 0;
    check(!over || tcb.queue.ready() > 0, "connection closing", "§3.10.3");
    return tcb.queue.receive(most);
  }

  /** Octets that {@link #receive} would give. */
  public int available() {
    return tcb.queue.ready();
  }

  /**
   * CLOSE: no more to send (§3.10.4). The caller has sent all text before.
   *
   * @throws IllegalStateException "connection does not exist" or "connection closing"
   */
  public Outcome close() {
    check(state != State.CLOSED, "connection does not exist", "§3.10.4");
    check(Transition.find(state, Trigger.CLOSE).isPresent(), "connection closing", "§3.10.4");
    take(Trigger.CLOSE);
    if (state != State.CLOSED) {
      tcb.finSent = true;
      emit(withSack(segment(tcb.sndNxt, Flags.FIN | Flags.ACK)));
    }
    return outcome("RFC 9293 §3.10.4");
  }

  /**
   * ABORT: the connection is gone at once, a RST tells the peer (§3.10.5).
   *
   * @throws IllegalStateException "connection does not exist"
   */
  public Outcome abort() {
    check(state != State.CLOSED, "connection does not exist", "§3.10.5");
    boolean tell = !take(Trigger.ABORT).sends().isEmpty();
    if (tell) {
      sent.add(segment(tcb.sndNxt, Flags.RST | Flags.ACK));
    }
    tcb.unacknowledged.clear();
    return outcome("RFC 9293 §3.10.5");
  }

  /** STATUS: the state and the variables (§3.10.6). */
  public Status status() {
    return new Status(
        state,
        tcb.iss,
        tcb.sndUna,
        tcb.sndNxt,
        tcb.sndWnd,
        tcb.sndMss,
        tcb.irs,
        tcb.rcvNxt,
        tcb.rcvWnd(),
        tcb.rcvUp,
        tcb.sack,
        tcb.queue.hasHole());
  }

  /**
   * What STATUS tells (§3.10.6); the names are those of §3.3.1.
   *
   * @param state the connection's state
   * @param iss initial send sequence number
   * @param sndUna the oldest number not acknowledged
   * @param sndNxt the next number to send
   * @param sndWnd octets that the peer offers, scaled
   * @param sndMss octets of text that the peer takes in one segment
   * @param irs the peer's initial sequence number
   * @param rcvNxt the next number expected
   * @param rcvWnd octets that we offer
   * @param rcvUp where the peer's urgent data ends, valid once {@link Notice#URGENT} was given
   * @param sack whether both ends offered SACK
   * @param hole whether text beyond RCV.NXT has come
   */
  public record Status(
      State state,
      int iss,
      int sndUna,
      int sndNxt,
      int sndWnd,
      int sndMss,
      int irs,
      int rcvNxt,
      int rcvWnd,
      int rcvUp,
      boolean sack,
      boolean hole) {}

  // ---- segments, §3.10.7

  /** SEGMENT ARRIVES (§3.10.7). Its checksum is taken to be right. */
  public Outcome arrive(Segment segment) {
    return outcome(arrival.process(segment));
  }

  /** An ACK of all that has come, with the present window. */
  public Segment acknowledgement() {
    return tcb.ackSegment();
  }

  /**
   * Whether the window has opened enough to tell the peer without waiting for something to
   * acknowledge: to twice of what it knows of, and by a step worth telling (§3.8.6.2.2).
   */
  public boolean windowUpdateDue() {
    int known = tcb.advertised();
    return state.compareTo(State.ESTABLISHED) >= 0
        && state.compareTo(State.FIN_WAIT_2) <= 0
        && tcb.rcvWnd() > known
        && tcb.rcvWnd() >= 2L * known;
  }

  /** A segment that is sent again, with the present acknowledgement and window (§3.8.1). */
  public Segment repeated(Segment segment) {
    int ack = segment.has(Flags.ACK) ? tcb.ackField() : 0;
    int window = tcb.windowField(segment.has(Flags.SYN));
    return new Segment(
        segment.seq(),
        ack,
        segment.flags(),
        segment.has(Flags.ACK) ? window : segment.window(),
        segment.urgent(),
        segment.options(),
        segment.text());
  }

  /** The retransmission queue: what was sent and is not acknowledged. */
  public List<Segment> unacknowledged() {
    return List.copyOf(tcb.unacknowledged);
  }

  // ---- timers, §3.10.8

  /** RETRANSMISSION TIMEOUT: the front of the retransmission queue again (§3.10.8). */
  public Outcome retransmissionTimeout() {
    if (!tcb.unacknowledged.isEmpty()) {
      sent.add(repeated(tcb.unacknowledged.get(0)));
    }
    return outcome("RFC 9293 §3.10.8 retransmission timeout");
  }

  /** USER TIMEOUT: the connection is given up (§3.10.8). */
  public Outcome userTimeout() {
    if (Transition.find(state, Trigger.USER_TIMEOUT).isPresent()) {
      take(Trigger.USER_TIMEOUT);
      tcb.unacknowledged.clear();
      notice(Notice.USER_TIMEOUT);
    }
    return outcome("RFC 9293 §3.10.8 user timeout");
  }

  /** TIME-WAIT TIMEOUT: 2 MSL are over (§3.10.8). */
  public Outcome timeWaitTimeout() {
    if (state == State.TIME_WAIT) {
      take(Trigger.TIME_WAIT_TIMEOUT);
    }
    return outcome("RFC 9293 §3.10.8 TIME-WAIT timeout");
  }

  // ---- what is known

  /** The present state. */
  public State state() {
    return state;
  }

  /** All changes of state so far. */
  public List<Transition> history() {
    return List.copyOf(history);
  }

  // ---- for SegmentArrival

  ControlBlock tcb() {
    return tcb;
  }

  /** A connection anew, with an initial sequence number of its own. */
  void renew(boolean passive) {
    tcb = new ControlBlock(conduct, passive, initialSequence.getAsInt());
  }

  Transition take(Trigger trigger) {
    Transition transition =
        Transition.find(state, trigger)
            .orElseThrow(() -> new IllegalStateException(trigger + " does nothing in " + state));
    state = transition.to();
    taken.add(transition);
    history.add(transition);
    if (state == State.TIME_WAIT) {
      notice(Notice.TIME_WAIT);
    }
    return transition;
  }

  void notice(Notice notice) {
    notices.add(notice);
  }

  /** Sends; what takes up sequence space moves SND.NXT and is kept until acknowledged. */
  void emit(Segment segment) {
    sent.add(segment);
    if (segment.sequenceLength() > 0) {
      tcb.unacknowledged.add(segment);
      tcb.sndNxt = segment.end();
    }
  }

  void reply(Segment segment) {
    sent.add(segment);
  }

  Segment segment(int seq, int flags) {
    return Segment.of(seq, tcb.ackField(), flags, tcb.windowField(false));
  }

  private Segment withSack(Segment segment) {
    return tcb.sack && tcb.queue.hasHole()
        ? segment.withOptions(tcb.ackSegment().options())
        : segment;
  }

  private Outcome outcome(String place) {
    Outcome outcome = new Outcome(taken, sent, notices, place);
    taken.clear();
    sent.clear();
    notices.clear();
    return outcome;
  }

  private static void check(boolean allowed, String error, String section) {
    if (!allowed) {
      throw new IllegalStateException("error: " + error + " (RFC 9293 " + section + ")");
    }
  }
}
