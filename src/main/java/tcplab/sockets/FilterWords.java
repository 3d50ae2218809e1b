package tcplab.sockets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a filter, one after the other, each with the place where it stands. */
final class FilterWords {
  private static final String SIGNS = "()!|&<>=";
  private static final List<String> DOUBLE_SIGNS = List.of("||", "&&", "<=", ">=", "==", "!=");

  /** One word or sign. */
  private record Word(String text, int position) {}

  private final String filter;
  private final List<Word> words = new ArrayList<>();
  private int at;

  FilterWords(String filter) {
    this.filter = filter;
    int i = 0;
    while (i < filter.length()) {
      char c = filter.charAt(i);
      int length = 1;
      if (SIGNS.indexOf(c) >= 0) {
        length = i + 2 <= filter.length() && isDouble(i) ? 2 : 1;
        words.add(new Word(filter.substring(i, i + length), i));
      } else if (!isBlank(c)) {
        length = wordLength(i);
        words.add(new Word(filter.substring(i, i + length), i));
      }
      i += length;
    }
  }

  /** Quotes are left over from a shell's line that was copied whole. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\'' || c == '"';
  }

  private boolean isDouble(int at) {
    return DOUBLE_SIGNS.contains(filter.substring(at, at + 2));
  }

  private int wordLength(int from) {
    int end = from;
    while (end < filter.length()
        && !isBlank(filter.charAt(end))
        && SIGNS.indexOf(filter.charAt(end)) < 0) {
      end++;
    }
    return end - from;
  }

  boolean atEnd() {
    return at == words.size();
  }

  /** The next word in lower case, without taking it; empty at the end. */
  String peek() {
    return atEnd() ? "" : words.get(at).text().toLowerCase(Locale.ROOT);
  }

  /** Takes the next word if it is one of these. */
  boolean take(String... wanted) {
    if (List.of(wanted).contains(peek()) && !atEnd()) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes the next word as it is written. */
  String next(String expected) {
    if (atEnd()) {
      throw problem("here the filter ends, but " + expected + " is missing");
    }
    return words.get(at++).text();
  }

  /** A complaint about the next word. */
  SocketFilterException problem(String problem) {
    return new SocketFilterException(
        filter, atEnd() ? filter.length() : words.get(at).position(), problem);
  }

  /** A complaint about the word that was taken last. */
  SocketFilterException problemBefore(String problem) {
    return new SocketFilterException(filter, words.get(at - 1).position(), problem);
  }
}
