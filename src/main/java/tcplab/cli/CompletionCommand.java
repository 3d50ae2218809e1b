package tcplab.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tcplab completion}: the script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Prints a script with which bash or zsh completes commands, options and values.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  source <(tcplab completion bash)",
      "  tcplab completion zsh > ~/.tcplab-completion && echo '. ~/.tcplab-completion' >> ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells that the script is for. */
  private enum Shell {
    BASH,
    ZSH
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      description = "bash or zsh; one script serves both (default: bash)")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash(spec.root().name(), root);
    spec.commandLine().getOut().print(shell == Shell.ZSH ? zsh(script) : script);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  /** zsh runs bash's script once its own completion has been started. */
  private static String zsh(String script) {
    int end = script.indexOf('\n') + 1; // after the interpreter's line
    return script.substring(0, end)
        + "autoload -Uz compinit && compinit -u\n"
        + script.substring(end);
  }
}
