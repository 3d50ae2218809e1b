package tcplab.connection;

import static tcplab.tcp.State.CLOSED;
import static tcplab.tcp.State.CLOSE_WAIT;
import static tcplab.tcp.State.CLOSING;
import static tcplab.tcp.State.ESTABLISHED;
import static tcplab.tcp.State.FIN_WAIT_1;
import static tcplab.tcp.State.FIN_WAIT_2;
import static tcplab.tcp.State.LAST_ACK;
import static tcplab.tcp.State.SYN_RECEIVED;
import static tcplab.tcp.State.SYN_SENT;
import static tcplab.tcp.State.TIME_WAIT;

import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.tcp.Flags;
import tcplab.tcp.State;

/**
 * Leads both ends through the state machine of RFC 9293 §3.3.2, one segment after the other: first
 * its sender, then its receiver.
 *
 * <p>The capture shows what was sent. Whether it arrived is another question, which {@link
 * EndStates} answers with a {@link Basis}. LISTEN and the CLOSED before the first packet leave no
 * packets and are not listed, nor is the end of TIME_WAIT.
 */
final class StateWalk {
  private static final long LONGEST_ROUND_TRIP_NS = 1_000_000_000;

  /** From so many unanswered repeats or probes on, nobody can say that the path still works. */
  private static final int SILENCE = 2;

  final EndStates forward = new EndStates();
  final EndStates backward = new EndStates();

  void clear() {
    forward.clear();
    backward.clear();
  }

  /** A segment passes; both directions already hold what it says. */
  void accept(Sighting s, Half from, Half to) {
    EndStates sender = s.forward ? forward : backward;
    EndStates receiver = s.forward ? backward : forward;
    if (changesNothing(s, sender, receiver, from, to)) {
      return;
    }
    if (!s.has(Flags.RST) && sender.closedByOthers()) {
      aliveAfterReset(s, sender);
    }
    sender.learnFrom(s, s.has(Flags.ACK));
    sends(s, sender, receiver, from, to);
    receives(s, sender, receiver, from, to);
  }

  /**
   * An ICMP error says that a segment of this direction did not arrive. RFC 5461 §2.1 has most
   * systems give up a connection that is being opened, and none that is open.
   */
  void unreachable(IcmpError error, boolean goesForward) {
    EndStates sender = goesForward ? forward : backward;
    if (sender.is(SYN_SENT)) {
      sender.byReceiving(CLOSED, Cause.UNREACHABLE, Sighting.of(error));
    }
  }

  /**
   * The RST that ends this connection when its ports open the next (RFC 9293 §3.5.1): its sender
   * had forgotten the connection, its receiver had not.
   */
  void endsHalfOpen(Sighting s) {
    EndStates sender = s.forward ? forward : backward;
    EndStates receiver = s.forward ? backward : forward;
    if (!sender.isEmpty() && !sender.is(CLOSED)) {
      sender.byGuess(CLOSED, Cause.FORGOTTEN, s, true);
    }
    if (!receiver.isEmpty() && !receiver.is(CLOSED) && !receiver.is(TIME_WAIT)) {
      receiver.byReceiving(CLOSED, Cause.GOT_RST, s);
    }
  }

  /**
   * Nearly every segment: neither SYN nor FIN nor RST, between two ends that are ESTABLISHED, have
   * sent no FIN and have nothing left to prove. None of the rules below has a case for it.
   */
  private static boolean changesNothing(
      Sighting s, EndStates sender, EndStates receiver, Half from, Half to) {
    return !s.controls()
        && sender.is(ESTABLISHED)
        && receiver.is(ESTABLISHED)
        && sender.isProved()
        && !from.finSeen
        && !to.finSeen;
  }

  /**
   * An end that goes on speaking did not accept the RST (RFC 5961 §3.2), or heeded no ICMP error.
   * What it sent before the RST reached it may still pass for a round trip; the same SYN again is
   * another try. When an ICMP error comes for a SYN, nothing but that was on its way: whatever
   * passes later was sent by an end that goes on.
   */
  private static void aliveAfterReset(Sighting s, EndStates sender) {
    boolean late = s.time - sender.lastTime() > LONGEST_ROUND_TRIP_NS;
    if (s.opens() || late || sender.closedByIcmp()) {
      sender.revokeLast();
    }
  }

