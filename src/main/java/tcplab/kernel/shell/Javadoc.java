package tcplab.kernel.shell;

import java.util.regex.Pattern;

/** Javadoc as plain text: enough for a tooltip. */
final class Javadoc {
  private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+([^{}]*)\\}");
  private static final Pattern LIST_ITEM = Pattern.compile("<li>", Pattern.CASE_INSENSITIVE);
  private static final Pattern PARAGRAPH = Pattern.compile("\\s*<p>\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
  private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(\\w+)\\s*");

  private Javadoc() {}

  static String plain(String javadoc) {
    String text = javadoc;
    // Inline tags nest a level or two: {@code {@link X}}.
    for (int i = 0; i < 3; i++) {
      text = INLINE.matcher(text).replaceAll("$1");
    }
    text = PARAGRAPH.matcher(text).replaceAll("\n\n");
    text = LIST_ITEM.matcher(text).replaceAll("• ");
    text = TAG.matcher(text).replaceAll("");
    text = BLOCK_TAG.matcher(text).replaceAll("@$1 ");
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }
}
