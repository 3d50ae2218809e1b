package tcplab.table;

import org.jspecify.annotations.Nullable;

/**
 * Fields of a text column whose texts recur, such as states and verdicts, ready as octets. A text
 * is known again by being the same object: the columns that have few texts share them.
 */
final class RecurringFields {
  private static final int PLACES = 64;

  private final @Nullable String[] texts = new String[PLACES];
  private final byte[] @Nullable [] octets = new byte[PLACES][];

  /** The field of a text that was asked for just before, or {@code null}. */
  byte @Nullable [] of(String text) {
    int place = text.hashCode() & PLACES - 1;
    if (texts[place] != text) { // another text, or an equal one that does not recur
      texts[place] = text;
      octets[place] = null;
      return null;
    }
    byte[] known = octets[place];
    if (known == null) {
      known = Utf8Output.octets(CsvWriter.field(text));
      octets[place] = known;
    }
    return known;
  }
}
