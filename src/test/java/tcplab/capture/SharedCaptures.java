package tcplab.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tcplab.Requirement;

/** The captures with independent answers that stand beside the project, where they do. */
final class SharedCaptures {
  private SharedCaptures() {}

  /** The folder of captures; aborts the test where it is missing. */
  static Path folder() {
    String base = System.getProperty("tcplab.basedir", System.getProperty("user.dir"));
    Path folder = Path.of(base).resolve("../shared/captures").normalize();
    Requirement.requires(Files.isDirectory(folder), "the folder " + folder);
    return folder;
  }

  /** The paths of MANIFEST.tsv, relative to the folder, and how many frames each holds. */
  static Map<String, Integer> manifest() throws IOException {
    Map<String, Integer> frames = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder().resolve("MANIFEST.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (!cells[0].equals("path")) {
        frames.put(cells[0], Integer.valueOf(cells[7]));
      }
    }
    return frames;
  }

  /** tshark's answers for a capture, a row per frame, by the names of its fields. */
  static List<Map<String, String>> oracle(String capture) throws IOException {
    int slash = capture.indexOf('/');
    Path file =
        folder()
            .resolve(capture.substring(0, slash) + "/oracle")
            .resolve(capture.substring(slash + 1) + ".packets.tsv");
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    String[] names = lines.get(0).split("\t", -1);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
