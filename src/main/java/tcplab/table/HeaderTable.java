package tcplab.table;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tcplab.capture.SegmentLayout;
import tcplab.capture.SegmentLayout.Field;

/**
 * One TCP header as a table: one row per field, in the order of the bits (RFC 9293 §3.1).
 *
 * <p>Columns: {@code field}, {@code first_bit} (from 0, the first octet's most significant), {@code
 * bits}, {@code value} (as people write it), {@code meaning}, {@code reference} (RFC and section).
 */
public final class HeaderTable {
  private HeaderTable() {}

  /** A header's fields as rows. */
  public static ColumnTable of(SegmentLayout header) {
    List<Field> fields = header.fields();
    int rows = fields.size();
    return new ColumnTable(
        "header",
        rows,
        List.of(
            text("field", fields, Field::name),
            new Column.Ints(
                "first_bit", rows, row -> fields.get(row).bitOffset(), Column.NONE_MISSING),
            new Column.Ints("bits", rows, row -> fields.get(row).bitLength(), Column.NONE_MISSING),
            text("value", fields, Field::text),
            text("meaning", fields, Field::meaning),
            text("reference", fields, Field::reference)));
  }

  private static Column text(
      String name, List<Field> fields, Function<Field, @Nullable String> value) {
    return new Column.Texts(name, fields.size(), row -> value.apply(fields.get(row)));
  }
}
