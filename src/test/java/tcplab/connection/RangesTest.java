package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
  @Test
  void holes_are_found_and_filled() {
    Ranges ranges = new Ranges();
    assertThat(ranges.add(0, 10)).isEqualTo(10);
    assertThat(ranges.add(20, 30)).isEqualTo(10);
    assertThat(ranges.contiguousFrom(0)).isEqualTo(10);
    assertThat(ranges.missing(0, 30)).isEqualTo(10);
    assertThat(ranges.covers(5, 25)).isFalse();
    assertThat(ranges.add(5, 25)).isEqualTo(10);
    assertThat(ranges.contiguousFrom(0)).isEqualTo(30);
    assertThat(ranges.add(3, 3)).isZero();
  }

  @Test
  void any_order_of_additions_gives_what_a_bit_set_gives() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Ranges ranges = new Ranges();
      BitSet expected = new BitSet();
      for (int i = 0; i < 60; i++) {
        int left = random.nextInt(200);
        int right = left + random.nextInt(20);
        int before = expected.cardinality();
        expected.set(left, right);
        assertThat(ranges.add(left, right)).isEqualTo(expected.cardinality() - before);
        int from = random.nextInt(220);
        int to = from + random.nextInt(30);
        assertThat(ranges.missing(from, to))
            .as("seed %d", seed)
            .isEqualTo(to - from - expected.get(from, to).cardinality());
        assertThat(ranges.covers(from, to))
            .isEqualTo(expected.get(from, to).cardinality() == to - from);
        assertThat(ranges.contiguousFrom(from)).isEqualTo(expected.nextClearBit(from));
      }
    }
  }
}
