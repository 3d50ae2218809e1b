package tcplab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.simulation.PartExperiments.Outcome;

class PartExperimentsTest {
  private final List<Outcome> outcomes = PartExperiments.all();

  private Outcome outcome(Part part, String fault, boolean present) {
    return outcomes.stream()
        .filter(o -> o.part() == part && o.fault().contains(fault) && o.present() == present)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void with_every_part_at_work_all_octets_come_as_they_were_sent() {
    assertThat(outcomes).filteredOn(Outcome::present).hasSize(9).allMatch(Outcome::asSent);
  }

  @Test
  void without_checksum_or_ordering_what_comes_is_not_what_was_sent() {
    assertThat(outcomes)
        .filteredOn(o -> !o.present() && (o.part() == Part.CHECKSUM || o.part() == Part.ORDERING))
        .hasSize(4)
        .noneMatch(Outcome::asSent);
    assertThat(outcome(Part.ORDERING, "twice", false).received()).isGreaterThan(20_000);
    assertThat(outcome(Part.ORDERING, "lost", false).received()).isLessThan(20_000);
  }

  @Test
  void without_the_timer_or_window_probes_an_end_waits_for_ever() {
    for (Part part : List.of(Part.RETRANSMISSION_TIMER, Part.ZERO_WINDOW_PROBES)) {
      Outcome without = outcome(part, "", false);
      assertThat(without.asSent()).as(part.label()).isFalse();
      assertThat(without.remarks()).as(part.label()).anyMatch(r -> r.contains("for ever"));
    }
  }

  @Test
  void without_fast_retransmission_it_takes_a_timeout_longer_and_without_sack_more_is_repeated() {
    assertThat(outcome(Part.FAST_RETRANSMIT, "", false).lastArrivalNs())
        .isGreaterThan(outcome(Part.FAST_RETRANSMIT, "", true).lastArrivalNs() + 900_000_000L);
    assertThat(outcome(Part.SACK, "", false).repeats())
        .isGreaterThan(outcome(Part.SACK, "", true).repeats());
    assertThat(outcome(Part.FLOW_CONTROL, "", false).repeats())
        .isGreaterThan(outcome(Part.FLOW_CONTROL, "", true).repeats() + 5);
  }
}