  private void sends(Sighting s, EndStates sender, EndStates receiver, Half from, Half to) {
    if (s.has(Flags.RST)) {
      sendsReset(s, sender, receiver, from);
      return;
    }
    if (sender.isEmpty()) {
      begins(s, sender, receiver, to);
    } else if (s.answersOpen() && sender.is(SYN_SENT)) {
      sender.byReceiving(SYN_RECEIVED, Cause.GOT_SYN, s);
    } else if (!s.has(Flags.SYN)) {
      actsEstablished(s, sender);
    }
    if (s.has(Flags.ACK) && to.finSeen && s.acked >= to.finEnd) {
      finArrived(
          sender, s, to.finEnd, true); // before its own FIN, which is in the same segment at times
    }
    if (s.has(Flags.FIN)) {
      sendsFin(s, sender, to);
    }
  }

  private static void begins(Sighting s, EndStates sender, EndStates receiver, Half to) {
    if (s.opens()) {
      sender.bySending(SYN_SENT, Cause.SENT_SYN, s);
    } else if (s.answersOpen()) {
      sender.bySending(SYN_RECEIVED, Cause.SENT_SYN_ACK, s);
    } else if (receiver.is(SYN_SENT) && s.acked >= to.dataStart && s.acked <= to.next) {
      sender.byGuess(SYN_RECEIVED, Cause.ANSWER_NOT_CAPTURED, s, true);
      sender.byGuess(ESTABLISHED, Cause.ACTED_ESTABLISHED, s, true);
    } else {
      sender.byGuess(ESTABLISHED, Cause.MIDDLE, s, true);
    }
  }

  /** It sends no SYN any more, so what should have made it ESTABLISHED did. */
  private static void actsEstablished(Sighting s, EndStates sender) {
    if (sender.is(SYN_SENT)) {
      sender.byGuess(ESTABLISHED, Cause.ACTED_ESTABLISHED, s, true);
    } else if (sender.is(SYN_RECEIVED) && !s.has(Flags.FIN) && s.length > 0) {
      sender.byGuess(ESTABLISHED, Cause.ACTED_ESTABLISHED, s, true);
    }
  }

  /**
   * A FIN that does not acknowledge the peer's FIN was sent before that came, though the capture
   * has the peer's first: the two crossed.
   */
  private static void sendsFin(Sighting s, EndStates sender, Half to) {
    if (to.finSeen && s.has(Flags.ACK) && s.acked < to.finEnd) {
      sender.revokeUnproved(CLOSE_WAIT);
    }
    if (sender.is(ESTABLISHED) || sender.is(SYN_RECEIVED)) {
      sender.bySending(FIN_WAIT_1, Cause.SENT_FIN, s);
    } else if (sender.is(CLOSE_WAIT)) {
      sender.bySending(LAST_ACK, Cause.SENT_FIN, s);
    }
  }

  private static void sendsReset(Sighting s, EndStates sender, EndStates receiver, Half from) {
    if (sender.isEmpty()) {
      boolean refuses = receiver.is(SYN_SENT);
      sender.bySending(CLOSED, refuses ? Cause.REFUSED : Cause.SENT_RST, s);
    } else if (sender.is(SYN_SENT) && from.nextKnown && s.left != from.next) {
      return; // answers an old segment and goes on waiting (RFC 9293 §3.10.7.3)
    } else if (!sender.is(CLOSED)) {
      sender.bySending(CLOSED, Cause.SENT_RST, s);
    }
  }

  private void receives(Sighting s, EndStates sender, EndStates receiver, Half from, Half to) {
    if (s.has(Flags.RST)) {
      receivesReset(s, receiver, from, to);
      return;
    }
    if (receiver.isEmpty()) {
      meetsMiddle(s, sender, receiver);
    }
    if (s.has(Flags.SYN)) {
      receivesSyn(s, receiver, from, to);
    }
    boolean finInOrder =
        from.finSeen && from.seen.contiguousFrom(from.dataStart) >= from.finEnd - 1;
    if (finInOrder && s.span() == 0) {
      finArrived(receiver, s, from.finEnd, false); // crossed the receiver's FIN, ahead of this ACK
    }
    if (s.has(Flags.ACK)) {
      receivesAck(s, receiver, to);
    }
    if (finInOrder) {
      finArrived(receiver, s, from.finEnd, false);
    }
    if (s.has(Flags.FIN)) {
      receiver.doubt(CLOSING); // the first FIN may have been lost, and this is the one that comes
    }
  }

