package io.github.spencerpark.jupyter.kernel;

import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import org.jspecify.annotations.Nullable;

/** What any kernel offers a notebook: a renderer, a display stream and the standard streams. */
public abstract class BaseKernel {
  private final Renderer renderer;

  /**
   * A kernel with this renderer.
   *
   * @param renderer renders values
   */
  protected BaseKernel(Renderer renderer) {
    this.renderer = renderer;
  }

  /**
   * The renderer; register your own types here.
   *
   * @return the live renderer
   */
  public Renderer getRenderer() {
    return renderer;
  }

  /**
   * Renders a value as the given MIME types.
   *
   * @param value the value
   * @param as MIME types
   * @return the forms by MIME type
   * @throws IllegalArgumentException when the value cannot be rendered as one of the types
   */
  public abstract DisplayData renderAs(@Nullable Object value, String... as);

  /**
   * Shows rendered data below the running cell.
   *
   * @param data what to show
   */
  public void display(DisplayData data) {
    getIO().display.display(data);
  }

  /**
   * The streams of the running cell.
   *
   * @return display, standard output, standard error and standard input
   */
  public abstract JupyterIO getIO();

  /**
   * The notebook's comms.
   *
   * @return where comms are opened and targets registered
   */
  public abstract CommManager getCommManager();

  /**
   * Removes the cell's output so far.
   *
   * @param wait true: only when the next output arrives
   */
  public abstract void clearOutput(boolean wait);

  /**
   * Asks the reader for a line.
   *
   * @param prompt what to show
   * @param secret true: do not show what is typed
   * @return the line
   * @throws java.io.UncheckedIOException when the front end takes no input
   */
  public abstract String readLine(String prompt, boolean secret);
}
