package tcplab.kernel.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tcplab.kernel.shell.CellFailedException;
import tcplab.kernel.shell.CellSource;
import tcplab.kernel.shell.JavaShell;

/**
 * The scripts that {@code IJAVA_STARTUP_SCRIPTS_PATH} and {@code IJAVA_STARTUP_SCRIPT} name. As in
 * IJava they run with the first cell, below which they print and fail.
 */
final class StartupScripts {
  private final Settings settings;
  private boolean ran;

  StartupScripts(Map<String, String> environment) {
    settings = new Settings(environment);
  }

  /** Runs them when this is the first call; a script that fails is not tried again. */
  void runOnce(JavaShell java, CellCode code) throws CellFailedException {
    if (ran) {
      return;
    }
    ran = true;
    for (Path file : settings.files("IJAVA_STARTUP_SCRIPTS_PATH")) {
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        run(java, code, text(file));
      }
    }
    run(java, code, settings.startupScript());
  }

  private static void run(JavaShell java, CellCode code, String script) throws CellFailedException {
    if (!script.isBlank()) {
      code.value(java, new CellSource(0, script), 0, script);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The startup script cannot be read", unreadable);
    }
  }
}
