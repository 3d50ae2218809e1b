package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriterTest {
  private static final TerminalWriter.Layout WHOLE = TerminalWriter.Layout.WHOLE;

  private static Column texts(String name, @Nullable String... values) {
    return new Column.Texts(name, values.length, row -> values[row]);
  }

  private static Column longs(String name, @Nullable Long... values) {
    return new Column.Longs(
        name,
        values.length,
        row -> values[row] == null ? 0 : values[row],
        row -> values[row] == null);
  }

  private static ColumnTable table(Column... columns) {
    return new ColumnTable("t", columns[0].rows(), List.of(columns));
  }

  @Test
  void csv_quotes_what_must_be_and_tells_missing_from_empty() {
    ColumnTable table =
        table(
            texts("a,b", "x", "say \"hi\"", "two\nlines", "", null, "a,b", " blank "),
            longs("n", 1L, null, Long.MIN_VALUE, Long.MAX_VALUE, 0L, -10L, 999L));
    assertThat(CsvWriter.text(table))
        .isEqualTo(
            "\"a,b\",n\r\nx,1\r\n\"say \"\"hi\"\"\",\r\n\"two\nlines\",-9223372036854775808\r\n"
                + "\"\",9223372036854775807\r\n,0\r\n\"a,b\",-10\r\n blank ,999\r\n");
  }

  @Test
  void csv_of_a_table_without_rows_is_its_header() {
    assertThat(CsvWriter.text(table(texts("a"), longs("b")))).isEqualTo("a,b\r\n");
  }

  @Test
  void random_tables_come_back_from_csv_and_json() {
    Random random = new Random(4180);
    for (int round = 0; round < 300; round++) {
      ColumnTable table = random(random);
      List<List<@Nullable String>> records = parseCsv(CsvWriter.text(table));
      assertThat(records.get(0)).isEqualTo(table.columnNames());
      assertThat(records).hasSize(table.rows() + 1);
      JsonArray json = JsonParser.parseString(JsonWriter.text(table)).getAsJsonArray();
      assertThat(json.size()).isEqualTo(table.rows());
      for (int row = 0; row < table.rows(); row++) {
        JsonObject object = json.get(row).getAsJsonObject();
        for (int i = 0; i < table.columns().size(); i++) {
          Column column = table.columns().get(i);
          assertThat(records.get(row + 1).get(i)).isEqualTo(value(column, row));
          check(column, row, object.get(column.name()));
        }
      }
    }
  }

  private static @Nullable String value(Column column, int row) {
    StringBuilder text = new StringBuilder();
    column.append(row, text);
    return column.isMissing(row) ? null : text.toString();
  }

  private static void check(Column column, int row, JsonElement element) {
    String expected = value(column, row);
    if (expected == null) {
      assertThat(element.isJsonNull()).isTrue();
      return;
    }
    assertThat(element.getAsString()).isEqualTo(expected);
    assertThat(element.getAsJsonPrimitive().isString()).isEqualTo(column instanceof Column.Texts);
  }

  private static ColumnTable random(Random random) {
    int rows = random.nextInt(20);
    String[] texts = new String[rows];
    for (int i = 0; i < rows; i++) {
      texts[i] = random.nextInt(4) == 0 ? null : text(random);
    }
    long[] longs = random.longs(rows).map(value -> value >> random.nextInt(64)).toArray();
    double[] doubles = random.doubles(rows, -1e6, 1e6).toArray();
    int gap = random.nextInt(5) + 1;
    return new ColumnTable(
        "random",
        rows,
        List.of(
            new Column.Longs("id", rows, row -> longs[row], row -> row % gap == 0),
            new Column.Texts("text \"" + text(random) + "\"", rows, row -> texts[row]),
            new Column.Ints("int", rows, row -> (int) longs[row], Column.NONE_MISSING),
            new Column.Doubles("double", rows, row -> row % gap == 0 ? Double.NaN : doubles[row]),
            new Column.Booleans("yes", rows, row -> longs[row] > 0, row -> row % gap == 1)));
  }

  /**
   * Text of nasty characters: quotes, line ends, controls, wide and astral ones; whole pairs only.
   */
  private static String text(Random random) {
    int[] points = {
      'a', ',', '"', '\n', '\r', '\t', ' ', 0, 0x7f, 0x9b, 'é', '中', 0x2028, 0x202e, 0x1f600, '\\'
    };
    return IntStream.range(0, random.nextInt(8))
        .map(i -> points[random.nextInt(points.length)])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A small reader of RFC 4180; an unquoted empty field is missing, and so null. */
  private static List<List<@Nullable String>> parseCsv(String text) {
    List<List<@Nullable String>> records = new ArrayList<>();
    List<@Nullable String> record = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder field = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      if (quoted) {
        at++;
        while (text.charAt(at) != '"' || at + 1 < text.length() && text.charAt(at + 1) == '"') {
          at += text.charAt(at) == '"' ? 1 : 0;
          field.append(text.charAt(at++));
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
          field.append(text.charAt(at++));
        }
      }
      record.add(field.length() == 0 && !quoted ? null : field.toString());
      if (text.charAt(at) == ',') {
        at++;
      } else {
        assertThat(text.substring(at, at + 2)).isEqualTo("\r\n");
        at += 2;
        records.add(record);
        record = new ArrayList<>();
      }
    }
    return records;
  }

  @Test
  void json_has_one_object_a_line_and_exact_numbers() {
    ColumnTable table =
        table(longs("n", Long.MIN_VALUE, null, 9_007_199_254_740_993L), texts("t", "a", null, ""));
    assertThat(JsonWriter.text(table))
        .isEqualTo(
            "[\n{\"n\":-9223372036854775808,\"t\":\"a\"},\n{\"n\":null,\"t\":null},\n"
                + "{\"n\":9007199254740993,\"t\":\"\"}\n]\n");
    assertThat(JsonWriter.text(table(texts("a")))).isEqualTo("[]\n");
  }

  @Test
  void json_escapes_line_separators_controls_and_half_pairs() {
    ColumnTable table =
        table(
            texts(
                "t",
                "\u2028\u2029\b\t\n\f\r\u0000\u009b\"\\",
                "\ud800x",
                "\udc00",
                "\ud83d\ude00"));
    assertThat(JsonWriter.text(table))
        .isEqualTo(
            "[\n{\"t\":\"\\u2028\\u2029\\b\\t\\n\\f\\r\\u0000\\u009b\\\"\\\\\"},\n{\"t\":\"\\ud800x\"},\n"
                + "{\"t\":\"\\udc00\"},\n{\"t\":\"\ud83d\ude00\"}\n]\n");
  }

  @Test
  void json_has_no_infinity() {
    double[] values = {Double.POSITIVE_INFINITY, Double.NaN, 1.5};
    ColumnTable table = table(new Column.Doubles("d", 3, row -> values[row]));
    assertThat(JsonWriter.text(table))
        .isEqualTo("[\n{\"d\":null},\n{\"d\":null},\n{\"d\":1.5}\n]\n");
  }

  @Test
  void half_a_pair_becomes_the_replacement_character_in_csv() {
    assertThat(CsvWriter.text(table(texts("t", "a\ud800b")))).isEqualTo("t\r\na\ufffdb\r\n");
  }

  @Test
  void a_broken_pipe_reaches_the_caller() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ColumnTable table = table(longs("n", 1L));
    assertThatThrownBy(() -> CsvWriter.write(table, broken)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JsonWriter.write(table, broken)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TerminalWriter.write(table, broken, WHOLE))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_long_table_is_streamed_and_stops_at_the_first_failure() {
    OutputStream small =
        new OutputStream() {
          private long room = 200_000;

          @Override
          public void write(int octet) throws IOException {
            if (--room < 0) {
              throw new IOException("No space left on device");
            }
          }
        };
    int[] asked = {0};
    Column counting = new Column.Ints("n", 10_000_000, row -> asked[0] = row, Column.NONE_MISSING);
    assertThatThrownBy(() -> CsvWriter.write(table(counting), small)).hasMessageContaining("space");
    assertThat(asked[0]).isLessThan(100_000);
  }

  @Test
  void terminal_columns_are_aligned_and_numbers_stand_right() {
    ColumnTable table =
        table(
            texts("state", "LISTEN", "中文", null),
            longs("port", 3306L, 80L, null),
            texts("name", "x", null, "z"));
    assertThat(TerminalWriter.text(table, WHOLE))
        .isEqualTo("state   port  name\nLISTEN  3306  x\n中文      80\n              z\n");
  }

  @Test
  void terminal_escapes_what_would_move_the_cursor_or_turn_the_text() {
    ColumnTable table =
        table(texts("p", "\u001b[31mred", "a\u202eb", "\r\n", "\u009b1m", "x\ud800"));
    String text = TerminalWriter.text(table, WHOLE);
    assertThat(text)
        .isEqualTo("p\n\\u001b[31mred\na\\u202eb\n\\u000d\\u000a\n\\u009b1m\nx\\ud800\n");
  }

  @Test
  void a_long_table_shows_both_ends_and_the_count() {
    ColumnTable table = table(new Column.Ints("n", 1005, row -> row, Column.NONE_MISSING));
    assertThat(TerminalWriter.text(table, WHOLE.withRows(5)))
        .isEqualTo("   n\n   0\n   1\n   2\n… 1,000 rows left out of 1,005 …\n1003\n1004\n");
  }

  @Test
  void a_wide_table_cuts_a_text_and_names_the_columns_left_out() {
    ColumnTable table =
        table(longs("a", 1L), texts("words", "a rather long text"), longs("b", 2L), longs("c", 3L));
    assertThat(TerminalWriter.text(table, WHOLE.withWidth(14)))
        .isEqualTo("a  words\n1  a rather l…\n… 2 columns l…\n");
    assertThat(TerminalWriter.text(table, WHOLE.withWidth(200))).doesNotContain("…");
  }

  @Test
  void no_line_is_wider_than_the_terminal() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      int width = 1 + random.nextInt(60);
      String text = TerminalWriter.text(random(random), WHOLE.withWidth(width).withRows(4));
      assertThat(text.lines())
          .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void columns_without_a_value_can_be_hidden() {
    ColumnTable table = table(longs("a", 1L, 2L), longs("none", null, null), texts("b", null, "x"));
    assertThat(TerminalWriter.text(table, WHOLE.withoutEmptyColumns()))
        .isEqualTo("a  b\n1\n2  x\n");
  }

  @Test
  void a_combining_mark_takes_no_cell_and_a_cut_leaves_no_half_character() {
    assertThat(TerminalText.width("e\u0301")).isEqualTo(1);
    assertThat(TerminalText.width("😀")).isEqualTo(2);
    assertThat(TerminalText.fit("中文字", 4).toString()).isEqualTo("中…");
    assertThat(TerminalText.fit("中文字", 5).toString()).isEqualTo("中文…");
  }

  @Test
  void digits_are_counted_right_at_every_power_of_ten() {
    long power = 1;
    for (int digits = 1; digits <= 19; digits++) {
      assertThat(Utf8Output.digits(power)).isEqualTo(digits);
      assertThat(Utf8Output.digits(-power)).isEqualTo(digits);
      assertThat(Utf8Output.digits(power - 1)).isEqualTo(Math.max(1, digits - 1));
      power *= 10;
    }
    assertThat(Utf8Output.digits(Long.MIN_VALUE)).isEqualTo(19);
  }
}
