package tcplab.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tcplab completion}: the script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Prints a script with which bash and zsh complete commands, options and values.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  source <(tcplab completion)         in bash and in zsh",
      "  tcplab completion > ~/.local/share/bash-completion/completions/tcplab"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    spec.commandLine().getOut().print(AutoComplete.bash(spec.root().name(), root));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
