package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab conversations FILE}. */
@Command(
    name = "conversations",
    description =
        "One row per client, server and server's port, those with most octets first: connections, packets, octets each way, repeats.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab conversations capture.pcap",
      "  tcplab conversations capture.pcap --columns client,server,server_port,retransmissions --format csv"
    })
final class ConversationsCommand extends TableCommand {
  ConversationsCommand() {
    super(CaptureTable.CONVERSATIONS);
  }
}
