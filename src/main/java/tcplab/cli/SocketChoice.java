package tcplab.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
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

  /** Where picocli fills the fields. */
  SocketChoice() {}

  SocketChoice(@Nullable Integer port, @Nullable List<String> states, @Nullable String words) {
    this.port = port;
    this.states = states;
    this.words = words;
  }

  /**
   * Reads the options.
   *
   * @throws OptionException when one of them is wrong
   */
  void check() throws OptionException {
    Integer number = port;
    if (number != null && (number < 1 || number > 65535)) {
      throw new OptionException("--port " + number + ": a port is a number from 1 to 65535");
    }
    List<String> names = states == null ? List.of() : states;
    wanted = new State[names.size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = state(names.get(i));
    }
    try {
      filter = SocketFilter.parse(words == null ? "" : words);
    } catch (SocketFilterException e) {
      throw new OptionException("--filter: " + Terminal.inert(e.getMessage()), e);
    }
  }

  private static State state(String name) throws OptionException {
    return State.parse(name)
        .orElseThrow(
            () ->
                new OptionException(
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
