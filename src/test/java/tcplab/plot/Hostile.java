package tcplab.plot;

import java.util.List;
import java.util.Random;

/** Text that tries to get out of where it is put. */
public final class Hostile {

  /** Markup, quotes, control characters, marks that turn text around, halves of pairs, length. */
  public static final List<String> TEXTS =
      List.of(
          "</script><script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "\"><img src=x onerror=alert(1)>",
          "' onload='alert(1)",
          "&#0;&#x202E;&lt;script&gt;alert(1)&lt;/script&gt;",
          "\"quotes\" and 'apostrophes' \\ and &amp; &",
          "]]><!-- --><?xml version='1.0'?>",
          "\u202Eright to left\u202C \u2066isolate\u2069 \u200F",
          "line\nbreak\u2028separator\u2029\u0000null\u001b[31m",
          "\ud800 lone surrogate \udfff \uFFFE \uFFFF",
          "var layout = {title: 'no'}; var trace9 = {x: [1]};",
          "x".repeat(10_000),
          "javascript:alert(1)",
          "");

  private Hostile() {}

  /** Anything, with what means something in HTML more often than by chance. */
  public static String random(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      int kind = random.nextInt(4);
      text.append(
          kind == 0
              ? (char) random.nextInt(0x10000)
              : kind == 1
                  ? "<>&'\"\\/;{}[]".charAt(random.nextInt(12))
                  : (char) (32 + random.nextInt(95)));
    }
    return text.toString();
  }
}
