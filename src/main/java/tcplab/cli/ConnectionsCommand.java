package tcplab.cli;

import picocli.CommandLine.Command;

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
final class ConnectionsCommand extends TableCommand.OfConnections {
  ConnectionsCommand() {
    super(CaptureTable.CONNECTIONS);
  }
}
