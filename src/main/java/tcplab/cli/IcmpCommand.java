package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab icmp FILE}. */
@Command(
    name = "icmp",
    description =
        "One row per ICMP error about a TCP segment (no way, prohibited, too long): who says so, what, and of which connection.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab icmp capture.pcap",
      "  tcplab icmp capture.pcap --connection 3 --columns packet,reporter,error,mtu,seq",
      "  tcplab capture -i eth0 -w capture.pcap --filter 'tcp port 443 or icmp or icmp6'"
    })
final class IcmpCommand extends TableCommand.OfConnections {
  IcmpCommand() {
    super(CaptureTable.ICMP);
  }
}
