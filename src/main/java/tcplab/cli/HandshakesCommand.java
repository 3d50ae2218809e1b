package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab handshakes FILE}. */
@Command(
    name = "handshakes",
    description =
        "One row per handshake: its variant, packets, RTT, and what both sides announced.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab handshakes capture.pcap",
      "  tcplab handshakes capture.pcap --format json | jq .[].rtt_us"
    })
final class HandshakesCommand extends TableCommand.OfConnections {
  HandshakesCommand() {
    super(CaptureTable.HANDSHAKES);
  }
}
