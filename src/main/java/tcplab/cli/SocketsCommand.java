package tcplab.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplab.TimeSpan;
import tcplab.sockets.Changes;
import tcplab.sockets.PortRange;
import tcplab.sockets.Snapshot;
import tcplab.sockets.Warnings;
import tcplab.table.ChangeTable;
import tcplab.table.ColumnTable;
import tcplab.table.ListenerTable;
import tcplab.table.SocketGroups;
import tcplab.table.SocketTable;
import tcplab.table.WarningTable;

/** {@code tcplab sockets [FILE|-]}. */
@Command(
    name = "sockets",
    description =
        "This machine's TCP sockets, or those in the output of netstat, ss, lsof or /proc/net/tcp.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab sockets --state close_wait --processes",
      "  tcplab sockets --filter 'state established dport = :3306' --info",
      "  tcplab sockets --warnings",
      "  tcplab sockets --diff 10s --format csv",
      "  tcplab sockets --watch 1s",
      "  ssh server ss -tan | tcplab sockets -"
    })
final class SocketsCommand implements Callable<Integer> {
  private static final List<String> FIRST =
      List.of(
          "local",
          "local_port",
          "remote",
          "remote_port",
          "state",
          "process",
          "pid",
          "recv_queue",
          "send_queue",
          "accept_queue",
          "backlog",
          "timer",
          "timer_ms",
          "retransmits",
          "rtt_us",
          "cwnd",
          "bytes_acked",
          "bytes_received",
          "uid",
          "inode",
          "family");

  private static final List<String> CHANGES_FIRST =
      List.of(
          "change", "local", "local_port", "remote", "remote_port", "state_before", "state_after");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SocketSource source = new SocketSource();

  @Mixin private SocketChoice choice = new SocketChoice();

  @Option(names = "--listeners", description = "the listeners, with accept queue and backlog")
  private boolean listeners;

  @Option(names = "--warnings", description = "the signs of trouble, each with what it means")
  private boolean warnings;

  @Option(
      names = "--by",
      paramLabel = "KEY",
      description = "count sockets by: ${COMPLETION-CANDIDATES}")
  private @Nullable Grouping by;

  @Option(
      names = "--diff",
      paramLabel = "TIME",
      description = "what happened to each socket within this time, such as 10s")
  private @Nullable String diff;

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      description = "count the states again and again, such as every 1s; a line each")
  private @Nullable String watch;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "with --watch: so many lines (default: until interrupted)")
  private @Nullable Integer times;

  @Mixin private TableOutput output = new TableOutput();

  /** By what sockets are counted. */
  enum Grouping {
    REMOTE,
    PROCESS
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkViews();
    choice.check(spec);
    if (watch != null) {
      return watch(span("--watch", watch));
    }
    if (diff != null) {
      return diff(span("--diff", diff));
    }
    Snapshot all = source.read(spec, by == Grouping.PROCESS);
    Snapshot sockets = choice.of(all);
    output.print(view(sockets), FIRST);
    tell(all);
    return ExitCode.OK;
  }

  private ColumnTable view(Snapshot sockets) {
    if (listeners) {
      return ListenerTable.of(sockets);
    } else if (warnings) {
      return WarningTable.of(Warnings.of(sockets, PortRange.ofThisMachine()));
    } else if (by == Grouping.REMOTE) {
      return SocketGroups.byRemote(sockets);
    } else if (by == Grouping.PROCESS) {
      return SocketGroups.byProcess(sockets);
    }
    return SocketTable.of(sockets);
  }

  private int diff(Duration time) throws IOException, InterruptedException {
    source.refuseText(spec, "--diff");
    Snapshot before = source.read(spec, false);
    Thread.sleep(time.toMillis());
    Snapshot after = source.read(spec, false);
    Changes changes = Changes.between(choice.of(before), choice.of(after));
    output.print(ChangeTable.of(changes), CHANGES_FIRST);
    say(changes.toString());
    tell(after);
    return ExitCode.OK;
  }

  private int watch(Duration interval) throws IOException {
    source.refuseText(spec, "--watch");
    if (times != null && times < 1) {
      throw new ParameterException(spec.commandLine(), "--times " + times + ": at least 1");
    }
    StateWatch lines = new StateWatch(output.format(), spec.commandLine().getOut());
    long left = times == null ? Long.MAX_VALUE : times;
    try {
      source.record(interval, left, choice::of, lines::print);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--watch: " + e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private void checkViews() {
    int views =
        (listeners ? 1 : 0)
            + (warnings ? 1 : 0)
            + (by != null ? 1 : 0)
            + (diff != null ? 1 : 0)
            + (watch != null ? 1 : 0);
    if (views > 1) {
      throw new ParameterException(
          spec.commandLine(), "only one of --listeners, --warnings, --by, --diff and --watch");
    }
    if (times != null && watch == null) {
      throw new ParameterException(spec.commandLine(), "--times goes with --watch");
    }
  }

  private Duration span(String option, @Nullable String text) {
    try {
      return TimeSpan.parse(String.valueOf(text));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + Terminal.inert(e.getMessage()), e);
    }
  }

  private void tell(Snapshot sockets) {
    sockets.notes().forEach(this::say);
  }

  private void say(String note) {
    spec.commandLine().getErr().println("tcplab: " + Terminal.inert(note));
  }
}
