package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tcplab findings FILE}. */
@Command(
    name = "findings",
    description =
        "What stands out in a capture, the worst first: one row per finding and example, with the packets that show it.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab findings capture.pcap",
      "  tcplab findings capture.pcap --format json | jq -r '.[] | [.finding, .connections, .example] | @tsv'"
    })
final class FindingsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.FINDINGS.print(
        input, new ConnectionChoice(null), output, spec.commandLine().getErr());
  }
}
