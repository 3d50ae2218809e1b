package tcplab.kernel.shell;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * Where documentation comes from. JShell reads Javadoc out of the JDK's {@code lib/src.zip}, if
 * there is one, and out of nothing else; here it is given the sources of the library in the
 * kernel's jar as well, and those of {@code …-sources.jar} files that lie beside jars which the
 * notebook added. JShell has no public way to be told of them, so one of its fields is set (the
 * jar's manifest opens its package); where that does not work, only these comments are missing.
 */
final class Sources {
  /** Where the build puts the library's sources in the jar. */
  private static final String IN_JAR = "META-INF/source";

  private static final Pattern TYPE_ARGUMENTS = Pattern.compile("<[^<>]*>");

  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final List<Path> added = new ArrayList<>();
  private boolean known;

  Sources(JShell shell, SourceCodeAnalysis analysis) {
    this.shell = shell;
    this.analysis = analysis;
    Path jar = Path.of(System.getProperty("java.class.path", ""));
    if (Files.isRegularFile(jar)) {
      added.add(jar);
    }
  }

  /** Jars were added to the class path. */
  void add(String path) {
    for (String entry : path.split(java.io.File.pathSeparator, -1)) {
      Path sources = Path.of(entry.replaceFirst("(?i)\\.jar$", "") + "-sources.jar");
      if (entry.toLowerCase(Locale.ROOT).endsWith(".jar") && Files.isRegularFile(sources)) {
        added.add(sources);
        known = false;
      }
    }
  }

  /** Tells JShell, when it is asked for documentation at last. */
  void makeKnown() {
    if (known) {
      return;
    }
    known = true;
    try {
      Method find = analysis.getClass().getDeclaredMethod("findSources");
      Field field = analysis.getClass().getDeclaredField("availableSources");
      find.setAccessible(true);
      field.setAccessible(true);
      List<Path> all = new ArrayList<>();
      for (Object one : (List<?>) find.invoke(analysis)) {
        all.add((Path) one);
      }
      for (Path jar : added) {
        all.add(root(jar));
      }
      added.clear();
      field.set(analysis, List.copyOf(all));
    } catch (ReflectiveOperationException | IOException | RuntimeException closed) {
      KernelLog.debug("No Javadoc but the JDK's: " + closed);
    }
  }

  /** The file system stays open: JShell reads from it from now on. */
  @SuppressWarnings("MustBeClosedChecker")
  private static Path root(Path jar) throws IOException {
    FileSystem files = FileSystems.newFileSystem(jar, (ClassLoader) null);
    Path own = files.getPath(IN_JAR);
    return Files.isDirectory(own) ? own : files.getPath("/");
  }

  /**
   * Why an element of the JDK has no documentation here, and where it is.
   *
   * @param signature as JShell writes it, such as {@code int Math.max(int a, int b)}
   * @return a few lines; null when the sources are there, or the element is not the JDK's
   */
  @Nullable String whyMissing(String signature) {
    Path home = Path.of(System.getProperty("java.home"));
    Class<?> type = type(signature);
    boolean ofJdk = type != null && type.getModule().isNamed();
    if (type == null || !ofJdk || Files.isReadable(home.resolve("lib").resolve("src.zip"))) {
      return null;
    }
    int version = Runtime.version().feature();
    return "There is no lib/src.zip in "
        + home
        + ", from which the Javadoc would come; Debian and Ubuntu have it in openjdk-"
        + version
        + "-source.\nIt is also at https://docs.oracle.com/en/java/javase/"
        + version
        + "/docs/api/"
        + type.getModule().getName()
        + "/"
        + type.getName().replace('.', '/').replace('$', '.')
        + ".html";
  }

  private @Nullable Class<?> type(String signature) {
    String name = signature.split("[(:]", 2)[0];
    for (String shorter = ""; !shorter.equals(name); ) {
      shorter = name;
      name = TYPE_ARGUMENTS.matcher(name).replaceAll("");
    }
    name = name.strip().substring(name.strip().lastIndexOf(' ') + 1);
    Class<?> whole = named(name);
    int dot = name.lastIndexOf('.');
    return whole != null || dot < 0 ? whole : named(name.substring(0, dot));
  }

  private @Nullable Class<?> named(String name) {
    List<String> candidates = new ArrayList<>(List.of(name, "java.lang." + name));
    shell
        .imports()
        .filter(one -> !one.isStatic())
        .map(ImportSnippet::fullname)
        .forEach(
            full -> {
              if (full.endsWith(".*")) {
                candidates.add(full.substring(0, full.length() - 1) + name);
              } else if (full.endsWith("." + name)) {
                candidates.add(full);
              }
            });
    for (String candidate : candidates) {
      try {
        return Class.forName(candidate, false, ClassLoader.getPlatformClassLoader());
      } catch (ClassNotFoundException | LinkageError another) {
        KernelLog.debug("Not a class of the JDK: " + candidate);
      }
    }
    return null;
  }
}
