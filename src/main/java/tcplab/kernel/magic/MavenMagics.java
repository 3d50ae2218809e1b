package tcplab.kernel.magic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code %maven}, {@code %mavenRepo} and {@code loadFromPOM}, by the machine's own Maven.
 *
 * <p>Maven resolves as it always does: transitively, with scopes, exclusions and version conflicts,
 * by the user's settings.xml with its mirrors, proxies and credentials, from the user's local
 * repository. It runs as a process of its own, so none of its libraries can clash with a
 * notebook's. {@code TCPLAB_MAVEN} names another command than {@code mvn}, with arguments if need
 * be.
 */
public final class MavenMagics {
  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

  private static final Pattern ADVICE =
      Pattern.compile("(?i)re-run Maven|^\\[ERROR\\] \\[Help|for more information about");

  private final Consumer<String> addToClasspath;
  private final Map<String, String> repositories = new LinkedHashMap<>();

  /**
   * Magics that add what they find to a class path.
   *
   * @param addToClasspath takes file paths joined by the platform's path separator
   */
  public MavenMagics(Consumer<String> addToClasspath) {
    this.addToClasspath = addToClasspath;
  }

  /**
   * {@code %maven group:artifact[:type[:classifier]]:version…}.
   *
   * @param args coordinates
   * @return nothing to show
   * @throws IOException when Maven fails; the message has its errors
   * @throws InterruptedException when the cell is interrupted
   */
  public @Nullable Object maven(List<String> args) throws IOException, InterruptedException {
    StringBuilder dependencies = new StringBuilder();
    for (String arg : args) {
      dependencies.append(PomText.dependency(arg));
    }
    if (args.isEmpty()) {
      throw new IllegalArgumentException("%maven needs coordinates, group:artifact:version");
    }
    return load(PomText.project(dependencies.toString(), repositories), "runtime");
  }

  /**
   * {@code %mavenRepo id url}: from here on, that repository is asked too.
   *
   * @param args an id and a URL
   * @return nothing to show
   */
  public @Nullable Object repository(List<String> args) {
    if (args.size() != 2) {
      throw new IllegalArgumentException("%mavenRepo needs an id and a URL");
    }
    repositories.put(args.get(0), args.get(1));
    return null;
  }

  /**
   * {@code %%loadFromPOM [scope…]}: the body is a POM or a part of one.
   *
   * @param args scopes; with {@code test}, test dependencies are added too
   * @param body a project, or the elements that stand in one
   * @return nothing to show
   * @throws IOException when Maven fails
   * @throws InterruptedException when the cell is interrupted
   */
  public @Nullable Object loadFromPom(List<String> args, String body)
      throws IOException, InterruptedException {
    boolean whole = body.contains("<project");
    return load(whole ? body : PomText.project(body, repositories), scope(args));
  }

  /**
   * {@code %loadFromPOM FILE [scope…]}.
   *
   * @param args a POM's path, and scopes
   * @return nothing to show
   * @throws IOException when the file cannot be read or Maven fails
   * @throws InterruptedException when the cell is interrupted
   */
  public @Nullable Object loadFromPomFile(List<String> args)
      throws IOException, InterruptedException {
    if (args.isEmpty()) {
      throw new IllegalArgumentException("%loadFromPOM needs a POM's path");
    }
    Path pom = Path.of(args.get(0));
    if (!Files.isReadable(pom)) {
      throw new IOException("There is no readable file " + pom);
    }
    return add(classpath(pom, scope(args.subList(1, args.size()))), args.get(0));
  }

  private static String scope(List<String> scopes) {
    return scopes.contains("test") ? "test" : "runtime";
  }

  private @Nullable Object load(String pomText, String scope)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tcplab-maven");
    Path pom = folder.resolve("pom.xml");
    try {
      Files.writeString(pom, pomText, StandardCharsets.UTF_8);
      return add(classpath(pom, scope), "the POM");
    } finally {
      Files.deleteIfExists(pom);
      Files.deleteIfExists(folder);
    }
  }

  private @Nullable Object add(String classpath, String from) {
    if (classpath.isBlank()) {
      throw new IllegalArgumentException("Nothing was added: " + from + " has no dependencies");
    }
    addToClasspath.accept(classpath);
    return null;
  }

  private static String classpath(Path pom, String scope) throws IOException, InterruptedException {
    Path result = Files.createTempFile("tcplab-classpath", ".txt");
    try {
      List<String> command = command();
      command.addAll(List.of("-B", "-f", pom.toString(), GOAL));
      command.add("-Dmdep.outputFile=" + result);
      command.add("-DincludeScope=" + scope);
      List<String> errors = new ArrayList<>();
      int status = Processes.run(new ProcessBuilder(command), l -> line(l, errors), errors::add);
      if (status != 0) {
        throw new IOException("Maven could not resolve this:\n" + String.join("\n", errors));
      }
      return Files.readString(result, StandardCharsets.UTF_8).strip();
    } finally {
      Files.deleteIfExists(result);
    }
  }

  private static List<String> command() {
    String named = System.getenv("TCPLAB_MAVEN");
    boolean given = named != null && !named.isBlank();
    return new ArrayList<>(List.of((given ? named.strip() : "mvn").split("\\s+")));
  }

  /** Shows progress, keeps errors. */
  private static void line(String line, List<String> errors) {
    if (line.startsWith("[ERROR]")) {
      boolean advice = ADVICE.matcher(line).find();
      if (!advice && line.length() > "[ERROR] ".length()) {
        errors.add(line);
      }
    } else if (line.contains("Downloading from") || line.contains("Downloaded from")) {
      System.err.println(line.replaceFirst("^\\[INFO\\] ", ""));
    }
  }
}
