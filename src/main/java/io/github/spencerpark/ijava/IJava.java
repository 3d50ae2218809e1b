package io.github.spencerpark.ijava;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * IJava's entry class, by its own name: notebooks and libraries ask it for the running kernel.
 *
 * <p>Written anew for tcplab; IJava's own {@code main} is not here, since its engine is not used.
 */
public final class IJava {
  /** The environment variable with options for javac. */
  public static final String COMPILER_OPTS_KEY = "IJAVA_COMPILER_OPTS";

  /** The environment variable with the time that one statement may take. */
  public static final String TIMEOUT_DURATION_KEY = "IJAVA_TIMEOUT";

  /** The environment variable with what cells find on their class path from the start. */
  public static final String CLASSPATH_KEY = "IJAVA_CLASSPATH";

  /** The environment variable with the paths of scripts to run first. */
  public static final String STARTUP_SCRIPTS_KEY = "IJAVA_STARTUP_SCRIPTS_PATH";

  /** The environment variable with code to run first. */
  public static final String STARTUP_SCRIPT_KEY = "IJAVA_STARTUP_SCRIPT";

  /** The resource with the imports of a notebook. */
  public static final String DEFAULT_SHELL_INIT_RESOURCE_PATH = "ijava-jshell-init.jshell";

  /** The version of IJava whose API this is. */
  public static final String VERSION = "1.3.0";

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
