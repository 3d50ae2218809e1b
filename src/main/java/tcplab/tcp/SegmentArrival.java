package tcplab.tcp;

import tcplab.tcp.Outcome.Notice;

/**
 * SEGMENT ARRIVES, RFC 9293 §3.10.7, in its order and with its words for the steps. Each method
 * returns the place at which processing ended.
 */
final class SegmentArrival {
  private static final String OTHERS = "RFC 9293 §3.10.7.4 ";

  private final StateMachine machine;

  SegmentArrival(StateMachine machine) {
    this.machine = machine;
  }

  String process(Segment segment) {
    return switch (machine.state()) {
      case CLOSED -> closed(segment);
      case LISTEN -> listen(segment);
      case SYN_SENT -> synSent(segment);
      default -> others(segment);
    };
  }

  /** §3.10.7.1. */
  private String closed(Segment segment) {
    if (!segment.has(Flags.RST)) {
      reset(segment);
    }
    return "RFC 9293 §3.10.7.1";
  }

  /** The RST that answers a segment for which there is no connection (§3.5.2). */
  private void reset(Segment segment) {
    machine.reply(
        segment.has(Flags.ACK)
            ? Segment.of(segment.ack(), 0, Flags.RST, 0)
            : Segment.of(0, segment.end(), Flags.RST | Flags.ACK, 0));
  }

  /** §3.10.7.2. */
  private String listen(Segment segment) {
    String place = "RFC 9293 §3.10.7.2 ";
    if (segment.has(Flags.RST)) {
      return place + "first, check for a RST";
    }
    if (segment.has(Flags.ACK)) {
      reset(segment);
      return place + "second, check for an ACK";
    }
    if (segment.has(Flags.SYN)) {
      accept(segment, Trigger.SYN);
      return place + "third, check for a SYN";
    }
    return place + "fourth, other data or control";
  }

  /** A SYN that opens the connection: SYN-ACK, SYN-RECEIVED. Its text waits for the ACK. */
  private void accept(Segment syn, Trigger trigger) {
    machine.renew(true);
    machine.tcb().peerSyn(syn);
    machine.take(trigger);
    machine.tcb().early = syn;
    sendSynAck(machine.tcb().answeringOffer(syn.options()));
  }

  private void sendSynAck(SegmentOptions offer) {
    ControlBlock tcb = machine.tcb();
    Segment synAck = Segment.of(tcb.iss, tcb.rcvNxt, Flags.SYN | Flags.ACK, tcb.windowField(true));
    machine.emit(synAck.withOptions(offer));
  }

  /** §3.10.7.3. */
  private String synSent(Segment segment) {
    String place = "RFC 9293 §3.10.7.3 ";
    ControlBlock tcb = machine.tcb();
    boolean acknowledged = segment.has(Flags.ACK);
    if (acknowledged && !tcb.acknowledgesNew(segment.ack())) {
      if (!segment.has(Flags.RST)) {
        reset(segment);
      }
      return place + "first, check the ACK bit";
    }
    if (segment.has(Flags.RST)) {
      if (acknowledged) {
        end(Trigger.RST, Notice.REFUSED);
      }
      return place + "second, check the RST bit";
    }
    if (!segment.has(Flags.SYN)) {
      return place + "fifth, neither SYN nor RST";
    }
    tcb.peerSyn(segment);
    if (acknowledged) {
      tcb.acknowledge(segment.ack());
      machine.take(Trigger.SYN_ACK);
      machine.notice(Notice.ACKNOWLEDGED);
      tcb.early = segment;
      takeEarly();
      machine.reply(tcb.ackSegment());
    } else {
      crossing(segment);
    }
    return place + "fourth, check the SYN bit";
  }

  /** Both ends opened at once: our SYN goes again, with an ACK. */
  private void crossing(Segment segment) {
    ControlBlock tcb = machine.tcb();
    machine.take(Trigger.SYN);
    tcb.early = segment;
    tcb.unacknowledged.clear();
    sendSynAck(tcb.answeringOffer(segment.options()));
  }

