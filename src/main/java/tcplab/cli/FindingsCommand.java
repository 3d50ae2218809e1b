package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab findings FILE}. */
@Command(
    name = "findings",
    description =
        "What stands out in a capture, the worst first: one row per finding and example, with the packets that show it.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab findings capture.pcap",
      "  tcplab findings capture.pcap --format json | jq -r '.[] | [.finding, .connections, .example] | @tsv'"
    })
final class FindingsCommand extends TableCommand {
  FindingsCommand() {
    super(CaptureTable.FINDINGS);
  }
}
