package tcplab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplab.Lab;

/** {@code tcplab kernel}: what Jupyter needs. */
@Command(
    name = "kernel",
    description = "Installs or runs the Jupyter kernel \"Java (tcplab)\".",
    subcommands = {
      KernelInstallCommand.class,
      KernelCommand.Run.class,
      KernelCommand.Rehearse.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab kernel install --user        for every Jupyter of this user",
      "  tcplab kernel install --prefix ENV  into one Python environment",
      "  tcplab kernel install --jdk /usr/lib/jvm/jdk-25 --jvm-arg -Xmx8g"
    })
final class KernelCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: install or run");
  }

  /** The kernel itself; Jupyter calls it. */
  @Command(
      name = "run",
      description = "Runs the kernel; Jupyter calls this.",
      footerHeading = "%nExamples%n",
      footer = "  jupyter console --kernel tcplab     calls it with such a file")
  static final class Run implements Callable<Integer> {
    @Parameters(
        paramLabel = "CONNECTION_FILE",
        description = "the file in which Jupyter names the ports and the key")
    private Path connectionFile = Path.of("");

    @Override
    public Integer call() throws IOException {
      return Lab.runKernel(connectionFile);
    }
  }

  /** A short session, so that the JVM can record what it loads; kernel/lab calls it. */
  @Command(
      name = "rehearse",
      hidden = true,
      description = "Goes through a short session while the JVM records a start-up archive.")
  static final class Rehearse implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      CommandRehearsal.play();
      Lab.rehearseKernel();
      return ExitCode.OK;
    }
  }

  /** A file of the jar, as a stream. */
  static InputStream resource(String name) throws IOException {
    InputStream stream = KernelCommand.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IOException("the jar is incomplete: " + name + " is missing; build it again");
    }
    return stream;
  }
}