  /** What came with the SYN is looked at now. */
  private void takeEarly() {
    ControlBlock tcb = machine.tcb();
    Segment early = tcb.early;
    tcb.rcvNxt = tcb.queue.take(tcb.rcvNxt, early.textSeq(), early.text());
    if (early.length() > 0) {
      machine.notice(Notice.TEXT);
    }
  }

  /** §3.10.7.4: all states in which both SYNs are known. */
  private String others(Segment segment) {
    ControlBlock tcb = machine.tcb();
    if (machine.state() == State.TIME_WAIT && isNewSyn(segment)) {
      accept(segment, Trigger.NEW_SYN);
      return OTHERS + "fourth, check the SYN bit";
    }
    if (!tcb.acceptable(segment)) {
      unacceptable(segment);
      return OTHERS + "first, check the sequence number";
    }
    if (segment.has(Flags.RST)) {
      rst(segment);
      return OTHERS + "second, check the RST bit";
    }
    if (segment.has(Flags.SYN) && tcb.conduct.ordering()) {
      syn();
      return OTHERS + "fourth, check the SYN bit";
    }
    if (!segment.has(Flags.ACK) || !ack(segment)) {
      return OTHERS + "fifth, check the ACK field";
    }
    urgent(segment);
    boolean owed = text(segment);
    boolean fin = fin(segment);
    if (owed || fin) {
      owe(segment, fin);
    }
    return OTHERS + (fin ? "eighth, check the FIN bit" : "seventh, process the segment text");
  }

  /** A SYN beyond all that the old connection used may begin a new one (RFC 1122 §4.2.2.13). */
  private boolean isNewSyn(Segment segment) {
    return (segment.flags() & (Flags.SYN | Flags.ACK | Flags.RST)) == Flags.SYN
        && SequenceNumber.after(segment.seq(), machine.tcb().rcvNxt);
  }

  private void unacceptable(Segment segment) {
    ControlBlock tcb = machine.tcb();
    if (segment.has(Flags.RST)) {
      return;
    }
    tcb.arrived(segment);
    if (segment.length() > 0 && SequenceNumber.atOrBefore(segment.end(), tcb.rcvNxt)) {
      tcb.queue.take(tcb.rcvNxt, segment.textSeq(), segment.text());
    }
    // Special allowance for valid ACKs while the window is shut (§3.10.7.4, first).
    boolean shut = SequenceNumber.within(segment.seq(), tcb.rcvNxt, 1);
    if (shut && segment.has(Flags.ACK)) {
      ack(segment);
    }
    machine.reply(tcb.ackSegment());
    if (machine.state() == State.TIME_WAIT && segment.has(Flags.FIN)) {
      machine.notice(Notice.TIME_WAIT);
    }
  }

  /** RFC 5961 §3: only a RST at RCV.NXT counts; another within the window is challenged. */
  private void rst(Segment segment) {
    ControlBlock tcb = machine.tcb();
    if (tcb.conduct.ordering() && segment.seq() != tcb.rcvNxt) {
      machine.reply(tcb.ackSegment());
      return;
    }
    State state = machine.state();
    if (state == State.TIME_WAIT && tcb.conduct.ignoreRstInTimeWait()) {
      return;
    }
    if (state == State.SYN_RECEIVED && tcb.passive) {
      machine.take(Trigger.RST_AFTER_PASSIVE_OPEN);
      tcb.unacknowledged.clear();
    } else {
      end(Trigger.RST, state == State.SYN_RECEIVED ? Notice.REFUSED : Notice.RESET);
    }
  }

  private void end(Trigger trigger, Notice notice) {
    machine.take(trigger);
    machine.tcb().unacknowledged.clear();
    machine.notice(notice);
  }

  /** RFC 5961 §4: a SYN within the window is challenged, whatever its number. */
  private void syn() {
    ControlBlock tcb = machine.tcb();
    if (machine.state() == State.SYN_RECEIVED && tcb.passive) {
      machine.take(Trigger.SYN_IN_WINDOW);
      tcb.unacknowledged.clear();
    } else {
      machine.reply(tcb.ackSegment());
    }
  }

