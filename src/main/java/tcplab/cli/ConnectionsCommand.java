package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tcplab connections FILE}. */
@Command(
    name = "connections",
    description =
        "One row per connection: both ends, bytes, repeats, RTT, states, how it opened and closed.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab connections capture.pcap",
      "  tcplab connections capture.pcap --columns client,server,server_port,handshake,teardown,closed_first"
    })
final class ConnectionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private ConnectionChoice choice = new ConnectionChoice();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.CONNECTIONS.print(input, choice, output, spec.commandLine().getErr());
  }
}
