package tcplab;

import tcplab.table.TerminalWriter;

/** Sentences in which names from outside stand: a file's, a host's. */
final class PlainText {
  private static final int LONGEST = 500;

  private PlainText() {}

  /** The sentence with its end cut when it is very long, and with nothing in it that acts. */
  static String of(String sentence) {
    boolean cut = sentence.length() > LONGEST;
    return TerminalWriter.inert(cut ? sentence.substring(0, LONGEST) + "…" : sentence);
  }
}