  /** The fifth step; false when processing ends with it. */
  private boolean ack(Segment segment) {
    ControlBlock tcb = machine.tcb();
    int ack = segment.ack();
    if (machine.state() == State.SYN_RECEIVED) {
      if (!tcb.acknowledgesNew(ack)) {
        reset(segment);
        return false;
      }
      machine.take(Trigger.ACK_OF_SYN);
      takeEarly();
    }
    boolean tooNew = SequenceNumber.after(ack, tcb.sndNxt);
    boolean tooOld = SequenceNumber.before(ack, tcb.sndUna - tcb.maxSndWnd);
    if (tooNew || tooOld) {
      machine.reply(tcb.ackSegment()); // RFC 5961 §5
      return false;
    }
    acknowledge(segment);
    return ackOfFin();
  }

  private void acknowledge(Segment segment) {
    ControlBlock tcb = machine.tcb();
    int window = tcb.sndWnd;
    boolean news = tcb.acknowledgesNew(segment.ack());
    boolean wanted = news || segment.ack() == tcb.sndUna;
    if (news) {
      tcb.acknowledge(segment.ack());
      machine.notice(Notice.ACKNOWLEDGED);
    }
    if (wanted && tcb.updateWindow(segment)) {
      machine.notice(Notice.WINDOW);
    }
    boolean bare = segment.length() == 0 && !segment.has(Flags.FIN);
    boolean sameWindow = tcb.sndWnd == window || !segment.options().sack().isEmpty();
    if (!news && bare && wanted && sameWindow && tcb.sndUna != tcb.sndNxt) {
      machine.notice(Notice.DUPLICATE_ACK);
    }
  }

  private boolean ackOfFin() {
    ControlBlock tcb = machine.tcb();
    switch (machine.state()) {
      case FIN_WAIT_1, CLOSING, LAST_ACK -> {
        if (tcb.finAcknowledged()) {
          machine.take(Trigger.ACK_OF_FIN);
        }
        return machine.state() == State.FIN_WAIT_1 || machine.state() == State.FIN_WAIT_2;
      }
      default -> {
        return true;
      }
    }
  }

  /** The sixth step. */
  private void urgent(Segment segment) {
    ControlBlock tcb = machine.tcb();
    if (segment.has(Flags.URG) && receives()) {
      tcb.rcvUp = SequenceNumber.max(tcb.rcvUp, segment.seq() + segment.urgent());
      machine.notice(Notice.URGENT);
    }
  }

  private boolean receives() {
    return switch (machine.state()) {
      case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> true;
      default -> false;
    };
  }

  /** The seventh step; true when the text is to be acknowledged. */
  private boolean text(Segment segment) {
    ControlBlock tcb = machine.tcb();
    tcb.arrived(segment);
    if (segment.length() == 0 || !receives()) {
      return false;
    }
    int before = tcb.queue.ready();
    tcb.rcvNxt = tcb.queue.take(tcb.rcvNxt, segment.textSeq(), tcb.trimmed(segment));
    if (tcb.queue.ready() > before) {
      machine.notice(Notice.TEXT);
    }
    return true;
  }

  /** The eighth step; true when the FIN was next. */
  private boolean fin(Segment segment) {
    ControlBlock tcb = machine.tcb();
    if (segment.has(Flags.FIN)) {
      tcb.queue.fin(segment.end() - 1);
    }
    if (machine.state() == State.TIME_WAIT && segment.has(Flags.FIN)) {
      machine.notice(Notice.TIME_WAIT);
      return true;
    }
    if (!receives() || !tcb.queue.finIsNext(tcb.rcvNxt)) {
      return false;
    }
    tcb.rcvNxt += 1;
    machine.take(Trigger.FIN);
    machine.notice(Notice.CLOSING);
    return true;
  }

  /** Acknowledges at once what leaves, fills or shows a hole (RFC 5681 §4.2), or leaves it owed. */
  private void owe(Segment segment, boolean fin) {
    ControlBlock tcb = machine.tcb();
    boolean inOrder = segment.end() == tcb.rcvNxt && !tcb.queue.hasHole() && !tcb.queue.sawRepeat();
    boolean last = fin && machine.state() != State.CLOSE_WAIT;
    if (tcb.conduct.delayedAck() && inOrder && !last) {
      machine.notice(Notice.ACK_OWED);
    } else {
      machine.reply(tcb.ackSegment());
    }
  }
}
