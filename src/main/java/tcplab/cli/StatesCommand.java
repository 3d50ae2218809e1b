package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tcplab states FILE}. */
@Command(
    name = "states",
    description =
        "One row per state that an end of a connection was in: since which packet, how long, why, and on what that rests.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab states capture.pcap --connection 3",
      "  tcplab states capture.pcap --format csv --columns connection,side,state,duration_us | grep TIME_WAIT"
    })
final class StatesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private ConnectionChoice choice = new ConnectionChoice();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return CaptureTable.STATES.print(input, choice, output, spec.commandLine().getErr());
  }
}
