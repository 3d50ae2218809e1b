package tcplab.tcp;

import static tcplab.tcp.State.CLOSED;
import static tcplab.tcp.State.CLOSE_WAIT;
import static tcplab.tcp.State.CLOSING;
import static tcplab.tcp.State.ESTABLISHED;
import static tcplab.tcp.State.FIN_WAIT_1;
import static tcplab.tcp.State.FIN_WAIT_2;
import static tcplab.tcp.State.LAST_ACK;
import static tcplab.tcp.State.LISTEN;
import static tcplab.tcp.State.SYN_RECEIVED;
import static tcplab.tcp.State.SYN_SENT;
import static tcplab.tcp.State.TIME_WAIT;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One change of state, and where RFC 9293 says so. {@link #TABLE} holds all there are: {@link
 * StateMachine} looks its next state up in it, and the state diagram is drawn from it.
 *
 * <p>There is no row from FIN-WAIT-1 to TIME-WAIT (note 2 of the RFC's figure): a segment that
 * acknowledges our FIN and brings the peer's takes two rows, for its ACK field is looked at in the
 * fifth step and its FIN in the eighth.
 *
 * @param from the state before
 * @param trigger what happens
 * @param to the state after
 * @param sends flags of the segment that is sent, as {@link Flags#text} writes them; empty for none
 * @param action what is done, in the RFC's words
 * @param reference where it is written
 * @param inFigure whether the RFC's state diagram (Figure 5) shows it
 */
public record Transition(
    State from,
    Trigger trigger,
    State to,
    String sends,
    String action,
    String reference,
    boolean inFigure) {

  private static final String OTHERS = "RFC 9293 §3.10.7.4 ";

  /** Every transition, those of the figure first. */
  public static final List<Transition> TABLE = table();

  /** The transition that a trigger makes, or empty when the state stays. */
  public static Optional<Transition> find(State from, Trigger trigger) {
    return TABLE.stream().filter(t -> t.from == from && t.trigger == trigger).findFirst();
  }

  private static List<Transition> table() {
    List<Transition> rows = new ArrayList<>();
    figureOpen(rows);
    figureAnswer(rows);
    figureClose(rows);
    resets(rows);
    aborts(rows);
    for (State state : EnumSet.complementOf(EnumSet.of(CLOSED, TIME_WAIT))) {
      text(rows, state, Trigger.USER_TIMEOUT, CLOSED, "", "RFC 9293 §3.10.8 user timeout");
    }
    return List.copyOf(rows);
  }

  private static void figureOpen(List<Transition> rows) {
    figure(rows, CLOSED, Trigger.PASSIVE_OPEN, LISTEN, "", "create TCB", "RFC 9293 §3.10.1");
    figure(
        rows,
        CLOSED,
        Trigger.ACTIVE_OPEN,
        SYN_SENT,
        "S",
        "create TCB, snd SYN",
        "RFC 9293 §3.10.1");
    figure(rows, LISTEN, Trigger.SEND, SYN_SENT, "S", "snd SYN", "RFC 9293 §3.10.2");
    figure(rows, LISTEN, Trigger.CLOSE, CLOSED, "", "delete TCB", "RFC 9293 §3.10.4");
    figure(
        rows,
        LISTEN,
        Trigger.SYN,
        SYN_RECEIVED,
        "S.",
        "snd SYN,ACK",
        "RFC 9293 §3.10.7.2 third, check for a SYN");
  }

  private static void figureAnswer(List<Transition> rows) {
    figure(rows, SYN_SENT, Trigger.CLOSE, CLOSED, "", "delete TCB", "RFC 9293 §3.10.4");
    String fourth = "RFC 9293 §3.10.7.3 fourth, check the SYN bit";
    figure(rows, SYN_SENT, Trigger.SYN, SYN_RECEIVED, "S.", "snd SYN,ACK", fourth);
    figure(rows, SYN_SENT, Trigger.SYN_ACK, ESTABLISHED, ".", "snd ACK", fourth);
    figure(
        rows,
        SYN_RECEIVED,
        Trigger.ACK_OF_SYN,
        ESTABLISHED,
        "",
        "x",
        OTHERS + "fifth, check the ACK field");
    figure(
        rows,
        SYN_RECEIVED,
        Trigger.RST_AFTER_PASSIVE_OPEN,
        LISTEN,
        "",
        "x",
        OTHERS + "second, check the RST bit");
    figure(rows, SYN_RECEIVED, Trigger.CLOSE, FIN_WAIT_1, "F.", "snd FIN", "RFC 9293 §3.10.4");
  }

  private static void figureClose(List<Transition> rows) {
    String ack = OTHERS + "fifth, check the ACK field";
    String fin = OTHERS + "eighth, check the FIN bit";
    figure(rows, ESTABLISHED, Trigger.CLOSE, FIN_WAIT_1, "F.", "snd FIN", "RFC 9293 §3.10.4");
    figure(rows, ESTABLISHED, Trigger.FIN, CLOSE_WAIT, ".", "snd ACK", fin);
    figure(rows, FIN_WAIT_1, Trigger.ACK_OF_FIN, FIN_WAIT_2, "", "x", ack);
    figure(rows, FIN_WAIT_1, Trigger.FIN, CLOSING, ".", "snd ACK", fin);
    figure(rows, FIN_WAIT_2, Trigger.FIN, TIME_WAIT, ".", "snd ACK", fin);
    figure(rows, CLOSE_WAIT, Trigger.CLOSE, LAST_ACK, "F.", "snd FIN", "RFC 9293 §3.10.4");
    figure(rows, CLOSING, Trigger.ACK_OF_FIN, TIME_WAIT, "", "x", ack);
    figure(rows, LAST_ACK, Trigger.ACK_OF_FIN, CLOSED, "", "delete TCB", ack);
    figure(
        rows,
        TIME_WAIT,
        Trigger.TIME_WAIT_TIMEOUT,
        CLOSED,
        "",
        "delete TCB",
        "RFC 9293 §3.10.8 TIME-WAIT timeout");
  }

  /** What the figure leaves out: an active OPEN in LISTEN, and what RST and SYN can do. */
  private static void resets(List<Transition> rows) {
    text(rows, LISTEN, Trigger.ACTIVE_OPEN, SYN_SENT, "S", "RFC 9293 §3.10.1");
    text(rows, SYN_SENT, Trigger.RST, CLOSED, "", "RFC 9293 §3.10.7.3 second, check the RST bit");
    for (State state : EnumSet.range(SYN_RECEIVED, TIME_WAIT)) {
      text(rows, state, Trigger.RST, CLOSED, "", OTHERS + "second, check the RST bit");
    }
    text(
        rows,
        SYN_RECEIVED,
        Trigger.SYN_IN_WINDOW,
        LISTEN,
        "",
        OTHERS + "fourth, check the SYN bit");
    text(
        rows,
        TIME_WAIT,
        Trigger.NEW_SYN,
        SYN_RECEIVED,
        "S.",
        OTHERS + "fourth, check the SYN bit; RFC 1122 §4.2.2.13");
  }

  private static void aborts(List<Transition> rows) {
    Set<State> told = EnumSet.of(SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT);
    for (State state : EnumSet.complementOf(EnumSet.of(CLOSED))) {
      String sends = told.contains(state) ? "R." : "";
      text(rows, state, Trigger.ABORT, CLOSED, sends, "RFC 9293 §3.10.5");
    }
  }

  private static void figure(
      List<Transition> rows,
      State from,
      Trigger trigger,
      State to,
      String sends,
      String action,
      String reference) {
    rows.add(new Transition(from, trigger, to, sends, action, reference, true));
  }

  private static void text(
      List<Transition> rows, State from, Trigger trigger, State to, String sends, String place) {
    String action =
        switch (sends) {
          case "S" -> "snd SYN";
          case "S." -> "snd SYN,ACK";
          case "R." -> "snd RST";
          default -> to == CLOSED ? "delete TCB" : "x";
        };
    rows.add(new Transition(from, trigger, to, sends, action, place, false));
  }

  /** Such as {@code LISTEN → SYN_RECEIVED: rcv SYN / snd SYN,ACK (RFC 9293 §3.10.7.2 …)}. */
  @Override
  public String toString() {
    return from + " → " + to + ": " + trigger.words() + " / " + action + " (" + reference + ")";
  }
}
