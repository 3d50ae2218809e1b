package tcplab.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The files of a Jupyter kernelspec (jupyter_client documentation, "Making kernels for Jupyter").
 * Jupyter's server also serves them to the page, which is how live figures get plotly.js without a
 * network.
 */
final class KernelSpecFiles {
  private static final List<String> LOGOS =
      List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

  private KernelSpecFiles() {}

  /**
   * Writes the kernelspec {@code tcplab}.
   *
   * @param kernels the folder of kernelspecs
   * @param launcher the words that start tcplab
   * @return the kernelspec's folder
   */
  static Path install(Path kernels, List<String> launcher) throws IOException {
    Path folder = Files.createDirectories(kernels.resolve("tcplab"));
    for (String logo : LOGOS) {
      copy("kernelspec/" + logo, folder.resolve(logo));
    }
    copy(plotly(), folder.resolve("plotly.min.js"));
    Files.writeString(folder.resolve("kernel.json"), kernelJson(launcher));
    return folder;
  }

  /** The user's Jupyter data folder, as jupyter_core finds it. */
  static Path userData() {
    String set = System.getenv("JUPYTER_DATA_DIR");
    if (set != null && !set.isEmpty()) {
      return Path.of(set);
    }
    Path home = Path.of(System.getProperty("user.home"));
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return home.resolve("Library/Jupyter");
    } else if (system.contains("win")) {
      return home.resolve("AppData/Roaming/jupyter");
    }
    String xdg = System.getenv("XDG_DATA_HOME");
    return (xdg == null || xdg.isEmpty() ? home.resolve(".local/share") : Path.of(xdg))
        .resolve("jupyter");
  }

  private static String kernelJson(List<String> launcher) {
    JsonArray words = new JsonArray();
    launcher.forEach(words::add);
    words.add("kernel");
    words.add("run");
    words.add("{connection_file}");
    JsonObject json = new JsonObject();
    json.add("argv", words);
    json.addProperty("display_name", "Java (tcplab)");
    json.addProperty("language", "java");
    json.addProperty("interrupt_mode", "message");
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }

  /** The webjar's path holds its version, which its pom.properties tells. */
  private static String plotly() throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = KernelCommand.resource("plotly.properties")) {
      properties.load(stream);
    }
    return "/META-INF/resources/webjars/plotly.js-dist/"
        + properties.getProperty("version")
        + "/plotly.js";
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream stream = KernelCommand.resource(resource)) {
      Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
