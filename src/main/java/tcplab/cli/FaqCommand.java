package tcplab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplab.Faq;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.capture.SegmentLayout;
import tcplab.simulation.Counterexample;
import tcplab.simulation.Exploration;
import tcplab.simulation.ExplorerExperiments;
import tcplab.simulation.ExplorerExperiments.LeastTimeWait;
import tcplab.simulation.ExplorerLimits;
import tcplab.simulation.PartExperiments;
import tcplab.table.ColumnTable;
import tcplab.table.ExplorerTable;
import tcplab.table.HeaderTable;
import tcplab.table.PartTable;
import tcplab.table.ReliabilityTable;
import tcplab.table.TerminalWriter;
import tcplab.table.TerminalWriter.Layout;

/** {@code tcplab faq TOPIC}. */
@Command(
    name = "faq",
    description = "Questions about TCP, answered by experiment.",
    subcommands = {
      FaqCommand.ThreeWay.class,
      FaqCommand.Reliable.class,
      FaqCommand.Segment.class,
      FaqCommand.TwoMsl.class
    },
    synopsisSubcommandLabel = "TOPIC",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab faq three-way",
      "  tcplab faq two-msl --format json",
      "  tcplab faq segment capture.pcap --packet 4"
    })
final class FaqCommand implements Runnable {
  private static final String TOPICS = "three-way, reliable, segment FILE, two-msl";
  private static final List<String> FIRST =
      List.of("run", "variant", "property", "verdict", "counterexample_steps", "states");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", hidden = true)
  private List<String> unknown = List.of();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        unknown.isEmpty()
            ? "a topic is missing: " + TOPICS
            : "no topic '" + Terminal.inert(unknown.get(0)) + "'; there are: " + TOPICS);
  }

  /** How the findings of an explorer are printed. */
  static final class Findings {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--run",
        paramLabel = "N",
        description = "only the steps of counterexample N, as the column run numbers them")
    private @Nullable Integer run;

    @Mixin private TableOutput output = new TableOutput();

    /**
     * Prints verdicts and, for a reader, counterexamples: the first of each variant and property.
     * Says why an exploration stopped early, if one did; that is exit code 1.
     */
    int print(List<Exploration> explorations, String more) throws IOException {
      List<Counterexample> runs = ExplorerExperiments.runs(explorations);
      Integer wanted = run;
      if (wanted != null && (wanted < 1 || wanted > runs.size())) {
        throw new ParameterException(
            spec.commandLine(), "--run " + wanted + ": there are runs 1 to " + runs.size());
      }
      if (wanted != null) {
        output.print(ExplorerTable.steps(runs.get(wanted - 1)));
      } else {
        output.print(ExplorerTable.verdicts(explorations), FIRST, more + told(explorations, runs));
      }
      int code = ExitCode.OK;
      for (Exploration exploration : explorations) {
        if (!exploration.stopped().isEmpty()) {
          String message = exploration.variant() + ": " + exploration.stopped();
          spec.commandLine().getErr().println("tcplab: " + message);
          code = ExitCode.SOFTWARE;
        }
      }
      return code;
    }

    private static String told(List<Exploration> explorations, List<Counterexample> runs) {
      StringBuilder text = new StringBuilder();
      List<Integer> shown = ExplorerExperiments.firstRuns(explorations);
      for (int number : shown) {
        Counterexample told = runs.get(number - 1);
        text.append(section("Run " + number + ": " + told.title(), ExplorerTable.steps(told)));
        text.append("→ ").append(told.ending()).append('\n');
      }
      if (shown.size() < runs.size()) {
        int left = runs.size() - shown.size();
        text.append(String.format(Locale.ROOT, "%n%d more runs: --run N shows one%n", left));
      }
      return text.toString();
    }
  }

  private static String section(String title, ColumnTable table) {
    return String.format(Locale.ROOT, "%n%s%n%n", title) + TerminalWriter.text(table, Layout.WHOLE);
  }

  /** {@code tcplab faq three-way}. */
  @Command(
      name = "three-way",
      description =
          "Why three segments? Two, three and four are tried in every order of loss, repetition,"
              + " delay and crash.",
      sortOptions = false,
      footerHeading = "%nExamples%n",
      footer = {
        "  tcplab faq three-way",
        "  tcplab faq three-way --run 1",
        "  tcplab faq three-way --in-flight 3 --format csv"
      })
  static final class ThreeWay implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--in-flight",
        paramLabel = "N",
        defaultValue = "2",
        description =
            "segments on their way at once, 2 to 5; each more takes some fifty times as long (default:"
                + " ${DEFAULT-VALUE})")
    private int inFlight = ExplorerExperiments.IN_FLIGHT;

    @Option(
        names = "--states",
        paramLabel = "N",
        description = "stop each exploration after so many states (default: when memory runs out)")
    private @Nullable Long states;

    @Mixin private Findings findings = new Findings();

    @Override
    public Integer call() throws IOException {
      List<Exploration> found;
      try {
        ExplorerLimits limits =
            states == null ? ExplorerLimits.USUAL : ExplorerLimits.USUAL.withStates(states);
        found = ExplorerExperiments.explore(ExplorerExperiments.handshakes(inFlight), limits);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
      return findings.print(found, "");
    }
  }

  /** {@code tcplab faq two-msl}. */
  @Command(
      name = "two-msl",
      description = "Why wait 2 MSL? TIME_WAIT of several lengths against losses and old segments.",
      sortOptions = false,
      footerHeading = "%nExamples%n",
      footer = {"  tcplab faq two-msl", "  tcplab faq two-msl --columns variant,property,verdict"})
  static final class TwoMsl implements Callable<Integer> {
    @Mixin private Findings findings = new Findings();

    @Override
    public Integer call() throws IOException {
      List<Exploration> found = ExplorerExperiments.explore(ExplorerExperiments.timeWaits());
      List<LeastTimeWait> least = ExplorerExperiments.leastTimeWaits();
      String title = "The shortest TIME_WAIT that holds, found by trying, in ticks";
      return findings.print(found, section(title, ExplorerTable.leastTimeWaits(least)));
    }
  }

  /** {@code tcplab faq reliable}. */
  @Command(
      name = "reliable",
      description =
          "Why reliable? The same fault with each part of TCP and without it, in the simulator.",
      sortOptions = false,
      footerHeading = "%nExamples%n",
      footer = {"  tcplab faq reliable", "  tcplab faq reliable --format json -o parts.json"})
  static final class Reliable implements Callable<Integer> {
    @Mixin private TableOutput output = new TableOutput();

    @Option(
        names = "--recorded",
        description = "what a network did to recorded connections instead, and what TCP did")
    private boolean recorded;

    @Override
    public Integer call() throws IOException {
      output.print(
          recorded ? ReliabilityTable.of(Faq.reliability()) : PartTable.of(PartExperiments.all()));
      return ExitCode.OK;
    }
  }

  /** {@code tcplab faq segment FILE}. */
  @Command(
      name = "segment",
      description = "What is in a segment's header? A captured one, field by field.",
      sortOptions = false,
      footerHeading = "%nExamples%n",
      footer = {
        "  tcplab faq segment capture.pcap",
        "  tcplab faq segment capture.pcap --packet 4 --format csv"
      })
  static final class Segment implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "a capture: pcap or pcapng")
    private Path file = Path.of("");

    @Option(
        names = "--packet",
        paramLabel = "N",
        description = "the frame's number, from 1 (default: the first that holds a TCP segment)")
    private @Nullable Integer packet;

    @Mixin private TableOutput output = new TableOutput();

    @Override
    public Integer call() throws IOException {
      Packets packets = CaptureFile.read(file);
      if (packets.size() == 0) {
        throw new IOException(file + ": no TCP segment in " + packets.frames() + " frames");
      }
      Integer wanted = packet;
      int number = wanted == null ? packets.packet(0) : wanted;
      if (number < 1 || number > packets.frames()) {
        throw new ParameterException(
            spec.commandLine(),
            "--packet "
                + number
                + ": "
                + Terminal.inert(file.toString())
                + " has packets 1 to "
                + packets.frames());
      }
      Optional<SegmentLayout> layout = SegmentLayout.of(CaptureFile.frame(file, number));
      if (layout.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "--packet " + number + " is no TCP segment; those that are: " + some(packets));
      }
      output.print(HeaderTable.of(layout.get()));
      return ExitCode.OK;
    }

    private static String some(Packets packets) {
      List<String> numbers = new ArrayList<>();
      for (int row = 0; row < Math.min(10, packets.size()); row++) {
        numbers.add(Integer.toString(packets.packet(row)));
      }
      return String.join(", ", numbers) + (packets.size() > 10 ? ", …" : "");
    }
  }
}
