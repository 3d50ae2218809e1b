package tcplab.kernel.shell;

import java.util.List;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/**
 * Mends a fault of JShell (17 to 25 at least): it makes a cell's records public, and the compiler
 * then refuses a canonical constructor that is not, compact ones included. The compiler's complaint
 * says where such a constructor begins; there it becomes public too.
 */
final class RecordConstructors {
  private static final String REFUSED = "invalid.canonical.constructor";
  private static final String PUBLIC = "public ";

  private RecordConstructors() {}

  /** The source with its constructor made public; null when that is not what was refused. */
  static @Nullable String mend(JShell shell, List<SnippetEvent> events, String source) {
    if (!source.contains("record") || events.isEmpty()) {
      return null;
    }
    Snippet snippet = events.get(0).snippet();
    if (snippet == null || events.get(0).status() != Snippet.Status.REJECTED) {
      return null;
    }
    for (Diag diag : shell.diagnostics(snippet).toList()) {
      int at = (int) diag.getStartPosition();
      boolean here = at >= 0 && at < source.length() && !source.startsWith(PUBLIC, at);
      if (here && diag.getCode().contains(REFUSED) && diag.getMessage(null).contains("public")) {
        return source.substring(0, at) + PUBLIC + source.substring(at);
      }
    }
    return null;
  }

  /** Where a position in mended source lies in the source as the cell has it. */
  static int unmended(CellSource cell, int at, String mended, int position) {
    int same = 0;
    String text = cell.text();
    int end = Math.min(mended.length(), Math.max(0, text.length() - at));
    while (same < end && mended.charAt(same) == text.charAt(at + same)) {
      same++;
    }
    boolean inserted = mended.startsWith(PUBLIC, same);
    return inserted && position > same ? Math.max(same, position - PUBLIC.length()) : position;
  }
}
