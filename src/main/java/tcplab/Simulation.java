package tcplab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tcplab.dataframe.Dataframe;
import tcplab.plot.Picture;
import tcplab.plot.StateMachinePicture;
import tcplab.simulation.End;
import tcplab.simulation.Run;
import tcplab.simulation.Scenario;
import tcplab.table.SimulationTables;
import tcplab.tcp.Transition;
import tech.tablesaw.api.Table;

/**
 * A connection that never was on a wire: two ends and a network in virtual time, and what a capture
 * at either end would have shown.
 *
 * <pre>{@code
 * var run = Simulation.run(Scenario.standard().rule(Rule.drop().synAck(1)));
 * run.ladder()
 * run.capture().connections()
 * }</pre>
 */
public final class Simulation {
  private final Run run;
  private final Map<End, Capture> captures = new EnumMap<>(End.class);

  private Simulation(Run run) {
    this.run = run;
  }

  /**
   * Runs a scenario until nothing more happens. What a reader should know (a rule that matched no
   * segment, an end that waits for ever) is said on System.err and in {@link #remarks}.
   */
  public static Simulation run(Scenario scenario) {
    Simulation simulation = new Simulation(scenario.run());
    simulation.remarks().forEach(System.err::println);
    return simulation;
  }

  /** The state diagram of RFC 9293, drawn from the table by which the model goes. */
  public static Picture stateMachine() {
    return StateMachinePicture.of();
  }

  /** The same with the way that one end went in this run. */
  public Picture stateMachine(End end) {
    List<Transition> taken =
        run.stateChanges().stream()
            .filter(change -> change.end() == end)
            .map(Run.StateChange::transition)
            .toList();
    return StateMachinePicture.of("The way of the " + end.label(), taken);
  }

  /** What a capture at the client holds; every table and picture of a capture is there. */
  public Capture capture() {
    return capture(End.CLIENT);
  }

  /**
   * What a capture at one end holds.
   *
   * @throws UncheckedIOException when the temporary folder cannot be written
   */
  public Capture capture(End at) {
    return captures.computeIfAbsent(at, this::captured);
  }

  private Capture captured(End at) {
    try {
      Path file = Files.createTempFile("simulation-" + at.label() + "-", ".pcapng");
      file.toFile().deleteOnExit();
      write(file, at);
      return Capture.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes what a capture at one end would hold, as pcapng.
   *
   * @throws IOException when the file cannot be written
   */
  public void write(Path file, End at) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      run.writeCapture(at, out);
    }
  }

  /** The ladder diagram, seen from both ends: what was lost on the way shows. */
  public Picture ladder() {
    return capture().ladder(0, capture(End.SERVER));
  }

  /** The data dictionary's table <em>packets</em>, captured at the client. */
  public Table packets() {
    return capture().packets();
  }

  /** The data dictionary's table <em>connections</em>, captured at the client. */
  public Table connections() {
    return capture().connections();
  }

  /** Every change of state, with its place in RFC 9293: the model's own account. */
  public Table states() {
    return Dataframe.of(SimulationTables.states(run));
  }

  /** Every segment that was sent, and what the network did to it. */
  public Table segments() {
    return Dataframe.of(SimulationTables.segments(run));
  }

  /** Every segment that was sent again, and why. */
  public Table repeats() {
    return Dataframe.of(SimulationTables.repeats(run));
  }

  /** How the congestion windows moved. */
  public Table windows() {
    return Dataframe.of(SimulationTables.windows(run));
  }

  /** What an end's program received. */
  public byte[] received(End end) {
    return run.received(end);
  }

  /**
   * What became of a stream, in one sentence: how many octets of how many an end's program was
   * given, and whether they are those that the peer's program sent, in order.
   */
  public String outcome(End end) {
    int sent = run.sent(end.peer()).length;
    if (sent == 0) {
      return "nothing was sent";
    }
    int wrong = run.wrong(end);
    return String.format(
        Locale.ROOT,
        "%,d of %,d octets came, %s",
        run.received(end).length,
        sent,
        wrong == 0 ? "as they were sent" : String.format(Locale.ROOT, "%,d of them wrong", wrong));
  }

  /** Rules that matched no segment, ends that wait for ever; empty when there is nothing to say. */
  public List<String> remarks() {
    return run.remarks();
  }

  /** The run itself. */
  public Run run() {
    return run;
  }

  /** In one line: how long it took in virtual time, and how many segments were sent. */
  @Override
  public String toString() {
    return "a run of "
        + run.endNs() / 1_000_000
        + " ms with "
        + run.parcels().size()
        + " segments, "
        + run.repeats().size()
        + " of them repeats";
  }
}
