package tcplab.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @ParameterizedTest
  @CsvSource({
    "500, 500",
    "2 SECONDS, 2000",
    "2 seconds, 2000",
    "1MINUTES, 60000",
    "1500000 NANOSECONDS, 1",
  })
  void a_timeout_is_in_milliseconds_or_in_its_unit(String text, long millis) {
    assertThat(new Settings(Map.of("IJAVA_TIMEOUT", text)).timeout())
        .isNotNull()
        .extracting(Duration::toMillis)
        .isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "soon", "5 FORTNIGHTS", "''"})
  void no_timeout_is_below_one_or_nonsense(String text) {
    assertThat(new Settings(Map.of("IJAVA_TIMEOUT", text)).timeout()).isNull();
  }

  @Test
  void compiler_options_are_separated_by_blanks_and_held_by_quotes() {
    String text = "-parameters  \"-Aname=two words\" \"-Aquote=\\\"\"";

    assertThat(new Settings(Map.of("IJAVA_COMPILER_OPTS", text)).compilerOptions())
        .startsWith("-parameters")
        .contains("-Aname=two words", "-Aquote=\"");
    assertThat(new Settings(Map.of()).compilerOptions()).isEmpty();
  }

  @Test
  void a_class_path_is_what_its_globs_match(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve("b.jar"));
    Files.createDirectory(folder.resolve("classes"));
    String globs =
        String.join(
            File.pathSeparator, folder + "/*.jar", folder + "/classes", folder + "/none/*.jar", "");

    assertThat(new Settings(Map.of("IJAVA_CLASSPATH", globs)).classpath().split(File.pathSeparator))
        .contains(folder + "/a.jar", folder + "/b.jar", folder + "/classes")
        .noneMatch(entry -> entry.contains("none"));
    assertThat(new Settings(Map.of()).classpath()).isEmpty();
  }
}
