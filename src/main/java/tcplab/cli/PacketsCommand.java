package tcplab.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tcplab.connection.Connections;
import tcplab.table.AnalysedPackets;
import tcplab.table.PacketTable;

/** {@code tcplab packets FILE}. */
@Command(
    name = "packets",
    description = "One row per captured TCP segment.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab packets capture.pcap",
      "  tcplab packets capture.pcap --filter 'tcp port 3306 and host 10.8.152.162'",
      "  tcpdump -w - tcp | tcplab packets -",
      "  tcplab packets capture.pcap --format csv --columns packet,time_ns,flags,length,events > packets.csv"
    })
final class PacketsCommand implements Callable<Integer> {
  private static final List<String> FIRST =
      List.of(
          "packet",
          "src",
          "src_port",
          "dst",
          "dst_port",
          "flags",
          "seq",
          "ack",
          "window",
          "length",
          "connection",
          "sender",
          "events",
          "sack",
          "time_ns");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return input.read(
        spec.commandLine().getErr(),
        packets ->
            output.print(
                PacketTable.of(packets, new AnalysedPackets(Connections.of(packets))), FIRST));
  }
}
