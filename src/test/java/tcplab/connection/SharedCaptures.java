package tcplab.connection;

import static tcplab.Requirement.requires;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The captures with independent answers that stand beside the project. */
final class SharedCaptures {
  private SharedCaptures() {}

  /** The folder; aborts the test when it is not there. */
  static Path folder() {
    Path base = Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")));
    Path folder = base.resolve("../shared/captures").normalize();
    requires(Files.isDirectory(folder), "the captures with answers, " + folder);
    return folder;
  }

  /** Files below the folder whose path ends so, sorted. */
  static List<Path> ending(String suffix) {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The capture that an answer in an oracle folder belongs to. */
  static Path captureOf(Path oracle, String suffix) {
    String name = oracle.getFileName().toString();
    return oracle
        .resolveSibling("..")
        .resolve(name.substring(0, name.length() - suffix.length()))
        .normalize();
  }

  static JsonElement json(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of a tab-separated file by column name. */
  static List<Map<String, String>> table(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (lines.isEmpty()) {
      return List.of();
    }
    List<String> names = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
        row.put(names.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    int from = 0;
    for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', from)) {
      cells.add(line.substring(from, tab));
      from = tab + 1;
    }
    cells.add(line.substring(from));
    return cells;
  }
}
