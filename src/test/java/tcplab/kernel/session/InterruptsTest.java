package tcplab.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptsTest {
  private final Interrupts interrupts = new Interrupts();
  private final List<String> done = new ArrayList<>();

  private void begins(String cell) {
    interrupts.begins(() -> done.add(cell), () -> done.add("stop " + cell));
  }

  @Test
  void an_interrupt_means_the_cell_that_runs() {
    interrupts.queued();
    interrupts.queued();
    begins("1");
    assertThat(interrupts.meansNow()).isTrue();
    interrupts.ended();
    begins("2");
    assertThat(done).containsExactly("1", "2");
  }

  @Test
  void an_interrupt_before_the_next_cell_stops_that_one_alone() {
    interrupts.queued();
    interrupts.queued();
    assertThat(interrupts.meansNow()).isFalse();
    begins("1");
    interrupts.ended();
    begins("2");
    assertThat(done).containsExactly("1", "stop 1", "2");
  }

  @Test
  void an_interrupt_without_any_cell_means_nothing() {
    assertThat(interrupts.meansNow()).isFalse();
    interrupts.queued();
    begins("1");
    assertThat(done).containsExactly("1");
  }

  @Test
  void an_interrupt_of_cells_that_are_then_dropped_means_nothing() {
    interrupts.queued();
    assertThat(interrupts.meansNow()).isFalse();
    interrupts.dropped();
    interrupts.queued();
    begins("2");
    assertThat(done).containsExactly("2");
  }
}
