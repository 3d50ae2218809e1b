package io.github.spencerpark.ijava;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * IJava's entry class, by its own name: notebooks and libraries ask it for the running kernel.
 *
 * <p>Written anew for tcplab; IJava's own {@code main} is not here, since its engine is not used.
 */
public final class IJava {
  private static volatile @Nullable JavaKernel kernel;

  private IJava() {}

  /**
   * The kernel that runs this notebook.
   *
   * @return the kernel, or null outside of a notebook
   */
  public static @Nullable JavaKernel getKernelInstance() {
    return kernel;
  }

  /**
   * Opens a resource by its name from the root of the class path, as IJava does.
   *
   * @param path the resource's path
   * @return its bytes, or null when there is no such resource
   */
  public static @Nullable InputStream resource(String path) {
    return IJava.class.getClassLoader().getResourceAsStream(path);
  }

  static void started(JavaKernel running) {
    kernel = running;
  }
}
