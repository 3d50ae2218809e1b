package tcplab.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tcplab.connection.Connections;
import tcplab.table.ConnectionTable;

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
  private static final List<String> FIRST =
      List.of(
          "connection",
          "client",
          "client_port",
          "server",
          "server_port",
          "handshake",
          "handshake_rtt_us",
          "bytes_client",
          "bytes_server",
          "retransmissions_client",
          "retransmissions_server",
          "teardown",
          "closed_first",
          "packets_client",
          "packets_server");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return input.read(
        spec.commandLine().getErr(),
        packets -> output.print(ConnectionTable.of(Connections.of(packets)), FIRST));
  }
}
