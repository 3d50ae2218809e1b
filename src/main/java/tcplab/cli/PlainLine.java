package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import tcplab.Detail;

/**
 * A command line that needs no help: a capture's table or the sockets, and the options of {@link
 * CaptureInput}, {@link SocketSource}, {@link SocketChoice} and {@link TableOutput} spelled in
 * full, each once, with its value behind it. Anything else, and anything wrong, is left to picocli,
 * which says what is wrong.
 *
 * <p>Why: picocli is compiled for Java 5, and classes that old cannot lie in the JVM's start-up
 * archive. Loading and verifying it takes longer than reading a capture of thousands of packets.
 */
final class PlainLine {
  private static final String SOCKETS = "sockets";
  private static final Set<String> OUTPUT = Set.of("--format", "--filter", "--columns", "--output");
  private static final Set<String> CHOICE = Set.of("--port", "--state");

  /** What is done once the words are understood. */
  private interface Work {
    int run(PrintWriter err) throws IOException;
  }

  private final String command;
  private final Work work;

  private PlainLine(String command, Work work) {
    this.command = command;
    this.work = work;
  }

  /** Reads the words of a command line; {@code null} when they are for picocli. */
  static @Nullable PlainLine parse(String... words) {
    if (words.length == 0) {
      return null;
    }
    Words read = new Words(words[0].equals(SOCKETS));
    if (words[0].equals(SOCKETS)) {
      return read.take(words) ? read.sockets() : null;
    }
    CaptureTable table = table(words[0]);
    return table != null && read.take(words) ? read.capture(table) : null;
  }

  /** Runs the command and returns its exit code. */
  int run(PrintWriter err) {
    try {
      return work.run(err);
    } catch (IOException | RuntimeException e) {
      return Main.explain(e, command, err);
    }
  }

  private static @Nullable CaptureTable table(String word) {
    for (CaptureTable table : CaptureTable.values()) {
      if (table.command().equals(word)) {
        return table;
      }
    }
    return null;
  }

  /** The words behind the command's name. */
  private static final class Words {
    private final boolean ofSockets;
    private final List<String> files = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private final Set<Detail> details = EnumSet.noneOf(Detail.class);

    Words(boolean ofSockets) {
      this.ofSockets = ofSockets;
    }

    boolean take(String... words) {
      for (int i = 1; i < words.length; i++) {
        String word = words[i];
        Detail detail = ofSockets ? detail(word) : null;
        if (word.equals("-") || isValue(word)) {
          files.add(word);
        } else if (detail != null) {
          if (!details.add(detail)) {
            return false;
          }
        } else if (++i == words.length || !isValue(words[i]) || !option(word, words[i])) {
          return false;
        }
      }
      return true;
    }

    /** Whether it is no option, and none of the signs that mean something to picocli. */
    private static boolean isValue(String word) {
      return !word.isEmpty() && "-@\"'".indexOf(word.charAt(0)) < 0;
    }

    private static @Nullable Detail detail(String word) {
      return switch (word) {
        case "--processes" -> Detail.PROCESSES;
        case "--info" -> Detail.INFO;
        case "--memory" -> Detail.MEMORY;
        case "--verify" -> Detail.VERIFY;
        default -> null;
      };
    }

    private boolean option(String name, String value) {
      String full = name.equals("-o") ? "--output" : name;
      boolean known = OUTPUT.contains(full) || (ofSockets && CHOICE.contains(full));
      return known && options.put(full, value) == null;
    }

    @Nullable PlainLine capture(CaptureTable table) {
      TableOutput output = output();
      if (files.isEmpty() || output == null) {
        return null;
      }
      CaptureInput input = new CaptureInput(files, options.getOrDefault("--filter", ""));
      return new PlainLine(
          table.command(), err -> table.print(input, new ConnectionChoice(null), output, err));
    }

    @Nullable PlainLine sockets() {
      TableOutput output = output();
      String port = options.getOrDefault("--port", "");
      if (files.size() > 1 || output == null || !port.matches("[0-9]{0,5}")) {
        return null;
      }
      SocketSource source = new SocketSource(files.isEmpty() ? null : files.get(0), details);
      SocketChoice choice =
          new SocketChoice(
              port.isEmpty() ? null : Integer.valueOf(port),
              list("--state"),
              options.get("--filter"));
      try {
        source.check();
        choice.check();
      } catch (OptionException e) {
        return null; // picocli will say so
      }
      return new PlainLine(
          SOCKETS,
          err -> {
            SocketListing.print(source.read(false), choice, output, err);
            return ExitCode.OK;
          });
    }

    private @Nullable TableOutput output() {
      String name = options.get("--format");
      Format format = name == null ? Format.TABLE : Format.of(name);
      String file = options.get("--output");
      Path path = file == null ? null : path(file);
      boolean quoted =
          options.getOrDefault("--columns", "").contains("\"")
              || options.getOrDefault("--state", "").contains("\"");
      if (format == null || (path == null && file != null) || quoted) {
        return null;
      }
      return new TableOutput(format, path, list("--columns"));
    }

    private @Nullable List<String> list(String option) {
      String value = options.get(option);
      return value == null ? null : List.of(value.split(",", -1));
    }

    private static @Nullable Path path(String name) {
      try {
        return Path.of(name);
      } catch (InvalidPathException e) {
        return null; // picocli will say so
      }
    }
  }
}
