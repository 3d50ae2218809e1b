package tcplab.tcp;

/** Brings a state machine into a state, by the shortest way, and lets things happen to it. */
final class Dialogue {
  static final int ISS = 1000;
  static final int IRS = 5000;
  private static final int WINDOW = 8000;

  private Dialogue() {}

  static StateMachine closed() {
    return new StateMachine(Conduct.STANDARD, () -> ISS);
  }

  /** A segment of the peer at RCV.NXT that acknowledges all that was sent. */
  static Segment peers(StateMachine machine, int flags) {
    StateMachine.Status status = machine.status();
    return Segment.of(status.rcvNxt(), status.sndNxt(), flags, WINDOW);
  }

  static Segment syn() {
    return Segment.of(IRS, 0, Flags.SYN, WINDOW);
  }

  static Segment synAck() {
    return Segment.of(IRS, ISS + 1, Flags.SYN | Flags.ACK, WINDOW);
  }

  /** SYN-RECEIVED after an active OPEN: both opened at once. */
  static StateMachine crossed() {
    StateMachine machine = closed();
    machine.openActive();
    machine.arrive(syn());
    return machine;
  }

  static StateMachine in(State state) {
    StateMachine machine = closed();
    switch (state) {
      case CLOSED -> {}
      case LISTEN -> machine.openPassive();
      case SYN_SENT -> machine.openActive();
      case SYN_RECEIVED -> {
        machine.openPassive();
        machine.arrive(syn());
      }
      case ESTABLISHED -> {
        machine.openActive();
        machine.arrive(synAck());
      }
      default -> closing(machine, state);
    }
    return machine;
  }

  private static void closing(StateMachine machine, State state) {
    machine.openActive();
    machine.arrive(synAck());
    if (state == State.CLOSE_WAIT || state == State.LAST_ACK) {
      machine.arrive(peers(machine, Flags.FIN | Flags.ACK));
    }
    if (state != State.CLOSE_WAIT) {
      machine.close();
    }
    if (state == State.FIN_WAIT_2 || state == State.TIME_WAIT) {
      machine.arrive(peers(machine, Flags.ACK));
    }
    if (state == State.CLOSING) {
      machine.arrive(finOnly(machine));
    }
    if (state == State.TIME_WAIT) {
      machine.arrive(peers(machine, Flags.FIN | Flags.ACK));
    }
  }

  /** A FIN that does not acknowledge ours. */
  private static Segment finOnly(StateMachine machine) {
    StateMachine.Status status = machine.status();
    return Segment.of(status.rcvNxt(), status.sndUna(), Flags.FIN | Flags.ACK, WINDOW);
  }

  static Outcome happens(StateMachine machine, Trigger trigger) {
    return switch (trigger) {
      case PASSIVE_OPEN -> machine.openPassive();
      case ACTIVE_OPEN -> machine.openActive();
      case SEND -> machine.send(new byte[10], true);
      case CLOSE -> machine.close();
      case ABORT -> machine.abort();
      case SYN -> machine.arrive(syn());
      case SYN_ACK -> machine.arrive(synAck());
      case ACK_OF_SYN, ACK_OF_FIN -> machine.arrive(peers(machine, Flags.ACK));
      case FIN -> machine.arrive(finOnly(machine));
      case RST, RST_AFTER_PASSIVE_OPEN -> machine.arrive(peers(machine, Flags.RST | Flags.ACK));
      case SYN_IN_WINDOW -> machine.arrive(peers(machine, Flags.SYN));
      case NEW_SYN -> machine.arrive(Segment.of(IRS + 90_000, 0, Flags.SYN, WINDOW));
      case USER_TIMEOUT -> machine.userTimeout();
      case TIME_WAIT_TIMEOUT -> machine.timeWaitTimeout();
    };
  }
}
