package tcplab.cli;

import picocli.CommandLine.Command;

/** {@code tcplab packets FILE}. */
@Command(
    name = "packets",
    description = "One row per captured TCP segment.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab packets capture.pcap",
      "  tcplab packets capture.pcap --filter 'tcp port 3306 and host 10.8.152.162'",
      "  tcplab packets capture.pcap --connection 3 --columns packet,time_ns,sender,flags,length,rtt_us,bytes_in_flight,events",
      "  tcpdump -w - tcp | tcplab packets -",
      "  tcplab packets capture.pcap --format csv --columns packet,time_ns,flags,length,events > packets.csv"
    })
final class PacketsCommand extends TableCommand.OfConnections {
  PacketsCommand() {
    super(CaptureTable.PACKETS);
  }
}
