package tcplab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a folder is a JDK that can run the kernel, and whether it takes given arguments. */
final class JdkCheck {
  private static final int OLDEST = 17;
  private static final long PATIENCE_SECONDS = 60;
  private static final int LONGEST_ANSWER = 64 << 10;

  private JdkCheck() {}

  /**
   * What keeps a folder from being a JDK 17 or newer, as far as its files tell.
   *
   * @return a sentence; null when nothing does
   */
  static @Nullable String problem(Path home) throws IOException {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return "no JDK, there is no bin/java in it";
    }
    if (!Files.isExecutable(home.resolve("bin/javac"))) {
      return "a JRE without a compiler; the kernel needs a JDK";
    }
    Path release = home.resolve("release");
    if (Files.isReadable(release)) {
      Properties properties = new Properties();
      try (InputStream stream = Files.newInputStream(release)) {
        properties.load(stream);
      }
      String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
      String major = version.split("[^0-9]", 2)[0];
      if (major.length() > 3 || (!major.isEmpty() && Integer.parseInt(major) < OLDEST)) {
        return "Java " + version + "; the kernel needs JDK " + OLDEST + " or newer";
      }
    }
    return null;
  }

  /**
   * Starts {@code tcplab --version} on a JDK.
   *
   * @return what the JVM said when it did not start; null when it did
   */
  static @Nullable String refusal(Path home, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(arguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--version"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    process.getOutputStream().close();
    String said = text(process);
    boolean ours = said.lines().anyMatch(line -> line.startsWith("tcplab "));
    if (exitCode(process) == 0 && ours) {
      return null;
    }
    return said.lines().findFirst().orElse("it says nothing");
  }

  private static int exitCode(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while asking the JVM", stopped);
    }
  }

  /** What it prints, to its end; of a flood only the beginning is kept. */
  private static String text(Process process) throws IOException {
    try (InputStream stream = process.getInputStream()) {
      String text = new String(stream.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
      stream.transferTo(OutputStream.nullOutputStream());
      return text;
    }
  }
}
