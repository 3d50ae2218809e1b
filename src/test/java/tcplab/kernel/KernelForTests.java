package tcplab.kernel;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a kernel without any preload, for tests of the kernel alone. */
final class KernelForTests {
  private KernelForTests() {}

  public static void main(String[] args) throws IOException {
    if (args[0].equals("rehearse")) {
      JupyterKernel.rehearse(Preload.NONE);
      return;
    }
    System.exit(JupyterKernel.run(Path.of(args[0]), Preload.NONE));
  }
}
