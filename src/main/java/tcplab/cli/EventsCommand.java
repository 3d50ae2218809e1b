package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab events FILE}. */
@Command(
    name = "events",
    description =
        "One row per event of a packet (retransmission, duplicate ACK, zero window, …): the rule, the RFC, and the packets that prove it.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab events capture.pcap",
      "  tcplab events capture.pcap --connection 3 --columns packet,event,rule,reference,evidence",
      "  tcplab events capture.pcap --format csv | cut -d, -f5 | sort | uniq -c"
    })
final class EventsCommand extends TableCommand.OfConnections {
  EventsCommand() {
    super(CaptureTable.EVENTS);
  }
}
