package tcplab.kernel.wire;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own log. It goes to the file that {@code TCPLAB_LOG} names, else to the process's
 * standard error; never to standard output, and never into a notebook. {@code TCPLAB_LOG_LEVEL} is
 * {@code off}, {@code warn} (the default) or {@code debug}.
 */
public final class KernelLog {
  private enum Level {
    OFF,
    WARN,
    DEBUG
  }

  // Not System.err: that is the notebook's as soon as a session is open.
  private static final PrintStream STANDARD_ERROR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  private static final Level LEVEL = level(System.getenv("TCPLAB_LOG_LEVEL"));
  private static final @Nullable Path FILE = path(System.getenv("TCPLAB_LOG"));

  private KernelLog() {}

  /**
   * Notes something that went wrong and was survived.
   *
   * @param what one line
   */
  public static void warn(String what) {
    if (LEVEL.compareTo(Level.WARN) >= 0) {
      write("WARN ", what);
    }
  }

  /**
   * Notes an error that went wrong and was survived, with its stack in debug level.
   *
   * @param what one line
   * @param cause what was thrown
   */
  public static void warn(String what, Throwable cause) {
    warn(what + ": " + cause);
    if (LEVEL == Level.DEBUG) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        write("     ", "  at " + frame);
      }
    }
  }

  /**
   * Notes what the kernel does.
   *
   * @param what one line
   */
  public static void debug(String what) {
    if (LEVEL == Level.DEBUG) {
      write("DEBUG", what);
    }
  }

  private static synchronized void write(String level, String what) {
    String line = Instant.now() + " " + level + " " + oneLine(what) + "\n";
    Path file = FILE;
    if (file == null) {
      STANDARD_ERROR.print("tcplab kernel: " + line);
      return;
    }
    try {
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException | UncheckedIOException unwritable) {
      STANDARD_ERROR.print("tcplab kernel (log unwritable: " + unwritable + "): " + line);
    }
  }

  /** Hostile bytes must not write lines of their own into the log. */
  private static String oneLine(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .limit(2000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Level level(@Nullable String name) {
    if (name == null) {
      return Level.WARN;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "off" -> Level.OFF;
      case "debug" -> Level.DEBUG;
      default -> Level.WARN;
    };
  }

  private static @Nullable Path path(@Nullable String name) {
    return name == null || name.isEmpty() ? null : Path.of(name);
  }
}
