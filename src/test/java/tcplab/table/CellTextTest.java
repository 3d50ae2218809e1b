package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTextTest {
  private static final long EVENING = 1_795_444_710_390_171_000L; // 2026-11-23 14:38:30 UTC
  private static final long HOUR = 3_600_000_000_000L;

  private static CellText times(String name, ZoneId zone, long... values) {
    Column column =
        new Column.Longs(name, values.length, row -> values[row], row -> values[row] == 0);
    return new CellText(column, zone, values.length, 0);
  }

  private static String cell(CellText cells, int row) {
    StringBuilder out = new StringBuilder();
    cells.append(row, out);
    return out.toString();
  }

  @Test
  void a_time_is_the_time_of_day_in_the_readers_zone() {
    assertThat(cell(times("time_ns", ZoneOffset.UTC, EVENING), 0)).isEqualTo("14:38:30.390171");
    assertThat(cell(times("start_ns", ZoneId.of("Asia/Tokyo"), EVENING), 0))
        .isEqualTo("23:38:30.390171");
  }

  @Test
  void nanoseconds_are_shown_in_all_rows_as_soon_as_one_has_them() {
    CellText cells = times("time_ns", ZoneOffset.UTC, EVENING, EVENING + 5);

    assertThat(cell(cells, 0)).isEqualTo("14:38:30.390171000");
    assertThat(cell(cells, 1)).isEqualTo("14:38:30.390171005");
  }

  @Test
  void the_date_stands_there_when_the_rows_are_of_several_days() {
    CellText oneDay = times("time_ns", ZoneOffset.UTC, EVENING, EVENING + HOUR);
    CellText twoDays = times("time_ns", ZoneOffset.UTC, EVENING, EVENING + 20 * HOUR);

    assertThat(oneDay.day()).contains(LocalDate.of(2026, 11, 23));
    assertThat(twoDays.day()).isEmpty();
    assertThat(cell(twoDays, 1)).isEqualTo("2026-11-24 10:38:30.390171");
  }

  @Test
  void only_the_rows_that_are_shown_decide() {
    long[] values = {EVENING, EVENING + 100 * HOUR, EVENING + HOUR};
    Column column = new Column.Longs("time_ns", 3, row -> values[row], row -> false);

    assertThat(new CellText(column, ZoneOffset.UTC, 1, 1).day()).isPresent();
    assertThat(new CellText(column, ZoneOffset.UTC, 2, 1).day()).isEmpty();
  }

  @Test
  void times_from_a_beginning_of_their_own_are_in_no_zone() {
    CellText cells = times("time_ns", ZoneId.of("Asia/Tokyo"), 20_000_000);

    assertThat(cell(cells, 0)).isEqualTo("00:00:00.020000");
    assertThat(cells.day()).isEmpty();
  }

  @Test
  void what_is_missing_or_no_time_is_shown_as_it_is() {
    assertThat(cell(times("time_ns", ZoneOffset.UTC, 0), 0)).isEmpty();
    assertThat(cell(times("rtt_us", ZoneOffset.UTC, EVENING), 0))
        .isEqualTo(String.valueOf(EVENING));
  }

  @ParameterizedTest
  @CsvSource({
    "25213.99188235294, 25214",
    "9925.138169648339, 9925.14",
    "21.8361, 21.8361",
    "0.016666666666666666, 0.0166667",
    "-0.1, -0.1",
    "123456789.75, 123456790",
    "2500, 2500",
    "0, 0",
    "1.0E-9, 1.0E-9",
    "1.0E20, 1.0E20"
  })
  void of_what_has_a_fraction_six_digits_are_shown(double value, String shown) {
    Column column = new Column.Doubles("x", 1, row -> value);

    assertThat(cell(new CellText(column, ZoneOffset.UTC, 1, 0), 0)).isEqualTo(shown);
  }

  @Test
  void a_choice_of_rows_is_a_table_of_its_own() {
    ColumnTable table =
        new ColumnTable("n", 5, IntStream.range(0, 1).mapToObj(i -> numbers()).toList());

    ColumnTable chosen = table.where(row -> row % 2 == 1);

    assertThat(chosen.rows()).isEqualTo(2);
    assertThat(((Column.Ints) chosen.column("n")).value().applyAsInt(1)).isEqualTo(3);
  }

  private static Column numbers() {
    return new Column.Ints("n", 5, row -> row, Column.NONE_MISSING);
  }
}
