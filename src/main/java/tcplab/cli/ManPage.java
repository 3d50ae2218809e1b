package tcplab.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command as a page of the manual, in man(7)'s macros, from the descriptions that picocli
 * holds.
 */
final class ManPage {
  private static final String EXIT =
      """
      .SH EXIT STATUS
      .TP
      .B 0
      done
      .TP
      .B 1
      a fault of the file or the machine; what was readable is printed
      .TP
      .B 2
      a wrong command, option or value
      """;

  private final CommandLine command;
  private final CommandSpec spec;
  private final StringBuilder out = new StringBuilder();

  private ManPage(CommandLine command) {
    this.command = command;
    spec = command.getCommandSpec();
  }

  /** The whole page. */
  static String of(CommandLine command) {
    return new ManPage(command).render();
  }

  /** The page's name: {@code tcplab-kernel-install} for {@code tcplab kernel install}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private String render() {
    String version = spec.root().version().length == 0 ? "tcplab" : spec.root().version()[0];
    out.append(".TH \"").append(escape(name(command)).toUpperCase(java.util.Locale.ROOT));
    out.append("\" \"1\" \"\" \"").append(escape(version)).append("\" \"tcplab's manual\"\n");
    section("NAME");
    String[] described = spec.usageMessage().description();
    line(name(command) + " - " + plain(String.join(" ", described)));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    Arrays.stream(described).forEach(text -> line(plain(text)));
    commands();
    arguments();
    out.append(EXIT);
    examples();
    if (spec.parent() != null) {
      section("SEE ALSO");
      out.append(".BR ").append(escape(spec.parent().qualifiedName("-"))).append(" (1)\n");
    }
    return out.toString();
  }

  private void synopsis() {
    String text = command.getHelp().synopsis(0).strip();
    out.append(".nf\n");
    text.lines().forEach(this::line);
    out.append(".fi\n");
  }

  private void commands() {
    List<CommandLine> below =
        command.getSubcommands().values().stream()
            .filter(c -> !c.getCommandSpec().usageMessage().hidden())
            .toList();
    if (below.isEmpty()) {
      return;
    }
    section("COMMANDS");
    for (CommandLine one : below) {
      String described = String.join(" ", one.getCommandSpec().usageMessage().description());
      item(one.getCommandName(), plain(described) + " See " + name(one) + "(1).");
    }
  }

  private void arguments() {
    section("OPTIONS");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (!parameter.hidden()) {
        item(parameter.paramLabel(), described(parameter));
      }
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        item(String.join(", ", option.names()) + value, described(option));
      }
    }
  }

  private static String described(ArgSpec argument) {
    return Arrays.stream(argument.renderedDescription())
        .map(ManPage::plain)
        .collect(Collectors.joining(" "));
  }

  private void examples() {
    section("EXAMPLES");
    out.append(".nf\n");
    Arrays.stream(spec.usageMessage().footer()).forEach(text -> line(plain(text)));
    out.append(".fi\n");
  }

  private void section(String title) {
    out.append(".SH ").append(title).append('\n');
  }

  private void item(String term, String text) {
    out.append(".TP\n.B ").append(escape(term)).append('\n');
    line(text);
  }

  private void line(String text) {
    out.append(escape(text)).append('\n');
  }

  /** Without picocli's markup and format characters. */
  private static String plain(String text) {
    return CommandLine.Help.Ansi.OFF.string(text).replace("%n", "\n").replace("%%", "%");
  }

  /** Nothing in the text is a macro, an escape or a typographic dash. */
  private static String escape(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
