package tcplab.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code tcplab} command as picocli knows it: its subcommands, help and version. */
@Command(
    name = "tcplab",
    description = "The laboratory for TCP: captures and sockets as tables.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnExecutionException = ExitCode.SOFTWARE,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab findings capture.pcap",
      "  tcplab connections capture.pcap",
      "  tcplab packets capture.pcap --format csv --columns time_ns,src,dst,flags,length",
      "  tcplab sockets",
      "  netstat -ant | tcplab sockets -"
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private RootCommand() {}

  /** All commands, ready to be executed. */
  static CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new RootCommand())
            .addSubcommand(new PacketsCommand())
            .addSubcommand(new ConnectionsCommand())
            .addSubcommand(new HandshakesCommand())
            .addSubcommand(new TeardownsCommand())
            .addSubcommand(new StatesCommand())
            .addSubcommand(new EventsCommand())
            .addSubcommand(new IcmpCommand())
            .addSubcommand(new FindingsCommand())
            .addSubcommand(new ConversationsCommand())
            .addSubcommand(new LadderCommand())
            .addSubcommand(new ReportCommand())
            .addSubcommand(new CaptureCommand())
            .addSubcommand(new SocketsCommand())
            .addSubcommand(new FaqCommand())
            .addSubcommand(new KernelCommand())
            .addSubcommand(new CompletionCommand())
            .addSubcommand(new ManCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(Main.stderr());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) ->
            Main.explain(failure, command.getCommandName(), command.getErr()));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version, from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "tcplab " + (version == null ? "(not run from its jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
      };
    }
  }
}
