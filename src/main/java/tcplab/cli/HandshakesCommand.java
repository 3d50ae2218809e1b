package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
final class HandshakesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private ConnectionChoice choice = new ConnectionChoice();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.HANDSHAKES.print(input, choice, output, spec.commandLine().getErr());
  }
}
