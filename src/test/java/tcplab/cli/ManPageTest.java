package tcplab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ManPageTest {
  @TempDir Path folder;

  static List<String> commands() {
    return ManCommand.visible(RootCommand.commandLine()).stream().map(ManPage::name).toList();
  }

  private static CommandLine command(String name) {
    return ManCommand.visible(RootCommand.commandLine()).stream()
        .filter(command -> ManPage.name(command).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String printed(String... words) {
    StringWriter out = new StringWriter();
    CommandLine line =
        RootCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    line.execute(words);
    return out.toString();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_has_examples_of_its_own(String name) {
    List<String> footer = List.of(command(name).getCommandSpec().usageMessage().footer());
    assertThat(footer).isNotEmpty();
    if (!name.equals("tcplab")) {
      assertThat(footer)
          .isNotEqualTo(
              List.of(RootCommand.commandLine().getCommandSpec().usageMessage().footer()));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void a_page_has_its_sections_and_every_option_that_help_shows(String name) {
    CommandLine command = command(name);
    String page = ManPage.of(command);
    assertThat(page)
        .startsWith(".TH \"" + name.replace("-", "\\-").toUpperCase(java.util.Locale.ROOT));
    assertThat(page)
        .contains(".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH EXIT STATUS", ".SH EXAMPLES");
    command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> assertThat(page).contains(option.longestName().replace("-", "\\-")));
    assertThat(page.lines().filter(line -> line.startsWith(".")))
        .allMatch(line -> line.matches("\\.(TH|SH|TP|B|BR|nf|fi)( .*)?"));
  }

  @Test
  void all_pages_are_written_into_a_folder() throws Exception {
    printed("man", "--install", folder.resolve("man1").toString());
    try (Stream<Path> files = Files.list(folder.resolve("man1"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains(
              "tcplab.1", "tcplab-packets.1", "tcplab-kernel-install.1", "tcplab-faq-two-msl.1");
    }
  }

  @Test
  void the_page_of_one_command_is_printed_and_a_wrong_one_is_named() {
    assertThat(printed("man", "kernel", "install")).contains("TCPLAB\\-KERNEL\\-INSTALL");
    assertThat(printed("man", "no such")).contains("no command 'no such' to tell of");
  }

  @Test
  void the_completion_script_knows_commands_and_options() {
    assertThat(printed("completion"))
        .contains("handshakes", "--format", "complete -F _complete_tcplab");
    assertThat(printed("completion")).contains("bashcompinit"); // which lets zsh run it
  }
}
