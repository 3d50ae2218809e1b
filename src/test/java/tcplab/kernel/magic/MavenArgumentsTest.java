package tcplab.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MavenArgumentsTest {
  @Test
  void options_may_stand_anywhere() {
    MavenArguments given =
        MavenArguments.of(List.of("-v", "g:a:1", "--from", "here", "h:b:2", "--from=there"), true);

    assertThat(given.words()).containsExactly("g:a:1", "h:b:2");
    assertThat(given.from()).containsExactly("here", "there");
    assertThat(given.verbose()).isTrue();
  }

  @Test
  void an_unknown_option_is_an_error() {
    assertThatThrownBy(() -> MavenArguments.of(List.of("--into", "x"), true))
        .hasMessage("No such option: --into");
    assertThatThrownBy(() -> MavenArguments.of(List.of("--from=x"), false))
        .hasMessage("No such option: --from=x");
  }
}