  /** A silent receiver: what its peer acknowledges tells what it must have sent. */
  private static void meetsMiddle(Sighting s, EndStates sender, EndStates receiver) {
    if (s.has(Flags.SYN) || !s.has(Flags.ACK)) {
      return;
    }
    if (sender.openedActively()) {
      receiver.byGuess(SYN_RECEIVED, Cause.ANSWER_NOT_CAPTURED, s, true);
      receiver.byReceiving(ESTABLISHED, Cause.GOT_ACK_OF_SYN, s);
    } else {
      receiver.byGuess(ESTABLISHED, Cause.MIDDLE, s, false);
    }
  }

  private static void receivesSyn(Sighting s, EndStates receiver, Half from, Half to) {
    if (!receiver.is(SYN_SENT)) {
      return;
    }
    if (s.opens()) {
      receiver.byReceiving(SYN_RECEIVED, Cause.GOT_SYN, s);
    } else if (s.acked >= to.dataStart) {
      if (from.synSeen) {
        // Both sent a SYN; the peer's was on its way when this end sent its own, and came first.
        receiver.byGuess(SYN_RECEIVED, Cause.GOT_SYN, s, true);
      }
      receiver.byReceiving(ESTABLISHED, Cause.GOT_SYN_ACK, s);
    }
  }

  private static void receivesAck(Sighting s, EndStates receiver, Half to) {
    if (receiver.is(SYN_RECEIVED) && s.acked >= to.dataStart) {
      receiver.byReceiving(ESTABLISHED, Cause.GOT_ACK_OF_SYN, s);
    }
    if (!to.finSeen || s.acked < to.finEnd) {
      return;
    }
    if (receiver.is(FIN_WAIT_1)) {
      receiver.byReceiving(FIN_WAIT_2, Cause.GOT_ACK_OF_FIN, s);
    } else if (receiver.is(CLOSING)) {
      receiver.byReceiving(TIME_WAIT, Cause.GOT_ACK_OF_FIN, s);
    } else if (receiver.is(LAST_ACK)) {
      receiver.byReceiving(CLOSED, Cause.GOT_ACK_OF_FIN, s);
    }
  }

  /** The peer's FIN is in order for this end, or {@code proved} by its own acknowledgement. */
  private static void finArrived(EndStates end, Sighting s, long finEnd, boolean proved) {
    State next = afterFin(end.current());
    if (next == null) {
      return;
    }
    if (proved) {
      end.byGuess(next, Cause.GOT_FIN, s, true);
    } else {
      end.byReceivingFin(next, s, finEnd);
    }
  }

  private static @Nullable State afterFin(@Nullable State state) {
    if (state == ESTABLISHED || state == SYN_RECEIVED) {
      return CLOSE_WAIT;
    }
    if (state == FIN_WAIT_1) {
      return CLOSING;
    }
    return state == FIN_WAIT_2 ? TIME_WAIT : null;
  }

  /**
   * A RST counts when it stands exactly where the receiver waits (RFC 5961 §3.2), or, against a
   * SYN, when it acknowledges it (RFC 9293 §3.10.7.3).
   */
  private static void receivesReset(Sighting s, EndStates receiver, Half from, Half to) {
    if (receiver.isEmpty() || receiver.is(CLOSED) || receiver.is(TIME_WAIT)) {
      return;
    }
    boolean accepted;
    if (receiver.is(SYN_SENT)) {
      accepted = s.has(Flags.ACK) && s.acked >= to.dataStart;
    } else {
      long expected = from.seen.contiguousFrom(from.dataStart) + (from.finSeen ? 1 : 0);
      boolean atAck = to.ackSent && s.left == to.highestAck;
      accepted = atAck || s.left == expected || !from.nextKnown;
    }
    if (accepted) {
      boolean silent = from.unanswered >= SILENCE;
      receiver.byReceiving(CLOSED, silent ? Cause.RST_INTO_SILENCE : Cause.GOT_RST, s);
    }
  }
}
