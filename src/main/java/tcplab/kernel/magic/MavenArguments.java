package tcplab.kernel.magic;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What may follow IJava's Maven magics.
 *
 * @param words coordinates, scopes or a path
 * @param from {@code --from}: ids or addresses of repositories
 * @param verbose {@code -v}, {@code --verbose}: all that Maven says is shown
 */
record MavenArguments(List<String> words, List<String> from, boolean verbose) {
  /**
   * Sorts arguments.
   *
   * @param mayFrom whether the magic knows {@code --from}
   * @throws IllegalArgumentException for an option that it does not know
   */
  static MavenArguments of(List<String> args, boolean mayFrom) {
    List<String> words = new ArrayList<>();
    List<String> from = new ArrayList<>();
    boolean verbose = false;
    for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
      String arg = rest.next();
      if (mayFrom && arg.startsWith("--from=")) {
        from.add(arg.substring("--from=".length()));
      } else if (mayFrom && arg.equals("--from") && rest.hasNext()) {
        from.add(rest.next());
      } else if (arg.matches("-v+|--verbose(=.*)?")) {
        verbose = true;
      } else if (arg.startsWith("-")) {
        throw new IllegalArgumentException("No such option: " + arg);
      } else {
        words.add(arg);
      }
    }
    return new MavenArguments(List.copyOf(words), List.copyOf(from), verbose);
  }
}
