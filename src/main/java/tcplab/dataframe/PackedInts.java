package tcplab.dataframe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.ints.IntIterators;
import it.unimi.dsi.fastutil.ints.IntListIterator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link tech.tablesaw.api.IntColumn} keeps its numbers in, packed until one is changed.
 *
 * <p>It does all that such a column asks of its list (a test reads Tablesaw's classes for that),
 * which nobody else can reach.
 */
final class PackedInts extends IntArrayList {
  private static final long serialVersionUID = 1;

  private transient @Nullable IntegerPages pages;

  PackedInts(IntegerPages pages) {
    super(0);
    this.pages = pages;
    size = pages.rows();
  }

  private void unpack() {
    if (pages != null) {
      a = toIntArray();
      pages = null;
    }
  }

  @Override
  public int[] toIntArray() {
    if (pages == null) {
      return super.toIntArray();
    }
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = getInt(i);
    }
    return values;
  }

  @Override
  public int getInt(int index) {
    return pages == null ? super.getInt(index) : (int) pages.get(index);
  }

  @Override
  public int set(int index, int value) {
    unpack();
    return super.set(index, value);
  }

  @Override
  public boolean add(int value) {
    unpack();
    return super.add(value);
  }

  @Override
  public void add(int index, int value) {
    unpack();
    super.add(index, value);
  }

  @Override
  public int removeInt(int index) {
    unpack();
    return super.removeInt(index);
  }

  @Override
  public void clear() {
    pages = null;
    super.clear();
  }

  @Override
  public void sort(IntComparator order) {
    unpack();
    super.sort(order);
  }

  @Override
  public IntArrayList clone() {
    return pages == null ? super.clone() : new PackedInts(pages);
  }

  @Override
  public IntListIterator listIterator(int index) {
    return new IntIterators.AbstractIndexBasedListIterator(0, index) {
      @Override
      protected int get(int at) {
        return getInt(at);
      }

      @Override
      protected void set(int at, int value) {
        PackedInts.this.set(at, value);
      }

      @Override
      protected void add(int at, int value) {
        PackedInts.this.add(at, value);
      }

      @Override
      protected void remove(int at) {
        removeInt(at);
      }

      @Override
      protected int getMaxPos() {
        return size;
      }
    };
  }
}
