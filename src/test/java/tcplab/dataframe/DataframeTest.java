package tcplab.dataframe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tcplab.table.PacketTable;
import tcplab.tcp.Flags;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.strings.NullDictionaryMap;

class DataframeTest {
  private static final ColumnTable TABLE =
      new ColumnTable(
          "packets",
          2,
          List.of(
              new Column.Longs("seq", 2, row -> row == 0 ? 0x8000_0000L : 7, row -> row == 1),
              new Column.Ints("length", 2, row -> row, Column.NONE_MISSING),
              new Column.Doubles("rtt_us", 2, row -> row == 0 ? 1.5 : Double.NaN),
              new Column.Booleans("sack", 2, row -> true, row -> row == 1),
              new Column.Texts("src", 2, row -> row == 0 ? "10.0.0.1" : null)));

  @Test
  void every_kind_of_column_becomes_its_tablesaw_type_under_the_same_name() {
    Table frame = Dataframe.of(TABLE);

    assertThat(frame.columnNames()).containsExactly("seq", "length", "rtt_us", "sack", "src");
    assertThat(frame.types())
        .containsExactly(
            ColumnType.LONG,
            ColumnType.INTEGER,
            ColumnType.DOUBLE,
            ColumnType.BOOLEAN,
            ColumnType.STRING);
    assertThat(frame.name()).isEqualTo("packets");
  }

  @Test
  void a_missing_value_stays_missing_and_a_large_sequence_number_does_not_become_one() {
    Table frame = Dataframe.of(TABLE);

    assertThat(frame.longColumn("seq").get(0)).isEqualTo(0x8000_0000L);
    for (String column : List.of("seq", "rtt_us", "sack", "src")) {
      assertThat(frame.column(column).isMissing(0)).as(column).isFalse();
      assertThat(frame.column(column).isMissing(1)).as(column).isTrue();
    }
    assertThat(frame.column("length").countMissing()).isZero();
  }

  @Test
  void packets_have_the_texts_of_their_rows_though_each_is_looked_up_once_a_key() {
    PacketsBuilder builder = Packets.builder();
    for (int row = 0; row < 25_000; row++) {
      String one = "10.0.0." + row % 11;
      String other = row % 3 == 0 ? "2001:db8::" + row % 7 : "192.0.2." + row % 5;
      boolean back = row % 2 == 0 && row % 3 != 0;
      String from = back ? other : one;
      builder.add(
          row,
          row % 3 == 0 ? "2001:db8::ff" : from,
          row % 13,
          back ? one : other,
          443,
          row,
          row,
          row % (Flags.MASK + 1),
          1,
          1);
      builder.checksum(Packets.Checksum.values()[row % Packets.Checksum.values().length]);
    }
    ColumnTable table = PacketTable.of(builder.build());
    Table frame = Dataframe.of(table);
    ColumnTable some = table.where(row -> row % 5 == 2);
    Table frameOfSome = Dataframe.of(some);
    for (String name : List.of("src", "dst", "flags", "checksum")) {
      hasTexts(frame.stringColumn(name), (Column.Texts) table.column(name));
      hasTexts(frameOfSome.stringColumn(name), (Column.Texts) some.column(name));
    }
  }

  private static void hasTexts(StringColumn made, Column.Texts expected) {
    assertThat(expected.keys()).isNotNull();
    for (int row = 0; row < expected.rows(); row++) {
      assertThat(made.get(row)).isEqualTo(expected.value().apply(row));
    }
  }

  @Test
  void a_column_of_texts_is_the_one_that_appending_each_text_makes() {
    for (int different : new int[] {1, 200, 254, 255, 256, 300, 65_534, 65_536, 70_000}) {
      int rows = 2 * different + 3;
      IntFunction<@Nullable String> text = row -> row % 7 == 3 ? null : "t" + row % different;
      StringColumn expected = StringColumn.create("t");
      for (int row = 0; row < rows; row++) {
        if (text.apply(row) == null) {
          expected.appendMissing();
        } else {
          expected.append(text.apply(row));
        }
      }

      StringColumn column =
          Dataframe.of(new ColumnTable("t", rows, List.of(new Column.Texts("t", rows, text))))
              .stringColumn("t");

      assertSame(column, expected, different);
      assertSame(more(column), more(expected), different);
    }
  }

  /** What a reader may do with a column afterwards. */
  private static StringColumn more(StringColumn column) {
    for (int i = 0; i < 400; i++) {
      column.append("more" + i);
    }
    column.set(0, "t1");
    column.set(2, "");
    column.sortDescending();
    return column;
  }

  private static void assertSame(StringColumn column, StringColumn expected, int different) {
    assertThat(column.asList()).as("%d texts", different).isEqualTo(expected.asList());
    assertThat(column.countMissing()).isEqualTo(expected.countMissing());
    assertThat(column.countUnique()).isEqualTo(expected.countUnique());
    assertThat(column.getDictionary()).hasSameClassAs(expected.getDictionary());
    for (String each : List.of("t0", "t1", "t253", "more1", "nothing", "")) {
      assertThat(column.countOccurrences(each)).isEqualTo(expected.countOccurrences(each));
      assertThat(column.isEqualTo(each).toArray()).isEqualTo(expected.isEqualTo(each).toArray());
      assertThat(column.isIn(each, "t5").toArray()).isEqualTo(expected.isIn(each, "t5").toArray());
    }
    assertThat(column.copy().asList()).isEqualTo(expected.asList());
    if (expected.getDictionary() instanceof NullDictionaryMap) {
      return; // of so many texts Tablesaw keeps no categories
    }
    Table counts = column.countByCategory().sortOn(0);
    assertThat(counts.print(20)).isEqualTo(expected.countByCategory().sortOn(0).print(20));
  }

  @Test
  void the_html_escapes_what_a_cell_says_and_keeps_no_direction_marks() {
    Table frame =
        Table.create(
            "</script><b>", StringColumn.create("<i>", "<script>alert('1')</script>", "a\u202Eb"));

    String html = TableHtml.of(frame);
    html = html.substring(0, html.indexOf("</table>")); // what follows is our own script

    assertThat(html).doesNotContain("<script", "</script", "<b>", "<i>", "\u202E");
    assertThat(html).contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;", "a\uFFFDb");
  }

  @Test
  void a_long_table_is_cut_in_the_middle_and_says_how_many_rows_it_has() {
    int rows = 1000;
    Table frame =
        Dataframe.of(
            new ColumnTable(
                "n",
                rows,
                List.of(
                    new Column.Longs(
                        "time_ns",
                        rows,
                        row -> 1_700_000_000_000_000_000L + row,
                        Column.NONE_MISSING))));

    String html = TableHtml.of(frame);

    assertThat(html)
        .contains("n: 1000 rows", "960 more rows", "22:13:20.000000029", "22:13:20.000000999");
    assertThat(html).doesNotContain("1700000000000000030");
  }

  @Test
  void nothing_in_a_printed_table_acts_on_a_terminal() {
    Table frame = Table.create("t", StringColumn.create("a\u001bc", "x\u001b[2J\u202ey\rz"));

    String text = TableText.of(frame, 10);

    assertThat(text).contains("a\\u001bc", "x\\u001b[2J\\u202ey");
    assertThat(text.lines().toList()).allMatch(line -> line.chars().allMatch(c -> c >= ' '));
  }
}
