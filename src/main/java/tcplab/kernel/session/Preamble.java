package tcplab.kernel.session;

import java.util.ArrayList;
import java.util.List;
import tcplab.kernel.Preload;

/** What is declared before the first cell: IJava's imports, then the preload's. */
final class Preamble {
  private static final List<String> IJAVA =
      List.of(
          "import java.util.*;",
          "import java.io.*;",
          "import java.math.*;",
          "import java.net.*;",
          "import java.util.concurrent.*;",
          "import java.util.prefs.*;",
          "import java.util.regex.*;",
          "import static io.github.spencerpark.ijava.runtime.Display.*;",
          "import static io.github.spencerpark.ijava.runtime.Kernel.*;",
          "import static io.github.spencerpark.ijava.runtime.Magics.*;");

  private Preamble() {}

  static List<String> of(Preload preload) {
    List<String> all = new ArrayList<>(IJAVA);
    all.addAll(preload.imports());
    return all;
  }
}
