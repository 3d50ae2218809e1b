package tcplab.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;
import tcplab.tcp.State;

/**
 * The states that one end went through, as a list that only grows, and what each rests on.
 *
 * <p>A change that a <em>sent</em> segment makes is seen wherever the capture was taken. A change
 * that a <em>received</em> segment makes is seen only at this end: elsewhere the segment may still
 * be lost. A later segment of this end can prove that it arrived, by acknowledging its octets or by
 * echoing its timestamp (RFC 7323 §4.3).
 */
final class EndStates {
  /** The longest way through the machine has seven states. */
  private static final int CAPACITY = 12;

  /** Enough for eleven states and none. */
  private static final int CODE_BITS = 4;

  private static final State[] STATES = State.values();

  private final State[] states = new State[CAPACITY];
  private final Cause[] causes = new Cause[CAPACITY];
  private final int[] packets = new int[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final boolean[] received = new boolean[CAPACITY];
  private final boolean[] proved = new boolean[CAPACITY];
  private final boolean[] guessed = new boolean[CAPACITY];
  private final long[] proofAcks = new long[CAPACITY];
  private final boolean[] hasProofTs = new boolean[CAPACITY];
  private final int[] proofTs = new int[CAPACITY];
  private int size;
  private int unproved;

  EndStates() {
    Arrays.fill(states, State.CLOSED);
    Arrays.fill(causes, Cause.MIDDLE);
  }

  void clear() {
    size = 0;
    unproved = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Nullable State current() {
    return size == 0 ? null : states[size - 1];
  }

  boolean is(State state) {
    return size > 0 && states[size - 1] == state;
  }

  /** Whether nothing that the end sends can prove more of its states. */
  boolean isProved() {
    return unproved == 0;
  }

  /** Whether its first state was SYN_SENT. */
  boolean openedActively() {
    return size > 0 && states[0] == State.SYN_SENT;
  }

  /** Whether it is closed because of a RST or an ICMP error that it received. */
  boolean closedByOthers() {
    if (size == 0) {
      return false;
    }
    return switch (causes[size - 1]) {
      case GOT_RST, RST_INTO_SILENCE, UNREACHABLE -> true;
      default -> false;
    };
  }

  /** Whether it is closed because of an ICMP error. */
  boolean closedByIcmp() {
    return size > 0 && causes[size - 1] == Cause.UNREACHABLE;
  }

  /** Enters a state by an act of this end's own. */
  void bySending(State state, Cause cause, Sighting s) {
    push(state, cause, s, false);
  }

  /** Enters a state because the peer's segment {@code s} came. */
  void byReceiving(State state, Cause cause, Sighting s) {
    push(state, cause, s, true);
    unproved++;
    proofAcks[size - 1] = s.span() > 0 ? s.right : Long.MAX_VALUE;
    hasProofTs[size - 1] = s.stamped;
    proofTs[size - 1] = s.tsValue;
  }

  /** Enters a state because the peer's FIN came, with {@code s} at the latest. */
  void byReceivingFin(State state, Sighting s, long finEnd) {
    byReceiving(state, Cause.GOT_FIN, s);
    proofAcks[size - 1] = finEnd;
  }

  /** Enters a state that the capture does not show, only its consequence in {@code s}. */
  void byGuess(State state, Cause cause, Sighting s, boolean proof) {
    push(state, cause, s, true);
    guessed[size - 1] = true;
    proved[size - 1] = proof;
    unproved += proof ? 0 : 1;
    proofAcks[size - 1] = Long.MAX_VALUE;
    hasProofTs[size - 1] = false;
  }

  /** This end sends: does it show that what made it change had arrived? */
  void learnFrom(Sighting s, boolean hasAck) {
    for (int i = 0; unproved > 0 && i < size; i++) {
      boolean acks = hasAck && s.acked >= proofAcks[i];
      boolean echoes = hasProofTs[i] && s.stamped && s.tsEcho - proofTs[i] >= 0;
      boolean acts = actsAs(i, s);
      if (received[i] && !proved[i] && (acks || echoes || acts)) {
        proved[i] = true;
        unproved--;
      }
    }
  }

  /** Whether sending {@code s} is what only an end in its i-th state, or a later one, does. */
  private boolean actsAs(int i, Sighting s) {
    if (states[i] != State.ESTABLISHED || s.has(Flags.RST)) {
      return false;
    }
    return causes[i] == Cause.MIDDLE || s.length > 0 || s.has(Flags.FIN);
  }

  /** When the last state was entered, ns since the epoch. */
  long lastTime() {
    return times[size - 1];
  }

  /** The last state was left out: the segment that made it was not accepted after all. */
  void revokeLast() {
    size--;
    unproved -= proved[size] ? 0 : 1;
  }

  /** Takes the last state back if it is this one and nothing that the end sent has proved it. */
  void revokeUnproved(State state) {
    if (is(state) && !proved[size - 1]) {
      revokeLast();
    }
  }

  /** From here on nothing proves that the end went through this state, if nothing has yet. */
  void doubt(State state) {
    for (int i = 0; i < size; i++) {
      if (states[i] == state && received[i] && !proved[i] && i + 1 < size) {
        proofAcks[i] = Long.MAX_VALUE;
        hasProofTs[i] = false;
      }
    }
  }

  /**
   * The states in order, without those of which nothing is known, as a number: {@value #CODE_BITS}
   * bits a state, of which {@link #names} makes words.
   *
   * @param captureIsHere whether the capture was taken at this end
   */
  long code(boolean captureIsHere) {
    long code = 0;
    for (int i = 0; i < size; i++) {
      if (basis(i, captureIsHere) != Basis.UNKNOWN) {
        code = code << CODE_BITS | (states[i].ordinal() + 1);
      }
    }
    return code;
  }

  /** The names of the states that a {@link #code} stands for, a space between them. */
  static String names(long code) {
    StringBuilder names = new StringBuilder();
    for (int shift = CAPACITY * CODE_BITS; shift >= 0; shift -= CODE_BITS) {
      int state = (int) (code >>> shift) & (1 << CODE_BITS) - 1;
      if (state > 0) {
        names.append(names.isEmpty() ? "" : " ").append(STATES[state - 1].name());
      }
    }
    return names.toString();
  }

  /**
   * The sequence as a list.
   *
   * @param side whose states these are
   * @param near the end at which the capture was taken, or {@code null}
   */
  List<StateEntry> entries(Side side, @Nullable Side near) {
    List<StateEntry> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      boolean timed = i + 1 < size && timed(i) && timed(i + 1);
      OptionalLong duration =
          timed ? OptionalLong.of(times[i + 1] - times[i]) : OptionalLong.empty();
      entries.add(
          new StateEntry(
              side,
              states[i],
              packets[i],
              times[i],
              duration,
              causes[i].text(),
              basis(i, side == near)));
    }
    return entries;
  }

  private Basis basis(int i, boolean captureIsHere) {
    boolean intoSilence = causes[i] == Cause.RST_INTO_SILENCE && !captureIsHere;
    if (intoSilence || (causes[i] == Cause.MIDDLE && !proved[i])) {
      return Basis.UNKNOWN;
    }
    if (!received[i] || (captureIsHere && !guessed[i])) {
      return Basis.SEEN;
    }
    return proved[i] ? Basis.INFERRED : Basis.PRESUMED;
  }

  private boolean timed(int i) {
    return times[i] != Packets.NO_TIME;
  }

  private void push(State state, Cause cause, Sighting s, boolean byPeer) {
    states[size] = state;
    causes[size] = cause;
    packets[size] = s.packet;
    times[size] = s.timed ? s.time : Packets.NO_TIME;
    received[size] = byPeer;
    proved[size] = false;
    guessed[size] = false;
    size++;
  }
}
