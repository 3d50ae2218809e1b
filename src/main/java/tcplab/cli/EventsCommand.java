package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
final class EventsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private ConnectionChoice choice = new ConnectionChoice();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.EVENTS.print(input, choice, output, spec.commandLine().getErr());
  }
}
