package tcplab.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tcplab man}: the manual's pages, from the same descriptions as {@code --help}. */
@Command(
    name = "man",
    description = "Prints a page of the manual, or writes all pages into a folder.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab man > tcplab.1 && man ./tcplab.1",
      "  tcplab man packets | man -l -",
      "  tcplab man --install ~/.local/share/man/man1"
    })
final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "the command, such as packets or kernel install (default: tcplab itself)")
  private List<String> names = List.of();

  @Option(
      names = "--install",
      paramLabel = "DIR",
      description = "write all pages into this folder, which is made where it is missing")
  private @Nullable Path folder;

  @Override
  public Integer call() throws IOException {
    if (folder != null) {
      return install(folder);
    }
    CommandLine command = spec.root().commandLine();
    for (String name : names) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw new ParameterException(
            spec.commandLine(), "no command '" + Terminal.inert(name) + "' to tell of");
      }
      command = next;
    }
    spec.commandLine().getOut().print(ManPage.of(command));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private int install(Path into) throws IOException {
    Files.createDirectories(into);
    List<CommandLine> all = visible(spec.root().commandLine());
    for (CommandLine command : all) {
      Path file = into.resolve(ManPage.name(command) + ".1");
      Files.writeString(file, ManPage.of(command), StandardCharsets.UTF_8);
    }
    spec.commandLine()
        .getErr()
        .println("tcplab: wrote " + all.size() + " pages to " + Terminal.inert(into.toString()));
    return ExitCode.OK;
  }

  /** A command and all below it that help shows. */
  static List<CommandLine> visible(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    for (CommandLine below : command.getSubcommands().values()) {
      if (!below.getCommandSpec().usageMessage().hidden()) {
        all.addAll(visible(below));
      }
    }
    return all;
  }
}
