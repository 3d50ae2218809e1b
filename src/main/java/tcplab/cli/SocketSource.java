package tcplab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tcplab.sockets.History;
import tcplab.sockets.LiveSockets;
import tcplab.sockets.Recorder;
import tcplab.sockets.Snapshot;
import tcplab.sockets.SocketText;

/** Where the sockets come from, and how much of them is asked for. */
final class SocketSource {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "a tool's output, - for stdin; without it, this machine's sockets now")
  private @Nullable String file;

  @Option(
      names = "--processes",
      description = "with each socket's process (yours; as root, everybody's)")
  private boolean processes;

  @Option(names = "--info", description = "with the kernel's tcp_info: rtt_us, cwnd, bytes, ...")
  private boolean info;

  @Option(names = "--memory", description = "with the memory that the buffers take, and drops")
  private boolean memory;

  @Option(
      names = "--verify",
      description = "read twice, to add what changes meanwhile made the first pass miss")
  private boolean verify;

  @Option(
      names = "--namespace-of",
      paramLabel = "PID",
      description = "the sockets of the network namespace that this process lives in")
  private @Nullable Long pid;

  /**
   * Reads them.
   *
   * @param needsProcesses whether what is to be shown makes no sense without
   */
  Snapshot read(CommandSpec spec, boolean needsProcesses) throws IOException {
    String name = file;
    if (name == null) {
      return live(needsProcesses).snapshot();
    }
    if (processes || info || memory || verify || pid != null) {
      String wish = processes ? "--processes" : info ? "--info" : memory ? "--memory" : "--verify";
      throw new ParameterException(
          spec.commandLine(),
          (pid != null ? "--namespace-of" : wish)
              + " asks this machine, and "
              + Terminal.inert(name)
              + " is a text; leave one out");
    }
    return name.equals("-")
        ? SocketText.parse(System.in.readAllBytes(), "stdin")
        : SocketText.parse(bytes(Path.of(name)), name);
  }

  private LiveSockets live(boolean needsProcesses) {
    LiveSockets machine = pid == null ? LiveSockets.ofThisMachine() : LiveSockets.ofProcess(pid);
    machine = processes || needsProcesses ? machine.withProcesses() : machine;
    machine = info ? machine.withInfo() : machine;
    machine = memory ? machine.withMemory() : machine;
    return verify ? machine.verified() : machine;
  }

  private static byte[] bytes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder; name a file with netstat's or ss's output");
    }
    return Files.readAllBytes(path);
  }

  /** A text does not change with time. */
  void refuseText(CommandSpec spec, String option) {
    if (file != null) {
      throw new ParameterException(
          spec.commandLine(), option + " asks this machine, and there is a FILE; leave one out");
    }
  }

  /** Reads again and again, so many times. */
  void record(
      Duration interval, long times, UnaryOperator<Snapshot> choice, Consumer<Snapshot> each)
      throws IOException {
    long[] left = {times};
    new Recorder(live(false), interval)
        .record(
            new History(1, 1),
            elapsed -> left[0] > 0,
            snapshot -> {
              left[0]--;
              each.accept(choice.apply(snapshot));
            });
  }
}
