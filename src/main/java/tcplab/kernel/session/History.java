package tcplab.kernel.session;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * The cells of this session and of earlier ones, in a file of one JSON object a line.
 *
 * <p>The file is {@code TCPLAB_HISTORY} (or the system property {@code tcplab.history}), else
 * {@code tcplab/history.jsonl} in the XDG state folder; {@code off} keeps nothing. Nothing of it is
 * read before the first cell is kept or history is asked for. A line that cannot be read is passed
 * over.
 */
final class History {
  private static final long LARGEST_FILE = 8L << 20;

  /**
   * A kept cell.
   *
   * @param session 1 for the first session in the file
   * @param line the cell's execution count
   * @param input its text
   */
  record Entry(int session, int line, String input) {}

  private final @Nullable Path file;
  private final List<Entry> entries = new ArrayList<>();
  private boolean loaded;
  private int session = 1;

  History(@Nullable Path file) {
    this.file = file;
  }

  /** The history that the environment names. */
  static History ofEnvironment() {
    String named = System.getProperty("tcplab.history", System.getenv("TCPLAB_HISTORY"));
    if (named != null && !named.isEmpty()) {
      return new History(named.equals("off") ? null : Path.of(named));
    }
    String state = System.getenv("XDG_STATE_HOME");
    Path folder =
        state == null || state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return new History(folder.resolve("tcplab").resolve("history.jsonl"));
  }

  /** Keeps a cell. */
  synchronized void add(int line, String input) {
    load();
    entries.add(new Entry(session, line, input));
    Path target = file;
    if (target == null) {
      return;
    }
    JsonObject json = Json.object("session", session, "line", line, "input", input);
    try {
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(target, json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      KernelLog.warn("History is not kept", unwritable);
    }
  }

  /** The latest n, oldest first. */
  synchronized List<Entry> tail(int n) {
    load();
    int from = Math.max(0, entries.size() - Math.max(0, n));
    return List.copyOf(entries.subList(from, entries.size()));
  }

  /**
   * Cells of one session.
   *
   * @param which its number; 0 for this one, negative to count back from it
   * @param start the first line
   * @param stop one past the last line; null for all
   */
  synchronized List<Entry> range(int which, int start, @Nullable Integer stop) {
    load();
    int wanted = which > 0 ? which : session + which;
    return entries.stream()
        .filter(e -> e.session() == wanted && e.line() >= start)
        .filter(e -> stop == null || e.line() < stop)
        .toList();
  }

  /**
   * Cells that match a pattern of {@code *} and {@code ?}.
   *
   * @param glob the pattern; it must match the whole cell
   * @param n the most to answer with, the latest ones; null for all
   * @param unique true: of equal cells only the latest
   */
  synchronized List<Entry> search(String glob, @Nullable Integer n, boolean unique) {
    load();
    Pattern pattern = pattern(glob);
    List<Entry> found = new ArrayList<>();
    Map<String, Entry> byInput = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (pattern.matcher(entry.input()).matches()) {
        found.add(entry);
        byInput.remove(entry.input());
        byInput.put(entry.input(), entry);
      }
    }
    List<Entry> all = unique ? List.copyOf(byInput.values()) : found;
    return n == null ? all : all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        // Possessive runs of stars would be wrong; one star for many keeps matching linear enough.
        case '*' -> regex.append(regex.toString().endsWith(".*") ? "" : ".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private void load() {
    Path source = file;
    if (loaded || source == null) {
      return;
    }
    loaded = true;
    if (!Files.exists(source)) {
      return;
    }
    try {
      for (String line : Files.readString(source, StandardCharsets.UTF_8).lines().toList()) {
        read(line);
      }
      if (Files.size(source) > LARGEST_FILE) {
        shorten(source);
      }
    } catch (IOException unreadable) {
      KernelLog.warn("Earlier history is not read", unreadable);
    }
    session = entries.stream().mapToInt(Entry::session).max().orElse(0) + 1;
  }

  private void read(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      entries.add(
          new Entry(
              json.get("session").getAsInt(),
              json.get("line").getAsInt(),
              json.get("input").getAsString()));
    } catch (JsonParseException
        | IllegalStateException
        | NumberFormatException
        | UnsupportedOperationException
        | NullPointerException bad) {
      KernelLog.debug("Passed over a line of history: " + bad.getMessage());
    }
  }

  /** Keeps the later half. */
  private void shorten(Path source) throws IOException {
    List<String> lines = Files.readAllLines(source, StandardCharsets.UTF_8);
    Path shorter = source.resolveSibling(source.getFileName() + ".new");
    Files.write(shorter, lines.subList(lines.size() / 2, lines.size()));
    Files.move(shorter, source, StandardCopyOption.REPLACE_EXISTING);
  }
}
