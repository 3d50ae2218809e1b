package tcplab.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tcplab.sockets.Snapshot;
import tcplab.sockets.SocketFilter;
import tcplab.sockets.SocketFilterException;
import tcplab.tcp.State;

/** Which sockets are wanted. */
final class SocketChoice {
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

  @Option(
      names = "--filter",
      paramLabel = "WORDS",
      description =
          "only sockets for which this holds, in ss's words: 'dst 10.0.0.0/8 and sport >= :1024'")
  private @Nullable String words;

  private State[] wanted = {};
  private SocketFilter filter = SocketFilter.parse("");

  /**
   * Reads the options.
   *
   * @throws ParameterException when one of them is wrong
   */
  void check(CommandSpec spec) {
    Integer number = port;
    if (number != null && (number < 1 || number > 65535)) {
      throw new ParameterException(
          spec.commandLine(), "--port " + number + ": a port is a number from 1 to 65535");
    }
    wanted =
        (states == null ? List.<String>of() : states)
            .stream().map(name -> state(spec, name)).toArray(State[]::new);
    try {
      filter = SocketFilter.parse(words == null ? "" : words);
    } catch (SocketFilterException e) {
      throw new ParameterException(
          spec.commandLine(), "--filter: " + Terminal.inert(e.getMessage()), e);
    }
  }

  private static State state(CommandSpec spec, String name) {
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

  /** The wanted ones. */
  Snapshot of(Snapshot sockets) {
    Snapshot chosen = sockets;
    if (port != null) {
      chosen = chosen.port(port);
    }
    if (wanted.length > 0) {
      chosen = chosen.state(wanted[0], wanted);
    }
    return words == null ? chosen : filter.of(chosen);
  }
}
