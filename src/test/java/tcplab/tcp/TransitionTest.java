package tcplab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of transitions against the RFC's figure, and the machine against the table. */
class TransitionTest {
  /** The arrows of RFC 9293's Figure 5, read off the figure. */
  private static final Set<String> FIGURE =
      Set.of(
          "CLOSED passive OPEN LISTEN",
          "CLOSED active OPEN SYN_SENT",
          "LISTEN CLOSE CLOSED",
          "LISTEN SEND SYN_SENT",
          "LISTEN rcv SYN SYN_RECEIVED",
          "SYN_SENT CLOSE CLOSED",
          "SYN_SENT rcv SYN SYN_RECEIVED",
          "SYN_SENT rcv SYN,ACK ESTABLISHED",
          "SYN_RECEIVED rcv RST (after a passive OPEN) LISTEN",
          "SYN_RECEIVED rcv ACK of SYN ESTABLISHED",
          "SYN_RECEIVED CLOSE FIN_WAIT_1",
          "ESTABLISHED CLOSE FIN_WAIT_1",
          "ESTABLISHED rcv FIN CLOSE_WAIT",
          "FIN_WAIT_1 rcv ACK of FIN FIN_WAIT_2",
          "FIN_WAIT_1 rcv FIN CLOSING",
          "FIN_WAIT_2 rcv FIN TIME_WAIT",
          "CLOSE_WAIT CLOSE LAST_ACK",
          "CLOSING rcv ACK of FIN TIME_WAIT",
          "LAST_ACK rcv ACK of FIN CLOSED",
          "TIME_WAIT timeout = 2 MSL CLOSED");

  @Test
  void the_table_holds_the_figure_and_says_of_no_other_row_that_it_is_in_it() {
    Set<String> drawn =
        Transition.TABLE.stream()
            .filter(Transition::inFigure)
            .map(t -> t.from() + " " + t.trigger().words() + " " + t.to())
            .collect(Collectors.toSet());
    assertThat(drawn).isEqualTo(FIGURE);
  }

  @Test
  void a_state_and_a_trigger_have_one_row_and_each_row_names_its_place() {
    Set<String> keys = new HashSet<>();
    for (Transition transition : Transition.TABLE) {
      assertThat(keys.add(transition.from() + " " + transition.trigger())).isTrue();
      assertThat(transition.reference()).startsWith("RFC 9293 §3.10.");
      assertThat(transition.action()).isNotEmpty();
      Flags.parse(transition.sends().isEmpty() ? "none" : transition.sends());
    }
  }

  @Test
  void rows_for_every_state_that_a_rst_an_abort_or_the_user_timeout_ends() {
    assertThat(froms(Trigger.RST)).hasSize(9).doesNotContain(State.CLOSED, State.LISTEN);
    assertThat(froms(Trigger.ABORT)).hasSize(10).doesNotContain(State.CLOSED);
    assertThat(froms(Trigger.USER_TIMEOUT)).hasSize(9);
  }

  private static List<State> froms(Trigger trigger) {
    return Transition.TABLE.stream()
        .filter(t -> t.trigger() == trigger)
        .map(Transition::from)
        .toList();
  }

  @Test
  void the_machine_takes_every_row_and_sends_what_it_says() {
    for (Transition row : Transition.TABLE) {
      StateMachine machine =
          row.trigger() == Trigger.RST && row.from() == State.SYN_RECEIVED
              ? Dialogue.crossed()
              : Dialogue.in(row.from());
      assertThat(machine.state()).as("" + row).isEqualTo(row.from());
      Outcome outcome = Dialogue.happens(machine, row.trigger());
      assertThat(outcome.transitions()).as("" + row).startsWith(row);
      List<String> sent =
          outcome.sent().stream().map(segment -> Flags.text(segment.flags())).toList();
      if (!row.sends().isEmpty()) {
        assertThat(sent).as("" + row).contains(row.sends());
      } else {
        assertThat(sent).as("" + row).isEmpty();
      }
      assertThat(Transition.TABLE).containsAll(machine.history());
    }
  }

  @Test
  void a_call_or_a_timer_without_a_row_changes_nothing() {
    for (State state : State.values()) {
      for (Trigger trigger : Trigger.values()) {
        boolean segment = trigger.kind() == Trigger.Kind.SEGMENT;
        if (!segment && Transition.find(state, trigger).isEmpty()) {
          StateMachine machine = Dialogue.in(state);
          int changes = machine.history().size();
          try {
            Dialogue.happens(machine, trigger);
          } catch (IllegalStateException refused) {
            assertThat(refused).hasMessageStartingWith("error: connection ");
          }
          assertThat(machine.state()).as(state + " " + trigger).isEqualTo(state);
          assertThat(machine.history()).hasSize(changes);
        }
      }
    }
  }
}
