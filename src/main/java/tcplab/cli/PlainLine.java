package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command line that needs no help: a capture's table, its files, and the options of {@link
 * CaptureInput} and {@link TableOutput} spelled in full, each with its value behind it. Anything
 * else, and anything wrong, is left to picocli, which says what is wrong.
 *
 * <p>Why: picocli is compiled for Java 5, and classes that old cannot lie in the JVM's start-up
 * archive. Loading and verifying it takes longer than reading a capture of thousands of packets.
 */
final class PlainLine {
  private final CaptureTable table;
  private final CaptureInput input;
  private final TableOutput output;

  private PlainLine(CaptureTable table, CaptureInput input, TableOutput output) {
    this.table = table;
    this.input = input;
    this.output = output;
  }

  /** Reads the words of a command line; {@code null} when they are for picocli. */
  static @Nullable PlainLine parse(String... words) {
    CaptureTable table = words.length == 0 ? null : table(words[0]);
    return table == null ? null : new Words(words).read(table);
  }

  /** Runs the command and returns its exit code. */
  int run(PrintWriter err) {
    try {
      return table.print(input, output, err);
    } catch (IOException | RuntimeException e) {
      return Main.explain(e, table.command(), err);
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
    private final String[] words;
    private final List<String> files = new ArrayList<>();
    private @Nullable Format format;
    private @Nullable String filter;
    private @Nullable String columns;
    private @Nullable Path file;

    Words(String... words) {
      this.words = words;
    }

    @Nullable PlainLine read(CaptureTable table) {
      for (int i = 1; i < words.length; i++) {
        String word = words[i];
        if (word.equals("-") || isValue(word)) {
          files.add(word);
        } else if (++i == words.length || !isValue(words[i]) || !option(word, words[i])) {
          return null;
        }
      }
      if (files.isEmpty()) {
        return null;
      }
      return new PlainLine(
          table,
          new CaptureInput(files, filter == null ? "" : filter),
          new TableOutput(
              format == null ? Format.TABLE : format,
              file,
              columns == null ? null : List.of(columns.split(",", -1))));
    }

    /** Whether it is no option, and none of the signs that mean something to picocli. */
    private static boolean isValue(String word) {
      return !word.isEmpty() && "-@\"'".indexOf(word.charAt(0)) < 0;
    }

    private boolean option(String name, String value) {
      switch (name) {
        case "--format" -> {
          boolean first = format == null;
          format = Format.of(value);
          return first && format != null;
        }
        case "--filter" -> {
          boolean first = filter == null;
          filter = value;
          return first;
        }
        case "--columns" -> {
          boolean first = columns == null;
          columns = value;
          return first && !value.contains("\"");
        }
        case "-o", "--output" -> {
          boolean first = file == null;
          file = path(value);
          return first && file != null;
        }
        default -> {
          return false;
        }
      }
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
