package tcplab.kernel.magic;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Other programs, run for a cell: their output is shown as it comes, an interrupt ends them. */
final class Processes {
  private Processes() {}

  /**
   * Runs a program to its end.
   *
   * @param builder what to run; standard input is empty
   * @param out takes each line of its standard output
   * @param err takes each line of its standard error
   * @return its exit status
   * @throws IOException when it cannot be started
   * @throws InterruptedException when the cell is interrupted; the program has been ended then
   */
  static int run(ProcessBuilder builder, Consumer<String> out, Consumer<String> err)
      throws IOException, InterruptedException {
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      Thread errors = new Thread(() -> forward(process.errorReader(StandardCharsets.UTF_8), err));
      errors.setDaemon(true);
      errors.start();
      Thread output = new Thread(() -> forward(process.inputReader(StandardCharsets.UTF_8), out));
      output.setDaemon(true);
      output.start();
      int status = process.waitFor();
      output.join();
      errors.join();
      return status;
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static void forward(BufferedReader lines, Consumer<String> taker) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        taker.accept(line);
      }
    } catch (IOException ended) {
      taker.accept("(output ended: " + ended.getMessage() + ")");
    }
  }
}
