package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tcplab teardowns FILE}. */
@Command(
    name = "teardowns",
    description =
        "One row per connection's end: its variant, who closed first, the time in each phase.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab teardowns capture.pcap",
      "  tcplab teardowns capture.pcap --columns client,server,variant,closed_first,half_closed_us",
      "  tcplab teardowns capture.pcap --format json | jq -r .[].variant | sort | uniq -c"
    })
final class TeardownsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private ConnectionChoice choice = new ConnectionChoice();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.TEARDOWNS.print(input, choice, output, spec.commandLine().getErr());
  }
}
