package tcplab.kernel;

import java.io.IOException;
import java.nio.file.Path;
import tcplab.kernel.session.Rehearsal;
import tcplab.kernel.session.Session;
import tcplab.kernel.wire.ConnectionFile;

/** The door: runs a kernel, or rehearses one while a start-up archive is recorded. */
public final class JupyterKernel {
  private JupyterKernel() {}

  /**
   * Runs a kernel until its client shuts it down.
   *
   * @param connectionFile the file that the client wrote
   * @param preload what the notebook starts with
   * @return the process's exit status: 0
   * @throws IOException when the connection file cannot be read or its ports cannot be bound
   */
  public static int run(Path connectionFile, Preload preload) throws IOException {
    try (Session session = Session.open(ConnectionFile.read(connectionFile), preload)) {
      session.stopOnSignal();
      session.endOnlyBy(Thread.currentThread());
      session.awaitShutdown();
    }
    return 0;
  }

  /**
   * Starts a kernel in this process, plays a short session with it over loopback, and shuts it
   * down: what the JVM then knows is what a start-up archive needs.
   *
   * @param preload what notebooks start with
   * @throws IOException when loopback ports cannot be bound, or an answer does not come
   */
  public static void rehearse(Preload preload) throws IOException {
    Rehearsal.play(preload);
  }
}
