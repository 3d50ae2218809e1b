package tcplab.dataframe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntegerPagesTest {
  private static final long NONE = Long.MIN_VALUE;
  private static final int PAGE = IntegerPages.PAGE;

  private static IntegerPages pages(long missing, long... values) {
    IntegerPages pages = new IntegerPages(values.length, missing);
    long[] page = new long[PAGE];
    for (int from = 0; from < values.length; from += PAGE) {
      int count = Math.min(PAGE, values.length - from);
      System.arraycopy(values, from, page, 0, count);
      pages.add(page, count);
    }
    return pages;
  }

  private static long[] read(IntegerPages pages) {
    long[] values = new long[pages.rows()];
    Arrays.setAll(values, pages::get);
    return values;
  }

  @Test
  void what_is_put_in_comes_out_whatever_the_range_and_how_much_is_missing() {
    for (long seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] values = new long[random.nextInt(3 * PAGE)];
      int bits = random.nextInt(65);
      long base = random.nextLong() >> random.nextInt(64);
      int missing = random.nextInt(4);
      for (int i = 0; i < values.length; i++) {
        boolean none = missing > 0 && random.nextInt(1 << 3 * missing) == 0;
        long above = bits == 0 ? 0 : random.nextLong() >>> 64 - bits;
        values[i] = none ? NONE : base + above;
      }

      assertThat(read(pages(NONE, values))).as("seed %d", seed).isEqualTo(values);
    }
  }

  @Test
  void ranges_just_at_and_above_what_a_width_holds_come_out() {
    for (int bits = 0; bits < 64; bits++) {
      long edge = 1L << bits;
      for (long range : new long[] {edge - 2, edge - 1, edge, edge + 1}) {
        for (long base : new long[] {0, -1, -edge, Integer.MIN_VALUE, Long.MIN_VALUE + 1}) {
          long[] values = {base, base + range, base, NONE, base + range};

          assertThat(read(pages(NONE, values))).as("%d above %d", range, base).isEqualTo(values);
        }
      }
    }
    long[] widest = {Long.MAX_VALUE, -1, 0, NONE, Long.MIN_VALUE + 1};
    assertThat(read(pages(NONE, widest))).isEqualTo(widest);
  }

  @Test
  void a_missing_value_may_be_any_number() {
    long[] values = {5, 7, Integer.MIN_VALUE, Integer.MAX_VALUE, 5};
    assertThat(read(pages(Integer.MIN_VALUE, values))).isEqualTo(values);
    assertThat(read(pages(7, 5, 7, 6, 8))).containsExactly(5, 7, 6, 8);
  }

  @Test
  void a_row_that_is_none_is_refused_even_where_a_word_would_hold_it() {
    IntegerPages pages = pages(NONE, 1, 2, 3);

    assertThatThrownBy(() -> pages.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> pages.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(pages(NONE).rows()).isZero();
  }
}
