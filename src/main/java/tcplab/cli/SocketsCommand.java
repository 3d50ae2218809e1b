package tcplab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import tcplab.sockets.LiveSockets;
import tcplab.sockets.Snapshot;
import tcplab.sockets.SocketText;
import tcplab.table.SocketTable;
import tcplab.tcp.State;

/** {@code tcplab sockets [FILE|-]}. */
@Command(
    name = "sockets",
    description =
        "This machine's TCP sockets, or those in the output of netstat, ss, lsof or /proc/net/tcp.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab sockets --state close_wait --processes",
      "  tcplab sockets --port 443 --format csv",
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

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "a tool's output, - for stdin; without it, this machine's sockets now")
  private @Nullable String file;

  @Option(
      names = "--processes",
      description = "with each socket's process (yours; as root, everybody's)")
  private boolean processes;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "only sockets with this port at either end")
  private @Nullable Integer port;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description =
          "only sockets in this state, in any tool's spelling; repeat or separate by commas")
  private @Nullable List<String> states;

  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    State[] wanted = states();
    checkPort();
    Snapshot sockets = read();
    List<String> notes = sockets.notes();
    if (port != null) {
      sockets = sockets.port(port);
    }
    if (wanted.length > 0) {
      sockets = sockets.state(wanted[0], wanted);
    }
    output.print(SocketTable.of(sockets), FIRST);
    for (String note : notes) {
      spec.commandLine().getErr().println("tcplab: " + Terminal.inert(note));
    }
    return ExitCode.OK;
  }

  private Snapshot read() throws IOException {
    String name = file;
    if (name == null) {
      LiveSockets live = LiveSockets.ofThisMachine();
      return (processes ? live.withProcesses() : live).snapshot();
    }
    if (processes) {
      throw new ParameterException(
          spec.commandLine(),
          "--processes asks this machine, and " + name + " is a text; leave one out");
    }
    return name.equals("-")
        ? SocketText.parse(System.in.readAllBytes(), "stdin")
        : SocketText.parse(bytes(Path.of(name)), name);
  }

  private static byte[] bytes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder; name a file with netstat's or ss's output");
    }
    return Files.readAllBytes(path);
  }

  private void checkPort() {
    Integer number = port;
    if (number != null && (number < 0 || number > 65535)) {
      throw new ParameterException(
          spec.commandLine(), "--port " + number + ": a port is a number from 0 to 65535");
    }
  }

  private State[] states() {
    List<String> names = states == null ? List.of() : states;
    return names.stream().map(this::state).toArray(State[]::new);
  }

  private State state(String name) {
    return State.parse(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--state "
                        + Terminal.inert(name)
                        + ": no TCP state; there are: "
                        + List.of(State.values())));
  }
}
