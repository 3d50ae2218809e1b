package tcplab.kernel.session;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.shell.Completions;
import tcplab.kernel.shell.Completions.Proposal;

/** Completes the names of magics. */
final class MagicCompletion {
  private static final Pattern NAME = Pattern.compile("(%%?)(\\w*)");

  private MagicCompletion() {}

  /** Proposals when the cursor stands in a magic's name, else null. */
  static @Nullable Completions complete(KnownMagics magics, String code, int cursor) {
    int start = code.lastIndexOf('\n', cursor - 1) + 1;
    while (start < cursor && Character.isWhitespace(code.charAt(start))) {
      start++;
    }
    Matcher name = NAME.matcher(code.substring(start, cursor));
    if (!name.matches()) {
      return null;
    }
    List<Proposal> proposals = new ArrayList<>();
    if (name.group(1).equals("%")) {
      add(proposals, "%", magics.lineMagics().keySet(), name.group(2));
    }
    if (code.substring(0, start).isBlank()) {
      add(proposals, "%%", magics.cellMagics().keySet(), name.group(2));
    }
    return new Completions(start, cursor, proposals);
  }

  private static void add(
      List<Proposal> proposals, String lead, Iterable<String> names, String prefix) {
    for (String name : names) {
      if (name.startsWith(prefix)) {
        proposals.add(new Proposal(lead + name, "magic"));
      }
    }
  }
}
