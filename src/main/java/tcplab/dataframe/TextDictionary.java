package tcplab.dataframe;

import it.unimi.dsi.fastutil.bytes.Byte2IntOpenHashMap;
import it.unimi.dsi.fastutil.bytes.Byte2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2ByteOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2ShortOpenHashMap;
import it.unimi.dsi.fastutil.shorts.Short2IntOpenHashMap;
import it.unimi.dsi.fastutil.shorts.Short2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.strings.ByteDictionaryMap;
import tech.tablesaw.columns.strings.DictionaryMap;
import tech.tablesaw.columns.strings.IntDictionaryMap;
import tech.tablesaw.columns.strings.NullDictionaryMap;
import tech.tablesaw.columns.strings.ShortDictionaryMap;

/**
 * Every text of a column once, numbered; and a {@link StringColumn} of such numbers.
 *
 * <p>Tablesaw's own {@code append} looks up each row's text in two hash tables. Few texts recur in
 * millions of rows here, and mostly as the same object: that is found at once. Which keys Tablesaw
 * gives the texts, and in how many octets it keeps them, is asked of a column that has each once.
 */
final class TextDictionary {
  /** Two to a power; more than there are different texts in most columns. */
  private static final int PLACES = 1 << 12;

  /** In Tablesaw an empty text is a missing one. */
  private static final int MISSING = 0;

  private final @Nullable String[] recent = new String[PLACES];
  private final int[] recentNumbers = new int[PLACES];
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>(List.of(""));

  /** The number of a text, 0 for one that is missing. */
  int number(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return MISSING;
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 12) & PLACES - 1;
    if (recent[place] != text) {
      recent[place] = text;
      recentNumbers[place] = look(text);
    }
    return recentNumbers[place];
  }

  private int look(String text) {
    Integer known = numbers.putIfAbsent(text, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(text);
    return texts.size() - 1;
  }

  /**
   * A column with these texts.
   *
   * @param rows what {@link #number} gave for each
   */
  StringColumn column(String name, TextNumbers rows) {
    int[] counts = new int[texts.size()];
    for (int row = 0; row < rows.rows(); row++) {
      counts[rows.get(row)]++;
    }
    StringColumn each = StringColumn.create(name);
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] > 0) {
        each.append(texts.get(number));
      }
    }
    DictionaryMap keys = each.getDictionary();
    if (keys instanceof NullDictionaryMap) { // so many texts that Tablesaw keeps none for long
      return appended(name, rows);
    }
    int[] keyOf = new int[counts.length];
    int next = 0;
    for (int number = 0; number < counts.length; number++) {
      keyOf[number] = counts[number] > 0 ? keys.getKeyForIndex(next++) : 0;
    }
    if (keys instanceof ByteDictionaryMap) {
      return StringColumn.createInternal(name, octets(keys, keyOf, counts, rows));
    } else if (keys instanceof ShortDictionaryMap) {
      return StringColumn.createInternal(name, shorts(keys, keyOf, counts, rows));
    }
    return StringColumn.createInternal(name, ints(keys, keyOf, counts, rows));
  }

  private StringColumn appended(String name, TextNumbers rows) {
    StringColumn column = StringColumn.create(name);
    for (int row = 0; row < rows.rows(); row++) {
      column.append(texts.get(rows.get(row)));
    }
    return column;
  }

  private ByteDictionaryMap octets(
      DictionaryMap keys, int[] keyOf, int[] counts, TextNumbers rows) {
    Byte2ObjectOpenHashMap<String> textOf = new Byte2ObjectOpenHashMap<>();
    Object2ByteOpenHashMap<String> byText = new Object2ByteOpenHashMap<>();
    byText.defaultReturnValue(Byte.MIN_VALUE);
    Byte2IntOpenHashMap countOf = new Byte2IntOpenHashMap();
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] > 0) {
        byte key = (byte) keyOf[number];
        textOf.put(key, texts.get(number));
        byText.put(texts.get(number), key);
        countOf.put(key, counts[number]);
      }
    }
    byte[] values = new byte[rows.rows()];
    for (int row = 0; row < rows.rows(); row++) {
      values[row] = (byte) keyOf[rows.get(row)];
    }
    return new ByteDictionaryMap.ByteDictionaryBuilder()
        .setNextIndex(keys.nextKeyWithoutIncrementing())
        .setKeyToValue(textOf)
        .setValueToKey(byText)
        .setKeyToCount(countOf)
        .setValues(values)
        .build();
  }

  private ShortDictionaryMap shorts(
      DictionaryMap keys, int[] keyOf, int[] counts, TextNumbers rows) {
    Short2ObjectOpenHashMap<String> textOf = new Short2ObjectOpenHashMap<>();
    Object2ShortOpenHashMap<String> byText = new Object2ShortOpenHashMap<>();
    byText.defaultReturnValue(Short.MIN_VALUE);
    Short2IntOpenHashMap countOf = new Short2IntOpenHashMap();
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] > 0) {
        short key = (short) keyOf[number];
        textOf.put(key, texts.get(number));
        byText.put(texts.get(number), key);
        countOf.put(key, counts[number]);
      }
    }
    short[] values = new short[rows.rows()];
    for (int row = 0; row < rows.rows(); row++) {
      values[row] = (short) keyOf[rows.get(row)];
    }
    return new ShortDictionaryMap.ShortDictionaryBuilder()
        .setNextIndex(keys.nextKeyWithoutIncrementing())
        .setKeyToValue(textOf)
        .setValueToKey(byText)
        .setKeyToCount(countOf)
        .setCanPromoteToText(keys.canPromoteToText())
        .setValues(values)
        .build();
  }

  private IntDictionaryMap ints(DictionaryMap keys, int[] keyOf, int[] counts, TextNumbers rows) {
    Int2ObjectOpenHashMap<String> textOf = new Int2ObjectOpenHashMap<>();
    Object2IntOpenHashMap<String> byText = new Object2IntOpenHashMap<>();
    byText.defaultReturnValue(Integer.MIN_VALUE);
    Int2IntOpenHashMap countOf = new Int2IntOpenHashMap();
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] > 0) {
        textOf.put(keyOf[number], texts.get(number));
        byText.put(texts.get(number), keyOf[number]);
        countOf.put(keyOf[number], counts[number]);
      }
    }
    int[] values = new int[rows.rows()];
    for (int row = 0; row < rows.rows(); row++) {
      values[row] = keyOf[rows.get(row)];
    }
    return new IntDictionaryMap.IntDictionaryBuilder()
        .setNextIndex(keys.nextKeyWithoutIncrementing())
        .setKeyToValue(textOf)
        .setValueToKey(byText)
        .setKeyToCount(countOf)
        .setValues(values)
        .build();
  }
}
