package tcplab.kernel.session;

import io.github.spencerpark.jupyter.kernel.util.GlobFinder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * IJava's environment variables, as its README documents them. A wrong one is logged, not fatal.
 */
final class Settings {
  private static final Pattern OPTION = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|\\S+");
  private static final Pattern TIMEOUT = Pattern.compile("(-?\\d{1,18})\\W*([A-Za-z]*)");

  private final Map<String, String> environment;

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  private String get(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  /**
   * {@code IJAVA_CLASSPATH}: globs, joined by the path separator; what they match, joined again.
   */
  String classpath() {
    List<String> found = new ArrayList<>();
    files("IJAVA_CLASSPATH").forEach(path -> found.add(path.toAbsolutePath().toString()));
    return String.join(File.pathSeparator, found);
  }

  /** The files that a variable's globs match, in their order. */
  List<Path> files(String name) {
    List<Path> found = new ArrayList<>();
    for (String glob : get(name).split(File.pathSeparator, -1)) {
      if (!glob.isBlank()) {
        try {
          new GlobFinder(glob).computeMatchingPaths().forEach(found::add);
        } catch (IOException | RuntimeException unreadable) {
          KernelLog.warn(name + ": nothing matches " + glob, unreadable);
        }
      }
    }
    return found;
  }

  /** {@code IJAVA_STARTUP_SCRIPT}: Java to run before the first cell, or blank. */
  String startupScript() {
    return get("IJAVA_STARTUP_SCRIPT");
  }

  /** {@code IJAVA_COMPILER_OPTS}: what javac would be given, separated by blanks; quotes hold. */
  List<String> compilerOptions() {
    List<String> options = new ArrayList<>();
    Matcher option = OPTION.matcher(get("IJAVA_COMPILER_OPTS"));
    while (option.find()) {
      String quoted = option.group(1);
      options.add(quoted == null ? option.group() : quoted.replaceAll("\\\\(.)", "$1"));
    }
    return options;
  }

  /**
   * {@code IJAVA_TIMEOUT}: how long one statement may run, in ms or a unit; null is without end.
   */
  @Nullable Duration timeout() {
    String text = get("IJAVA_TIMEOUT");
    Matcher matcher = TIMEOUT.matcher(text);
    if (!matcher.matches()) {
      if (!text.isEmpty()) {
        KernelLog.warn("IJAVA_TIMEOUT is a number, and a unit if need be, not " + text);
      }
      return null;
    }
    long number = Long.parseLong(matcher.group(1));
    try {
      TimeUnit unit =
          matcher.group(2).isEmpty()
              ? TimeUnit.MILLISECONDS
              : TimeUnit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
      return number < 1 ? null : Duration.ofNanos(unit.toNanos(number));
    } catch (IllegalArgumentException unknown) {
      KernelLog.warn("IJAVA_TIMEOUT has an unknown unit: " + text);
      return null;
    }
  }
}
