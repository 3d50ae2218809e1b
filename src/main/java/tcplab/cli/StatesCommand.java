package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab states FILE}. */
@Command(
    name = "states",
    description =
        "One row per state that an end of a connection was in: since which packet, how long, why, and on what that rests.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab states capture.pcap --connection 3",
      "  tcplab states capture.pcap --format csv --columns connection,side,state,duration_us | grep TIME_WAIT"
    })
final class StatesCommand extends TableCommand.OfConnections {
  StatesCommand() {
    super(CaptureTable.STATES);
  }
}
