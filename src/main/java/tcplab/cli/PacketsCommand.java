package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
final class PacketsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private ConnectionChoice choice = new ConnectionChoice();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.PACKETS.print(input, choice, output, spec.commandLine().getErr());
  }
}
