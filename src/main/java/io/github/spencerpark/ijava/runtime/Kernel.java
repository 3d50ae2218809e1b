package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import org.jspecify.annotations.Nullable;

/** The kernel, for a cell. */
public final class Kernel {
  private Kernel() {}

  /**
   * The kernel that runs this notebook.
   *
   * @return the kernel
   * @throws IllegalStateException outside of a notebook
   */
  public static JavaKernel getKernelInstance() {
    JavaKernel kernel = IJava.getKernelInstance();
    if (kernel == null) {
      throw new IllegalStateException("No kernel is running: this works inside a notebook only");
    }
    return kernel;
  }

  /**
   * Evaluates code in this notebook's shell.
   *
   * @param expr one or more statements
   * @return the last one's value, or null
   * @throws Exception what the code threw, or why it does not compile
   */
  public static @Nullable Object eval(String expr) throws Exception {
    return getKernelInstance().evalRaw(expr);
  }

  /**
   * Asks the reader for one line.
   *
   * @param prompt what to show before the answer
   * @return the line without its end
   * @throws java.io.UncheckedIOException when the front end takes no input
   */
  public static String readLine(String prompt) {
    return getKernelInstance().readLine(prompt, false);
  }

  /**
   * Asks the reader for a secret; what is typed is not shown and not kept in the notebook.
   *
   * @param prompt what to show before the answer
   * @return the secret
   * @throws java.io.UncheckedIOException when the front end takes no input
   */
  public static String readPassword(String prompt) {
    return getKernelInstance().readLine(prompt, true);
  }
}
