package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplab.Plots;
import tcplab.connection.Connections;

/** {@code tcplab ladder FILE}. */
@Command(
    name = "ladder",
    description =
        "One connection as a ladder diagram: time downwards, a segment a line, both ends' states at the sides.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab ladder capture.pcap",
      "  tcplab ladder capture.pcap --connection 3 --most 200 | less",
      "  tcplab ladder capture.pcap --connection 3 -o ladder.svg"
    })
final class LadderCommand implements Callable<Integer> {
  private static final int MOST = 60;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();

  @Option(
      names = "--connection",
      paramLabel = "N",
      defaultValue = "0",
      description = "which connection (default: ${DEFAULT-VALUE}, the first)")
  private int number;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "" + MOST,
      description =
          "so many segments: of more, how it begins and ends and what has events (default: ${DEFAULT-VALUE})")
  private int most = MOST;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write to FILE instead of stdout; a picture when its name ends in .svg")
  private @Nullable Path file;

  @Option(
      names = "--to-scale",
      description = "a picture whose height is strictly proportional to time")
  private boolean toScale;

  @Override
  public Integer call() throws IOException {
    if (most < 1) {
      throw new ParameterException(spec.commandLine(), "--most " + most + ": at least 1");
    }
    if (toScale && !isPicture()) {
      throw new ParameterException(
          spec.commandLine(), "--to-scale is for pictures: -o FILE.svg goes with it");
    }
    PrintWriter err = spec.commandLine().getErr();
    return input.read(
        err, CaptureInput.Parts.NONE, packets -> show(input.connections(packets), err));
  }

  private boolean isPicture() {
    return file != null && file.toString().endsWith(".svg");
  }

  private void show(Connections connections, PrintWriter err) throws IOException {
    int count = connections.count();
    if (number < 0 || (number >= count && (count > 0 || number > 0))) {
      throw new NoSuchConnectionException(List.of(number), count);
    }
    Plots plots = Plots.of(input.name(), connections, number);
    Path target = file;
    if (target != null && isPicture()) {
      plots.writeLadder(target, toScale);
    } else {
      TableOutput.to(target).printText(width -> plots.ladderText(most, width));
    }
    if (target != null) {
      err.println("tcplab: wrote " + Terminal.inert(target.toString()));
    }
    if (count > 1) {
      err.println(
          "tcplab: connection "
              + number
              + " of 0 to "
              + (count - 1)
              + "; --connection N shows another");
    }
  }
}
