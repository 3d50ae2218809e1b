package tcplab.kernel.session;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.shell.Completions;
import tcplab.kernel.shell.Completions.Proposal;
import tcplab.kernel.shell.JavaText;
import tcplab.kernel.wire.KernelLog;

/** Completes the names of files: in a string literal, and in the words behind a magic. */
final class FileCompletion {
  private static final int MOST = 500;

  // The last word of a magic's line; a name with blanks stands in quotes.
  private static final Pattern MAGIC =
      Pattern.compile("\\s*%%?(\\w+)\\b.*?[\\s=](?:\"([^\"]*)|([^\\s\"]*))");
  private static final Pattern UNWRITABLE = Pattern.compile(".*[\"\\\\\\p{Cntrl}].*");

  private FileCompletion() {}

  /** Proposals when the cursor stands where a file's name may, and there are some; else null. */
  static @Nullable Completions complete(KnownMagics magics, String code, int cursor) {
    String typed = typed(magics, code.substring(0, cursor));
    if (typed == null || typed.indexOf('\\') >= 0 || typed.indexOf('\0') >= 0) {
      return null;
    }
    int name = typed.lastIndexOf('/') + 1;
    List<Proposal> found = list(typed.substring(0, name), typed.substring(name));
    return found.isEmpty() ? null : new Completions(cursor - typed.length() + name, cursor, found);
  }

  /** What stands of the name before the cursor. */
  private static @Nullable String typed(KnownMagics magics, String before) {
    String line = before.substring(before.lastIndexOf('\n') + 1);
    Matcher magic = MAGIC.matcher(line);
    if (magic.matches() && isMagic(magics, magic.group(1))) {
      return magic.group(2) == null ? magic.group(3) : magic.group(2);
    }
    int literal = JavaText.openString(before);
    return literal < 0 ? null : before.substring(literal);
  }

  private static boolean isMagic(KnownMagics magics, String name) {
    return magics.isLineMagic(name) || magics.cellMagics().containsKey(name);
  }

  private static List<Proposal> list(String folder, String prefix) {
    List<Proposal> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean hidden = name.startsWith(".") && !prefix.startsWith(".");
        if (name.startsWith(prefix) && !hidden && !UNWRITABLE.matcher(name).matches()) {
          found.add(new Proposal(Files.isDirectory(entry) ? name + "/" : name, "path"));
        }
        if (found.size() == MOST) {
          break;
        }
      }
    } catch (IOException | DirectoryIteratorException | InvalidPathException unreadable) {
      KernelLog.debug("No names of files: " + unreadable);
    }
    found.sort(Comparator.comparing(Proposal::text));
    return found;
  }
}
