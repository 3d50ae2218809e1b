package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlightTest {
  private final Flight flight = new Flight();

  @Test
  void an_acknowledgement_gives_the_round_trip_of_the_latest_segment_it_covers() {
    flight.sent(0, 10, 100, 0, true);
    flight.sent(10, 20, 150, 1, true);
    flight.sent(20, 30, 170, 2, true);
    assertThat(flight.acknowledged(20, 200)).isEqualTo(50);
    assertThat(flight.acknowledged(20, 210)).isEqualTo(-1);
    assertThat(flight.acknowledged(30, 230)).isEqualTo(60);
  }

  @Test
  void a_repeat_spoils_the_sample_of_every_acknowledgement_that_covers_it() {
    flight.sent(0, 10, 100, 0, true);
    flight.sent(10, 20, 110, 1, true);
    flight.sentAgain(0, 10, 300, 2);
    assertThat(flight.lastSentTime(5)).isEqualTo(300);
    assertThat(flight.lastSentRow(5)).isEqualTo(2);
    assertThat(flight.repeats(5)).isEqualTo(1);
    assertThat(flight.repeats(15)).isZero();
    assertThat(flight.acknowledged(20, 320)).isEqualTo(-1);
  }

  @Test
  void a_repeat_spoils_the_sample_of_what_it_covers_in_part() {
    flight.sent(0, 10, 100, 0, true);
    flight.sent(10, 50, 110, 1, true);
    flight.sentAgain(20, 30, 120, 2);
    assertThat(flight.acknowledged(20, 200)).isEqualTo(-1);
  }

  @Test
  void an_acknowledgement_may_answer_a_repeat_of_what_was_acknowledged_before() {
    flight.sent(0, 10, 100, 0, true);
    assertThat(flight.acknowledged(10, 120)).isEqualTo(20);
    flight.sent(10, 20, 130, 1, true);
    flight.sentAgain(0, 10, 140, 2);
    assertThat(flight.acknowledged(20, 150)).isEqualTo(-1);
    flight.sent(20, 30, 160, 3, true);
    assertThat(flight.acknowledged(30, 170)).isEqualTo(10);
  }

  @Test
  void a_repeat_of_later_octets_spoils_nothing() {
    flight.sent(0, 10, 100, 0, true);
    flight.sent(10, 20, 101, 1, true);
    flight.sentAgain(10, 20, 170, 2);
    assertThat(flight.acknowledged(10, 310)).isEqualTo(210);
    assertThat(flight.acknowledged(20, 311)).isEqualTo(-1);
  }

  @Test
  void a_repeat_whose_first_time_is_not_in_the_capture_gives_no_sample() {
    flight.sent(10, 20, 100, 0, true);
    flight.sentAgain(0, 10, 150, 1);
    assertThat(flight.lastSentRow(5)).isEqualTo(1);
    assertThat(flight.lastSentRow(15)).isZero();
    assertThat(flight.acknowledged(20, 170)).isEqualTo(-1);
  }

  @Test
  void a_segment_that_was_overtaken_counts_from_when_it_passed() {
    flight.sent(0, 10, 100, 0, true);
    flight.sent(20, 30, 110, 1, true);
    flight.sent(30, 40, 120, 2, true);
    assertThat(flight.acknowledged(10, 140)).isEqualTo(40);
    flight.overtaken(10, 20, 150, 3, true);
    assertThat(flight.acknowledged(40, 160)).isEqualTo(10);
  }

  @Test
  void what_sack_reported_was_answered_then() {
    flight.sent(0, 10, 100, 0, true);
    flight.sent(10, 20, 110, 1, true);
    flight.sent(20, 30, 120, 2, true);
    flight.sent(30, 40, 130, 3, true);
    flight.sacked(10, 20);
    flight.sacked(30, 40);
    flight.sacked(10, 40);
    assertThat(flight.acknowledged(40, 200)).isEqualTo(100);
  }

  @Test
  void a_segment_that_passes_after_its_acknowledgement_gives_no_sample_of_the_next_one() {
    flight.sent(0, 10, 100, 0, true);
    assertThat(flight.acknowledged(20, 110)).isEqualTo(10);
    flight.sent(10, 20, 111, 1, true);
    assertThat(flight.isEmpty()).isTrue();
    assertThat(flight.acknowledged(30, 300)).isEqualTo(-1);
  }

  @Test
  void it_grows_while_it_is_wrapped_round_and_stays_bounded_without_acknowledgements() {
    for (int i = 1; i <= 10; i++) {
      flight.sent(i - 1, i, i, i, true);
    }
    assertThat(flight.acknowledged(8, 100)).isEqualTo(92);
    for (int i = 11; i <= 60; i++) {
      flight.sent(i - 1, i, i, i, true);
    }
    for (int i = 8; i < 60; i++) {
      assertThat(flight.lastSentRow(i)).isEqualTo(i + 1);
    }
    for (int i = 61; i <= 200_000; i++) {
      flight.sent(i - 1, i, i, i, true);
    }
    assertThat(flight.lastSentRow(0)).isEqualTo(200_000 - 65_536 + 1);
    assertThat(flight.acknowledged(200_000, 200_007)).isEqualTo(7);
    assertThat(flight.isEmpty()).isTrue();
  }

  @Test
  void holes_are_filled_in_any_order_while_it_is_wrapped_round() {
    for (int i = 0; i < 12; i++) {
      flight.sent(i, i + 1, i, i, true);
    }
    assertThat(flight.acknowledged(12, 100)).isEqualTo(89);
    for (int i = 13; i < 60; i += 2) {
      flight.sent(i, i + 1, 200 + i, i, true);
    }
    for (int i = 58; i >= 12; i -= 2) {
      flight.overtaken(i, i + 1, 300 + i, i, true);
    }
    for (int i = 12; i < 60; i++) {
      assertThat(flight.lastSentRow(i)).isEqualTo(i);
    }
    assertThat(flight.acknowledged(60, 400)).isEqualTo(42);
  }

  @Test
  void a_segment_without_a_time_gives_no_sample() {
    flight.sent(0, 10, 0, 0, false);
    assertThat(flight.acknowledged(10, 100)).isEqualTo(-1);
    flight.sent(20, 30, 200, 1, true);
    flight.overtaken(10, 20, 0, 2, false);
    assertThat(flight.acknowledged(30, 300)).isEqualTo(-1);
  }
}
