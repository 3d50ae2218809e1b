package tcplab.kernel.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in which cell each snippet of JShell began, so that a stack frame {@code #17:2} can be told
 * as "Cell 3, line 4". Remembers the latest {@value #KEPT} snippets.
 */
final class Places {
  private static final int KEPT = 20_000;

  /**
   * A snippet's place.
   *
   * @param cell its cell
   * @param offset where in the cell the snippet's first character stands
   */
  record Place(CellSource cell, int offset) {
    int line(int lineInSnippet) {
      return cell.lineAt(offset) + lineInSnippet - 1;
    }
  }

  private final Map<String, Place> bySnippet =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
          return size() > KEPT;
        }
      };

  synchronized void put(String snippetId, Place place) {
    bySnippet.put(snippetId, place);
  }

  synchronized @Nullable Place find(String snippetId) {
    return bySnippet.get(snippetId);
  }
}
