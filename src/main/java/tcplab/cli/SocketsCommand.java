package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import tcplab.sockets.History;
import tcplab.sockets.PortRange;
import tcplab.sockets.Recorder;
import tcplab.sockets.Snapshot;
import tcplab.sockets.Warnings;
import tcplab.table.ChangeTable;
import tcplab.table.ColumnTable;
import tcplab.table.ListenerTable;
import tcplab.table.SocketGroups;
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
    try {
      check();
      return run();
    } catch (OptionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int run() throws IOException, InterruptedException, OptionException {
    PrintWriter err = spec.commandLine().getErr();
    if (watch != null) {
      return watch(span("--watch", watch));
    }
    if (diff != null) {
      return diff(span("--diff", diff), err);
    }
    Snapshot all = source.read(by == Grouping.PROCESS);
    if (listeners || warnings || by != null) {
      output.print(view(choice.of(all)));
      SocketListing.tell(all, err);
    } else {
      SocketListing.print(all, choice, output, err);
    }
    return ExitCode.OK;
  }

  private ColumnTable view(Snapshot sockets) {
    if (listeners) {
      return ListenerTable.of(sockets);
    } else if (warnings) {
      return WarningTable.of(Warnings.of(sockets, PortRange.ofThisMachine()));
    }
    return by == Grouping.REMOTE ? SocketGroups.byRemote(sockets) : SocketGroups.byProcess(sockets);
  }

  /** Ctrl-C ends the waiting, not the comparison. */
  private int diff(Duration time, PrintWriter err) throws IOException, InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (StopSignal signal = new StopSignal(stopped::countDown)) {
      Snapshot before = source.read(false);
      long start = System.nanoTime();
      if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        long ms = (System.nanoTime() - start) / 1_000_000;
        SocketListing.say("stopped after " + ms + " ms of " + time.toMillis(), err);
      }
      Snapshot after = source.read(false);
      Changes changes = Changes.between(choice.of(before), choice.of(after));
      output.print(ChangeTable.of(changes), CHANGES_FIRST);
      SocketListing.say(changes.toString(), err);
      SocketListing.tell(after, err);
    }
    return ExitCode.OK;
  }

  /** Ctrl-C is the usual end: what was printed is finished, and all is well. */
  private int watch(Duration interval) throws IOException, OptionException {
    Recorder recorder = recorder(interval);
    Thread reader = Thread.currentThread();
    long most = times == null ? Long.MAX_VALUE : times;
    try (StateWatch lines = new StateWatch(output);
        StopSignal signal = new StopSignal(() -> LockSupport.unpark(reader))) {
      recorder.record(
          new History(1, 1),
          elapsed -> lines.rows() < most && !signal.asked(),
          sockets -> lines.print(choice.of(sockets)));
      lines.end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return ExitCode.OK;
  }

  private Recorder recorder(Duration interval) throws OptionException {
    try {
      return source.recorder(interval);
    } catch (IllegalArgumentException e) {
      throw new OptionException("--watch: " + e.getMessage(), e);
    }
  }

  private void check() throws OptionException {
    choice.check();
    source.check();
    int views =
        (listeners ? 1 : 0)
            + (warnings ? 1 : 0)
            + (by != null ? 1 : 0)
            + (diff != null ? 1 : 0)
            + (watch != null ? 1 : 0);
    if (views > 1) {
      throw new OptionException("only one of --listeners, --warnings, --by, --diff and --watch");
    }
    if (diff != null || watch != null) {
      source.refuseText(diff != null ? "--diff" : "--watch");
    }
    if (times != null && watch == null) {
      throw new OptionException("--times goes with --watch");
    }
    if (times != null && times < 1) {
      throw new OptionException("--times " + times + ": at least 1");
    }
  }

  private static Duration span(String option, @Nullable String text) throws OptionException {
    try {
      return TimeSpan.parse(String.valueOf(text));
    } catch (IllegalArgumentException e) {
      throw new OptionException(option + ": " + Terminal.inert(e.getMessage()), e);
    }
  }
}
