package tcplab.sockets;

import java.util.ArrayList;
import java.util.List;

/** One line of a text: its words and where they begin. */
final class Line {
  private static final int MOST_WORDS = 400;

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  Line(String text) {
    this.text = text;
    int at = 0;
    while (words.size() < MOST_WORDS) {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        return;
      }
      int start = at;
      while (at < text.length() && !isBlank(text.charAt(at))) {
        at++;
      }
      words.add(text.substring(start, at));
      starts.add(start);
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\u3000';
  }

  String text() {
    return text;
  }

  int size() {
    return words.size();
  }

  /** A word; empty when the line has fewer. */
  String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /** The line from a word on, without trailing blanks; empty when it has fewer words. */
  String from(int index) {
    return index < words.size() ? text.substring(starts.get(index)).strip() : "";
  }

  boolean isNumber(int index) {
    return isNumber(word(index));
  }

  static boolean isNumber(String word) {
    if (word.isEmpty() || word.length() > 18) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The number that a word is; only after {@link #isNumber}. */
  long number(int index) {
    return Long.parseLong(word(index));
  }

  /** Where words occur one after the other, ignoring case; -1 when they do not. */
  int find(String... wanted) {
    for (int i = 0; i + wanted.length <= size(); i++) {
      boolean all = true;
      for (int j = 0; j < wanted.length && all; j++) {
        all = word(i + j).equalsIgnoreCase(wanted[j]);
      }
      if (all) {
        return i;
      }
    }
    return -1;
  }

  boolean has(String... wanted) {
    return find(wanted) >= 0;
  }

  /** The character position of a word; the line's length when it has fewer. */
  int start(int index) {
    return index < size() ? starts.get(index) : text.length();
  }
}
