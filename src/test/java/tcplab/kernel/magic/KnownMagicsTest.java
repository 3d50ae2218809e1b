package tcplab.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownMagicsTest {
  @Test
  void late_magics_are_registered_once_when_the_first_is_looked_up() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    KnownMagics magics =
        new KnownMagics(
            late -> {
              calls.incrementAndGet();
              late.registerLineMagic("late", args -> "late " + args);
            });
    magics.line("early", "does little", args -> "early");
    assertThat(calls).hasValue(0);
    assertThat(magics.isLineMagic("late")).isTrue();
    assertThat(magics.<String>applyLineMagic("late", List.of("x"))).isEqualTo("late [x]");
    assertThat(magics.lineMagics()).containsEntry("early", "does little").containsKey("late");
    assertThat(calls).hasValue(1);
  }
}
