package tcplab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplab.Lab;

/** {@code tcplab kernel}: what Jupyter needs. */
@Command(
    name = "kernel",
    description = "Installs or runs the Jupyter kernel \"Java (tcplab)\".",
    subcommands = {
      KernelCommand.Install.class,
      KernelCommand.Run.class,
      KernelCommand.Rehearse.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab kernel install --user       for every Jupyter of this user",
      "  tcplab kernel install --prefix ENV into one Python environment"
    })
final class KernelCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: install or run");
  }

  /** Writes the kernelspec: kernel.json, logos, and the plotly.js that live figures use. */
  @Command(
      name = "install",
      description = "Writes the kernelspec, so that Jupyter offers the kernel.",
      footerHeading = "%nExample%n",
      footer = "  tcplab kernel install --user && jupyter kernelspec list")
  static final class Install implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup private Target target = new Target();

    /** Where to: at most one of these. */
    static final class Target {
      @Option(names = "--user", description = "into the user's Jupyter data folder (default)")
      private boolean user;

      @Option(
          names = "--prefix",
          paramLabel = "DIR",
          description = "into DIR/share/jupyter/kernels, such as a Python environment's sys.prefix")
      private @Nullable Path prefix;
    }

    @Override
    public Integer call() throws IOException {
      Path prefix = target.prefix;
      if (prefix != null && !Files.isDirectory(prefix)) {
        throw new ParameterException(spec.commandLine(), "--prefix " + prefix + ": no such folder");
      }
      Path data = prefix == null ? KernelSpecFiles.userData() : prefix.resolve("share/jupyter");
      Path folder = KernelSpecFiles.install(data.resolve("kernels"), launcher());
      spec.commandLine().getOut().println("installed kernelspec tcplab in " + folder);
      return ExitCode.OK;
    }

    /**
     * kernel/tcplab says where it is; a jar that was started by hand is started the same way again.
     */
    private static List<String> launcher() {
      String launcher = System.getProperty("tcplab.launcher");
      if (launcher != null) {
        return List.of(launcher);
      }
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-jar",
          jar.toAbsolutePath().toString());
    }
  }

  /** The kernel itself; Jupyter calls it. */
  @Command(name = "run", description = "Runs the kernel; Jupyter calls this.")
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

  /** A short session, so that the JVM can record what one loads; kernel/lab calls it. */
  @Command(
      name = "rehearse",
      hidden = true,
      description = "Goes through a short session while the JVM records a start-up archive.")
  static final class Rehearse implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
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
