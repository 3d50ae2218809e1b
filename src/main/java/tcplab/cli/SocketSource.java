package tcplab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tcplab.Detail;
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

  /** Where picocli fills the fields. */
  SocketSource() {}

  /** A file, or this machine where there is none, with so much detail. */
  SocketSource(@Nullable String file, Set<Detail> details) {
    this.file = file;
    processes = details.contains(Detail.PROCESSES);
    info = details.contains(Detail.INFO);
    memory = details.contains(Detail.MEMORY);
    verify = details.contains(Detail.VERIFY);
  }

  /**
   * Checks that nothing is asked of a text that only this machine can tell.
   *
   * @throws OptionException when it is
   */
  void check() throws OptionException {
    if (processes || info || memory || verify || pid != null) {
      String wish = processes ? "--processes" : info ? "--info" : memory ? "--memory" : "--verify";
      refuseText(pid != null ? "--namespace-of" : wish);
    }
  }

  /**
   * A text knows one moment only, and no more of it than what was printed.
   *
   * @throws OptionException when there is one
   */
  void refuseText(String option) throws OptionException {
    if (file != null) {
      throw new OptionException(
          option + " asks this machine, and " + Terminal.inert(file) + " is a text; leave one out");
    }
  }

  /**
   * Reads them.
   *
   * @param needsProcesses whether what is to be shown makes no sense without
   */
  Snapshot read(boolean needsProcesses) throws IOException {
    String name = file;
    if (name == null) {
      return live(needsProcesses).snapshot();
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

  /**
   * What reads again and again.
   *
   * @throws IllegalArgumentException when the interval is too short
   */
  Recorder recorder(Duration interval) {
    return new Recorder(live(false), interval);
  }
}
