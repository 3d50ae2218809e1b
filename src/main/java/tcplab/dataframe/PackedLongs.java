package tcplab.dataframe;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongComparator;
import it.unimi.dsi.fastutil.longs.LongIterators;
import it.unimi.dsi.fastutil.longs.LongListIterator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link tech.tablesaw.api.LongColumn} keeps its numbers in, packed until one is changed.
 *
 * <p>It does all that such a column asks of its list (a test reads Tablesaw's classes for that),
 * which nobody else can reach.
 */
final class PackedLongs extends LongArrayList {
  private static final long serialVersionUID = 1;

  private transient @Nullable IntegerPages pages;

  PackedLongs(IntegerPages pages) {
    super(0);
    this.pages = pages;
    size = pages.rows();
  }

  private void unpack() {
    if (pages != null) {
      a = toLongArray();
      pages = null;
    }
  }

  @Override
  public long[] toLongArray() {
    if (pages == null) {
      return super.toLongArray();
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = getLong(i);
    }
    return values;
  }

  @Override
  public long getLong(int index) {
    return pages == null ? super.getLong(index) : (long) pages.get(index);
  }

  @Override
  public long set(int index, long value) {
    unpack();
    return super.set(index, value);
  }

  @Override
  public boolean add(long value) {
    unpack();
    return super.add(value);
  }

  @Override
  public void add(int index, long value) {
    unpack();
    super.add(index, value);
  }

  @Override
  public long removeLong(int index) {
    unpack();
    return super.removeLong(index);
  }

  @Override
  public void clear() {
    pages = null;
    super.clear();
  }

  @Override
  public void sort(LongComparator order) {
    unpack();
    super.sort(order);
  }

  @Override
  public LongArrayList clone() {
    return pages == null ? super.clone() : new PackedLongs(pages);
  }

  @Override
  public LongListIterator listIterator(int index) {
    return new LongIterators.AbstractIndexBasedListIterator(0, index) {
      @Override
      protected long get(int at) {
        return getLong(at);
      }

      @Override
      protected void set(int at, long value) {
        PackedLongs.this.set(at, value);
      }

      @Override
      protected void add(int at, long value) {
        PackedLongs.this.add(at, value);
      }

      @Override
      protected void remove(int at) {
        removeLong(at);
      }

      @Override
      protected int getMaxPos() {
        return size;
      }
    };
  }
}
