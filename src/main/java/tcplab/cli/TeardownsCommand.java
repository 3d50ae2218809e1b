package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab teardowns FILE}. */
@Command(
    name = "teardowns",
    description =
        "One row per connection's end: its variant, who closed first, the time in each phase.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab teardowns capture.pcap",
      "  tcplab teardowns capture.pcap --columns client,server,variant,closed_first,half_closed_us",
      "  tcplab teardowns capture.pcap --format json | jq -r .[].variant | sort | uniq -c"
    })
final class TeardownsCommand extends TableCommand.OfConnections {
  TeardownsCommand() {
    super(CaptureTable.TEARDOWNS);
  }
}
