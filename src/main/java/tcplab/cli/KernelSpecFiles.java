package tcplab.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The files of a Jupyter kernelspec (jupyter_client documentation, "Making kernels for Jupyter").
 * Jupyter's server also serves them to the page, which is how live figures get plotly.js without a
 * network.
 */
final class KernelSpecFiles {
  /** The launcher's name in the kernelspec's folder. */
  static final String LAUNCHER = "tcplab";

  private static final List<String> LOGOS =
      List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");
  private static final String JAR = "tcplab.jar";

  private final Path folder;

  /**
   * The files of the kernelspec {@code tcplab}.
   *
   * @param kernels the folder of kernelspecs
   */
  KernelSpecFiles(Path kernels) {
    folder = kernels.resolve("tcplab");
  }

  /** The kernelspec's folder. */
  Path folder() {
    return folder;
  }

  /**
   * Writes the kernelspec; kernel.json last, because with it the kernel is there.
   *
   * @param command the words that start the kernel
   * @param environment the variables that Jupyter sets for it
   */
  void install(List<String> command, Map<String, String> environment) throws IOException {
    Files.createDirectories(folder);
    for (String logo : LOGOS) {
      copy("kernelspec/" + logo, folder.resolve(logo));
    }
    copy(plotly(), folder.resolve("plotly.min.js"));
    Path part = folder.resolve("kernel.json.part");
    Files.writeString(part, kernelJson(command, environment));
    Files.move(part, folder.resolve("kernel.json"), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Puts the jar that is running, and what starts it, into the kernelspec's folder.
   *
   * @return the launcher
   */
  Path installLauncher() throws IOException {
    Path running = jar();
    Files.createDirectories(folder);
    Path jar = folder.resolve(JAR);
    if (!Files.exists(jar) || !Files.isSameFile(running, jar)) {
      // A kernel may be running from the one before; it keeps its file.
      Path part = folder.resolve(JAR + ".part");
      Files.copy(running, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
    }
    copy("launcher/java.sh", folder.resolve("java.sh"));
    copy("launcher/stand_in.py", folder.resolve("stand_in.py"));
    Path launcher = folder.resolve(LAUNCHER);
    copy("launcher/" + LAUNCHER, launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return launcher;
  }

  /** The jar that is running. */
  static Path jar() throws IOException {
    try {
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new IOException(jar + " is no jar; the kernel is installed from tcplab.jar");
      }
      return jar.toAbsolutePath();
    } catch (URISyntaxException strange) {
      throw new IOException("the jar's place cannot be told: " + strange.getMessage(), strange);
    }
  }

  static boolean onWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }

  /** The user's Jupyter data folder, as jupyter_core finds it. */
  static Path userData() {
    String set = System.getenv("JUPYTER_DATA_DIR");
    if (set != null && !set.isEmpty()) {
      return Path.of(set);
    }
    Path home = Path.of(System.getProperty("user.home"));
    if (System.getProperty("os.name").startsWith("Mac")) {
      return home.resolve("Library/Jupyter");
    } else if (onWindows()) {
      return home.resolve("AppData/Roaming/jupyter");
    }
    String xdg = System.getenv("XDG_DATA_HOME");
    return (xdg == null || xdg.isEmpty() ? home.resolve(".local/share") : Path.of(xdg))
        .resolve("jupyter");
  }

  private static String kernelJson(List<String> command, Map<String, String> environment) {
    JsonArray words = new JsonArray();
    command.forEach(words::add);
    JsonObject json = new JsonObject();
    json.add("argv", words);
    json.addProperty("display_name", "Java (tcplab)");
    json.addProperty("language", "java");
    json.addProperty("interrupt_mode", "message");
    if (!environment.isEmpty()) {
      JsonObject variables = new JsonObject();
      environment.forEach(variables::addProperty);
      json.add("env", variables);
    }
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
