package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tcplab.Lab;
import tcplab.capture.FilterException;
import tcplab.table.UnknownColumnException;

/** The {@code tcplab} command. */
@Command(
    name = "tcplab",
    description = "The laboratory for TCP: captures and sockets as tables.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnExecutionException = ExitCode.SOFTWARE,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab connections capture.pcap",
      "  tcplab packets capture.pcap --format csv --columns time_ns,src,dst,flags,length",
      "  tcplab sockets",
      "  netstat -ant | tcplab sockets -"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command line's words, such as {@code packets capture.pcap}
   */
  public static void main(String[] arguments) {
    boolean starts =
        arguments.length == 3
            && arguments[0].equals("kernel")
            && arguments[1].equals("run")
            && !arguments[2].startsWith("-");
    if (starts) {
      System.exit(startKernel(arguments[2]));
    }
    PlainLine plain = PlainLine.parse(arguments);
    System.exit(plain == null ? commandLine().execute(arguments) : plain.run(stderr()));
  }

  /** What Jupyter calls, and waits for: to read the command line would take half as long again. */
  private static int startKernel(String connectionFile) {
    try {
      return Lab.runKernel(Path.of(connectionFile));
    } catch (IOException | RuntimeException failure) {
      return explain(failure, "run", stderr());
    }
  }

  private static PrintWriter stderr() {
    return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
  }

  static CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new PacketsCommand())
            .addSubcommand(new ConnectionsCommand())
            .addSubcommand(new HandshakesCommand())
            .addSubcommand(new ReportCommand())
            .addSubcommand(new CaptureCommand())
            .addSubcommand(new SocketsCommand())
            .addSubcommand(new FaqCommand())
            .addSubcommand(new KernelCommand())
            .addSubcommand(new CompletionCommand())
            .addSubcommand(new ManCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(stderr());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> explain(failure, command.getCommandName(), command.getErr()));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Turns a typed exception into one line on stderr and an exit code. */
  static int explain(Exception failure, String command, PrintWriter err) {
    String name = "tcplab " + command + ": ";
    if (failure instanceof UnknownColumnException || failure instanceof FilterException) {
      err.println(name + Terminal.inert(failure.getMessage()));
      return ExitCode.USAGE;
    }
    if (failure instanceof ClosedOutputException) {
      return ExitCode.OK; // the reader has had enough, as `| head` does
    }
    if (failure instanceof IOException) {
      err.println(name + Terminal.inert(words((IOException) failure)));
      return ExitCode.SOFTWARE;
    }
    err.println(name + "a fault of tcplab itself, please report it with what follows:");
    failure.printStackTrace(err);
    return ExitCode.SOFTWARE;
  }

  private static String words(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoSuchFileException) {
      return message + ": no such file";
    } else if (failure instanceof AccessDeniedException) {
      return message + ": no permission";
    } else if (failure instanceof FileAlreadyExistsException) {
      return message + ": exists, and is no folder";
    }
    return message;
  }

  /** The version, from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "tcplab " + (version == null ? "(not run from its jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
      };
    }
  }
}
