package tcplab.dataframe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.lang.reflect.Constructor;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;

/**
 * Makes Tablesaw's own columns over packed numbers. {@link IntColumn#create} and its like copy an
 * array of 4 or 8 octets a row; the constructors that take a list are Tablesaw's own business,
 * hence the reflection. The build pins the version that has them.
 */
final class PackedColumns {
  private static final Constructor<IntColumn> INTS =
      constructor(IntColumn.class, IntArrayList.class);
  private static final Constructor<LongColumn> LONGS =
      constructor(LongColumn.class, LongArrayList.class);

  private PackedColumns() {}

  /** A column of 32-bit integers. */
  static IntColumn ints(String name, IntegerPages pages) {
    return make(INTS, name, new PackedInts(pages));
  }

  /** A column of 64-bit integers. */
  static LongColumn longs(String name, IntegerPages pages) {
    return make(LONGS, name, new PackedLongs(pages));
  }

  private static <T> Constructor<T> constructor(Class<T> column, Class<?> list) {
    try {
      Constructor<T> constructor = column.getDeclaredConstructor(String.class, list);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw otherVersion(e);
    }
  }

  private static <T> T make(Constructor<T> column, String name, Object list) {
    try {
      return column.newInstance(name, list);
    } catch (ReflectiveOperationException e) {
      throw otherVersion(e);
    }
  }

  private static LinkageError otherVersion(ReflectiveOperationException cause) {
    return new LinkageError("this version of Tablesaw makes its columns otherwise", cause);
  }
}
