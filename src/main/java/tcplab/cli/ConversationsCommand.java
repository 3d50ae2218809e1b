package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tcplab conversations FILE}. */
@Command(
    name = "conversations",
    description =
        "One row per client, server and server's port, those with most octets first: connections, packets, octets each way, repeats.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab conversations capture.pcap",
      "  tcplab conversations capture.pcap --columns client,server,server_port,retransmissions --format csv"
    })
final class ConversationsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.CONVERSATIONS.print(
        input, new ConnectionChoice(null), output, spec.commandLine().getErr());
  }
}
