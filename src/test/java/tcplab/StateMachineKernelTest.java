package tcplab;

import static org.assertj.core.api.Assertions.assertThat;
import static tcplab.Requirement.requires;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tcplab.KernelRecordings.RecordedEnd;
import tcplab.tcp.Conduct;
import tcplab.tcp.Flags;
import tcplab.tcp.Segment;
import tcplab.tcp.SequenceNumber;
import tcplab.tcp.State;
import tcplab.tcp.StateMachine;
import tcplab.tcp.Transition;

/**
 * The state machine against the Linux kernel: fed with what an end received, and with the user
 * calls that its own segments tell of, it goes through the states that the kernel went through.
 */
class StateMachineKernelTest {
  /** A buffer so large that the model never refuses what the kernel took. */
  private static final Conduct KERNEL =
      new Conduct(1 << 30, 1460, 14, true, false, true, true, false);

  private static final String TWO_CONNECTIONS =
      "two connections on the same ports: the model is led through the first (HalfOpenTest compares"
          + " both)";

  /** "scenario side port" to the reason why the sequences differ. */
  private static final Map<String, String> EXPLAINED =
      Map.of(
          "half_open client 50588>8080",
          TWO_CONNECTIONS,
          "half_open server 8080>50588",
          TWO_CONNECTIONS,
          "tfo_syn_data server 8080>36802",
          "the Linux server sends its answer from SYN_RECEIVED (RFC 7413 §4.2.2), where RFC 9293"
              + " §3.10.2 keeps text back until ESTABLISHED: the model has not sent what the client"
              + " acknowledges");

  @Test
  void the_model_goes_through_the_kernels_states_in_the_projects_recordings(TestReporter reporter)
      throws IOException {
    compare(KernelRecordings.own(), 46, reporter);
  }

  @Test
  void the_model_goes_through_the_kernels_states_in_the_shared_recordings(TestReporter reporter)
      throws IOException {
    requires(Files.isDirectory(KernelRecordings.shared()), "" + KernelRecordings.shared());
    compare(KernelRecordings.shared(), 34, reporter);
  }

  private static void compare(Path folder, int least, TestReporter reporter) throws IOException {
    int ends = 0;
    int explained = 0;
    List<String> wrong = new ArrayList<>();
    for (Path truth : KernelRecordings.truths(folder)) {
      for (RecordedEnd end : KernelRecordings.ends(truth)) {
        ends++;
        List<State> model = states(replay(end));
        String name = end.scenario() + " " + end.side().label() + " " + end.ports();
        boolean equal = model.equals(end.states());
        assertThat(equal && EXPLAINED.containsKey(name)).as(name + " needs no reason").isFalse();
        if (!equal && EXPLAINED.containsKey(name)) {
          explained++;
        } else if (!equal) {
          wrong.add(name + ": model " + model + ", kernel " + end.states());
        }
      }
    }
    int equal = ends - explained - wrong.size();
    reporter.publishEntry(
        "state sequences",
        "ends "
            + ends
            + ", equal "
            + equal
            + ", explained "
            + explained
            + ", wrong "
            + wrong.size());
    assertThat(wrong).isEmpty();
    assertThat(ends).isGreaterThanOrEqualTo(least);
  }

  /** The kernel's record has neither LISTEN nor the end of TIME-WAIT. */
  private static List<State> states(StateMachine machine) {
    return machine.history().stream()
        .map(Transition::to)
        .filter(state -> state != State.LISTEN)
        .collect(Collectors.toList());
  }

  private static StateMachine replay(RecordedEnd end) {
    StateMachine machine = new StateMachine(KERNEL, () -> initialSequence(end));
    if (!end.isOwn(0)) {
      machine.openPassive();
    }
    for (int n = 0; n < end.connection().size(); n++) {
      Segment segment = end.segment(n);
      if (end.isOwn(n)) {
        calls(machine, segment);
      } else {
        machine.arrive(segment);
        if (machine.available() > 0) {
          machine.receive(machine.available());
        }
      }
    }
    if (end.timedOut() && machine.state() != State.CLOSED) {
      machine.userTimeout();
    }
    return machine;
  }

  private static int initialSequence(RecordedEnd end) {
    for (int n = 0; n < end.connection().size(); n++) {
      if (end.isOwn(n) && end.segment(n).has(Flags.SYN)) {
        return end.segment(n).seq();
      }
    }
    throw new AssertionError(end.scenario() + " has no SYN of the " + end.side());
  }

  /** What the user must have called for the kernel to send this. */
  private static void calls(StateMachine machine, Segment own) {
    State state = machine.state();
    if (own.has(Flags.RST)) {
      if (state != State.CLOSED) {
        machine.abort();
      }
    } else if (own.has(Flags.SYN)) {
      if (state == State.CLOSED && !own.has(Flags.ACK)) {
        machine.openActive(own.text());
      }
    } else {
      if (own.length() > 0 && isNew(machine, own.seq() + own.length())) {
        machine.send(own.text(), own.has(Flags.PSH));
      }
      if (own.has(Flags.FIN) && isNew(machine, own.end())) {
        machine.close();
      }
    }
  }

  private static boolean isNew(StateMachine machine, int end) {
    return SequenceNumber.after(end, machine.status().sndNxt());
  }
}
