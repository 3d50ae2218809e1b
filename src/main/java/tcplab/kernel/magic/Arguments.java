package tcplab.kernel.magic;

import java.util.ArrayList;
import java.util.List;

/** A magic's arguments: separated by blanks, held together by double quotes. */
final class Arguments {
  private Arguments() {}

  /** Splits; within quotes a backslash makes a quote or a backslash plain. */
  static List<String> split(String line) {
    List<String> args = new ArrayList<>();
    StringBuilder arg = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escaped =
          c == '\\' && quoted && i + 1 < line.length() && "\"\\".indexOf(line.charAt(i + 1)) >= 0;
      if (escaped) {
        arg.append(line.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (Character.isWhitespace(c) && !quoted) {
        if (any || !arg.isEmpty()) {
          args.add(arg.toString());
        }
        arg.setLength(0);
        any = false;
      } else {
        arg.append(c);
      }
    }
    if (any || !arg.isEmpty()) {
      args.add(arg.toString());
    }
    return args;
  }
}
