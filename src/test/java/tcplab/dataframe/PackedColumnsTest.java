package tcplab.dataframe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import it.unimi.dsi.fastutil.ints.IntListIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.IntColumnType;

/** Columns of packed numbers do what the same columns do that Tablesaw made. */
class PackedColumnsTest {
  private static final int ROWS = 2 * IntegerPages.PAGE + 77;

  /** Few different ones and some missing, so that every operation meets equal and missing ones. */
  private static int number(int row) {
    return row % 97 * (row % 2 == 0 ? 1 : -700);
  }

  private static boolean missing(int row) {
    return row % 11 == 3;
  }

  private static Table packed() {
    return Dataframe.of(
        new ColumnTable(
            "numbers",
            ROWS,
            List.of(
                new Column.Ints("int", ROWS, PackedColumnsTest::number, PackedColumnsTest::missing),
                new Column.Longs("long", ROWS, row -> number(row) * (1L << 33), row -> false))));
  }

  private static Table plain() {
    int[] ints = new int[ROWS];
    long[] longs = new long[ROWS];
    Arrays.setAll(ints, row -> missing(row) ? IntColumnType.missingValueIndicator() : number(row));
    Arrays.setAll(longs, row -> number(row) * (1L << 33));
    return Table.create("numbers", IntColumn.create("int", ints), LongColumn.create("long", longs));
  }

  private static void same(Function<Table, Object> question) {
    assertThat(question.apply(packed())).isEqualTo(question.apply(plain()));
  }

  private static List<Object> all(NumberColumn<?, ?> column) {
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < column.size(); row++) {
      values.add(column.isMissing(row) ? "missing" : column.getString(row));
    }
    return values;
  }

  @Test
  void the_numbers_are_the_same() {
    same(table -> all(table.intColumn("int")));
    same(table -> all(table.longColumn("long")));
    same(table -> table.intColumn("int").asIntArray());
    same(table -> table.longColumn("long").asLongArray());
    same(table -> table.intColumn("int").asDoubleArray());
    same(table -> table.intColumn("int").asList());
    same(table -> table.structure().print());
    same(Table::print);
    same(table -> table.summary().print());
  }

  @Test
  void questions_have_the_same_answers() {
    same(table -> table.intColumn("int").isIn(4, 5, -700).toArray());
    same(table -> table.intColumn("int").isNotIn(4, 5).toArray());
    same(table -> table.intColumn("int").isEqualTo(table.intColumn("int").copy()).toArray());
    same(table -> table.longColumn("long").isIn(4L << 33, 5).toArray());
    same(table -> table.intColumn("int").isMissing().toArray());
    same(table -> new HashSet<>(all(table.intColumn("int").unique())));
    same(table -> all(table.intColumn("int").top(9)) + "" + all(table.longColumn("long").top(9)));
    same(table -> all(table.intColumn("int").bottom(9)));
    same(table -> all(table.longColumn("long").bottom(9)));
    same(table -> all(table.intColumn("int").lag(3)) + "" + all(table.longColumn("long").lag(-3)));
    same(table -> all(table.intColumn("int").removeMissing()));
    same(table -> all(table.longColumn("long").removeMissing()));
    same(table -> table.intColumn("int").countUnique() + " " + table.longColumn("long").sum());
    same(table -> table.where(table.intColumn("int").isGreaterThan(50)).print(500));
    same(table -> table.sortOn("int", "-long").print(500));
    same(table -> table.stream().map(row -> row.getLong("long")).toList());
  }

  @Test
  void what_a_reader_changes_is_changed() {
    List<Consumer<Table>> changes =
        List.of(
            table -> table.intColumn("int").set(1, 44).set(2, (Integer) null),
            table -> table.longColumn("long").set(ROWS - 1, 44).setMissing(0),
            table -> table.intColumn("int").sortAscending(),
            table -> table.intColumn("int").sortDescending(),
            table -> table.longColumn("long").sortDescending(),
            table -> table.append(plain()),
            Table::clear);
    for (Consumer<Table> change : changes) {
      same(
          table -> {
            change.accept(table);
            return all(table.intColumn("int")) + " " + all(table.longColumn("long"));
          });
    }
  }

  @Test
  void a_copy_and_what_it_was_copied_from_change_apart() {
    IntColumn column = packed().intColumn("int");
    IntColumn copy = column.copy();
    IntColumn before = plain().intColumn("int");

    copy.set(0, 12345);
    IntColumn changed = copy.copy().set(1, 12346);

    assertThat(all(column)).isEqualTo(all(before));
    assertThat(all(copy)).isEqualTo(all(before.copy().set(0, 12345)));
    assertThat(all(changed)).isEqualTo(all(before.copy().set(0, 12345).set(1, 12346)));
  }

  @Test
  void an_iterator_goes_both_ways_and_may_change_what_it_passes() {
    IntColumn[] columns = {packed().intColumn("int"), plain().intColumn("int")};
    List<List<Integer>> seen = new ArrayList<>();
    for (IntColumn column : columns) {
      List<Integer> numbers = new ArrayList<>();
      IntListIterator iterator = (IntListIterator) column.intIterator();
      for (int i = 0; i < 9; i++) {
        numbers.add(iterator.nextInt());
      }
      numbers.add(iterator.previousInt());
      iterator.remove();
      iterator.add(77);
      numbers.add(iterator.nextInt());
      iterator.set(78);
      iterator.forEachRemaining((int each) -> numbers.add(each));
      seen.add(numbers);
    }

    assertThat(seen.get(0)).isEqualTo(seen.get(1));
    assertThat(all(columns[0])).isEqualTo(all(columns[1]));
  }

  @Test
  void a_row_that_is_none_is_refused() {
    IntColumn column = packed().intColumn("int");

    assertThatThrownBy(() -> column.getInt(ROWS)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** What the packed lists do not answer themselves would look into an array that is not there. */
  @Test
  void tablesaw_asks_nothing_of_its_lists_that_the_packed_ones_leave_to_an_array() {
    JavaClasses tablesaw = new ClassFileImporter().importPackages("tech.tablesaw.api");
    for (Class<?> list : List.of(PackedInts.class, PackedLongs.class)) {
      Set<String> answered =
          Stream.concat(
                  Arrays.stream(list.getDeclaredMethods()).map(method -> method.getName()),
                  Stream.of("size", "iterator", "getClass", "<init>"))
              .collect(Collectors.toSet());
      Class<?> column = list == PackedInts.class ? IntColumn.class : LongColumn.class;

      List<String> asked =
          tablesaw.get(column).getCodeUnits().stream()
              .flatMap(unit -> unit.getAccessesFromSelf().stream())
              .filter(access -> access.getTargetOwner().isAssignableFrom(list.getSuperclass()))
              .map(JavaAccess::getName)
              .distinct()
              .toList();

      assertThat(asked).contains("add", "set", "size").isSubsetOf(answered);
    }
  }
}
