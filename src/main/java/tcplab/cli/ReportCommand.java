package tcplab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tcplab.Report;

/** {@code tcplab report FILE -o OUT.html}. */
@Command(
    name = "report",
    description =
        "One HTML file that tells what a capture holds: findings, conversations, handshakes, the worst connections with pictures.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab report capture.pcap -o report.html",
      "  tcplab report capture.pcap --filter 'port 3306' -o mysql.html",
      "  tcpdump -w - port 443 | tcplab report - -o https.html"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "where to write the report; a file of that name is replaced")
  private Path file = Path.of("report.html");

  @Override
  public Integer call() throws IOException {
    return input.read(
        spec.commandLine().getErr(),
        CaptureInput.Parts.NONE,
        packets -> {
          Path written = Report.of(input.name(), input.connections(packets)).write(file);
          spec.commandLine()
              .getErr()
              .println("tcplab: wrote " + Terminal.inert(written.toString()));
        });
  }
}
