package tcplab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Properties of arithmetic modulo 2^32, for numbers anywhere on the circle. */
class SequenceNumberTest {
  private static final int RUNS = 20_000;

  @Test
  void before_and_after_hold_for_numbers_less_than_half_the_circle_apart() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RUNS; i++) {
      int start = random.nextInt();
      int step = random.nextInt(1, Integer.MAX_VALUE);
      int later = start + step;
      assertThat(SequenceNumber.before(start, later)).isTrue();
      assertThat(SequenceNumber.after(later, start)).isTrue();
      assertThat(SequenceNumber.before(later, start)).isFalse();
      assertThat(SequenceNumber.atOrBefore(start, later)).isTrue();
      assertThat(SequenceNumber.atOrBefore(later, start)).isFalse();
      assertThat(SequenceNumber.distance(start, later)).isEqualTo(step);
      assertThat(SequenceNumber.max(start, later)).isEqualTo(later);
      assertThat(SequenceNumber.max(later, start)).isEqualTo(later);
    }
  }

  @Test
  void a_number_is_neither_before_nor_after_itself() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < RUNS; i++) {
      int number = random.nextInt();
      assertThat(SequenceNumber.before(number, number)).isFalse();
      assertThat(SequenceNumber.after(number, number)).isFalse();
      assertThat(SequenceNumber.atOrBefore(number, number)).isTrue();
      assertThat(SequenceNumber.toLong(number)).isBetween(0L, (1L << 32) - 1);
    }
  }

  @Test
  void moving_both_numbers_round_the_circle_changes_nothing() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < RUNS; i++) {
      int a = random.nextInt();
      int b = a + random.nextInt(-(1 << 30), 1 << 30);
      int turn = random.nextInt();
      assertThat(SequenceNumber.before(a + turn, b + turn)).isEqualTo(SequenceNumber.before(a, b));
      assertThat(SequenceNumber.distance(a + turn, b + turn))
          .isEqualTo(SequenceNumber.distance(a, b));
    }
  }

  @Test
  void a_window_holds_its_first_number_and_not_the_one_after_its_last() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < RUNS; i++) {
      int start = random.nextInt();
      int length = random.nextInt(1, 1 << 30);
      assertThat(SequenceNumber.within(start, start, length)).isTrue();
      assertThat(SequenceNumber.within(start + length - 1, start, length)).isTrue();
      assertThat(SequenceNumber.within(start + length, start, length)).isFalse();
      assertThat(SequenceNumber.within(start - 1, start, length)).isFalse();
    }
    assertThat(SequenceNumber.within(5, 5, 0)).isFalse();
  }

  @Test
  void order_is_that_of_the_whole_numbers_behind_the_circle() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < RUNS; i++) {
      long a = random.nextLong(1L << 40);
      long b = a + random.nextLong(-(1L << 31) + 1, 1L << 31);
      assertThat(SequenceNumber.before((int) a, (int) b)).isEqualTo(a < b);
      assertThat(SequenceNumber.after((int) a, (int) b)).isEqualTo(a > b);
    }
  }
}
