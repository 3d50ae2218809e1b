package tcplab.kernel.magic;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code %%sh}: the cell's body for the system's shell. */
public final class ShellMagic {
  private ShellMagic() {}

  /**
   * Runs a script; what it prints is shown as it comes.
   *
   * @param args its positional parameters
   * @param script for {@code /bin/sh}
   * @return nothing to show
   * @throws IOException when there is no shell, or the script ends with a status other than 0
   * @throws InterruptedException when the cell is interrupted
   */
  public static @Nullable Object run(List<String> args, String script)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(args);
    int status =
        Processes.run(new ProcessBuilder(command), System.out::println, System.err::println);
    if (status != 0) {
      throw new IOException("The script ended with status " + status);
    }
    return null;
  }
}
