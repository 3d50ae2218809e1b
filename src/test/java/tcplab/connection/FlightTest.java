package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlightTest {
  @Test
  void an_acknowledgement_gives_the_round_trip_of_the_latest_segment_it_covers() {
    Flight flight = new Flight();
    flight.sent(10, 100, 0, true);
    flight.sent(20, 150, 1, true);
    flight.sent(30, 170, 2, true);
    assertThat(flight.acknowledged(20, 200)).isEqualTo(50);
    assertThat(flight.acknowledged(20, 210)).isEqualTo(-1);
    assertThat(flight.acknowledged(30, 230)).isEqualTo(60);
  }

  @Test
  void a_repeat_spoils_the_sample_of_every_acknowledgement_that_covers_it() {
    Flight flight = new Flight();
    flight.sent(10, 100, 0, true);
    flight.sent(20, 110, 1, true);
    flight.repeated(0, 10, 300, 2);
    assertThat(flight.lastSentTime(5)).isEqualTo(300);
    assertThat(flight.lastSentRow(5)).isEqualTo(2);
    assertThat(flight.repeats(5)).isEqualTo(1);
    assertThat(flight.repeats(15)).isZero();
    assertThat(flight.acknowledged(20, 320)).isEqualTo(-1);
  }

  @Test
  void a_segment_that_was_overtaken_spoils_the_sample_of_the_one_that_overtook_it() {
    Flight flight = new Flight();
    flight.sent(10, 100, 0, true);
    flight.sent(30, 110, 1, true);
    flight.sent(40, 120, 2, true);
    flight.overtaken(10, 20);
    assertThat(flight.acknowledged(10, 140)).isEqualTo(40);
    assertThat(flight.acknowledged(30, 1000)).isEqualTo(-1);
    assertThat(flight.acknowledged(40, 1010)).isEqualTo(890);
    flight.sent(50, 2000, 3, true);
    assertThat(flight.acknowledged(50, 2010)).isEqualTo(10);
  }

  @Test
  void it_grows_while_it_is_wrapped_round_and_stays_bounded_without_acknowledgements() {
    Flight flight = new Flight();
    for (int i = 1; i <= 10; i++) {
      flight.sent(i, i, i, true);
    }
    assertThat(flight.acknowledged(8, 100)).isEqualTo(92);
    for (int i = 11; i <= 60; i++) {
      flight.sent(i, i, i, true);
    }
    for (int i = 8; i < 60; i++) {
      assertThat(flight.lastSentRow(i)).isEqualTo(i + 1);
    }
    for (int i = 61; i <= 200_000; i++) {
      flight.sent(i, i, i, true);
    }
    assertThat(flight.lastSentRow(0)).isEqualTo(200_000 - 65_536 + 1);
    assertThat(flight.acknowledged(200_000, 200_007)).isEqualTo(7);
    assertThat(flight.isEmpty()).isTrue();
  }

  @Test
  void a_segment_without_a_time_gives_no_sample() {
    Flight flight = new Flight();
    flight.sent(10, 0, 0, false);
    assertThat(flight.acknowledged(10, 100)).isEqualTo(-1);
  }
}
