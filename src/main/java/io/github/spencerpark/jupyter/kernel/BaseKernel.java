package io.github.spencerpark.jupyter.kernel;

import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.history.HistoryManager;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
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
   * The language, as front ends are told.
   *
   * @return its name, version, file extension and the like
   */
  public abstract LanguageInfo getLanguageInfo();

  /**
   * What a console shows at its start.
   *
   * @return a line or more
   */
  public abstract String getBanner();

  /**
   * What front ends offer below their help menu.
   *
   * @return titles and addresses
   */
  public abstract List<LanguageInfo.Help> getHelpLinks();

  /**
   * The history as IJava's kernels may keep it; this one answers history requests by itself.
   *
   * @return null, as in IJava
   */
  public @Nullable HistoryManager getHistoryManager() {
    return null;
  }

  /**
   * Evaluates code and renders its value.
   *
   * @param expr what may stand in a cell
   * @return the rendered value, or null when there is none
   * @throws Exception what the code threw, or why it does not compile
   */
  public abstract @Nullable DisplayData eval(String expr) throws Exception;

  /**
   * Explains what stands at a place.
   *
   * @param code a cell
   * @param at offset in characters
   * @param extraDetail true for all that is known
   * @return a text, or null when nothing is known
   * @throws Exception never; IJava's signature has it
   */
  public abstract @Nullable DisplayData inspect(String code, int at, boolean extraDetail)
      throws Exception;

  /**
   * Proposes how to go on.
   *
   * @param code a cell
   * @param at offset in characters
   * @return what may stand there, or null when nothing fits
   * @throws Exception never; IJava's signature has it
   */
  public abstract @Nullable ReplacementOptions complete(String code, int at) throws Exception;

  /**
   * Whether code can be evaluated as it is.
   *
   * @param code a cell
   * @return {@code complete}, {@code invalid}, or the blanks with which the next line should begin
   */
  public abstract String isComplete(String code);

  /** Stops the running cell. */
  public abstract void interrupt();

  /**
   * An exception in lines, as IJava's kernels show it.
   *
   * @param e the exception
   * @return a dividing line and the stack trace
   */
  public List<String> formatError(Exception e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    List<String> lines = new ArrayList<>(List.of("-".repeat(75)));
    trace.toString().lines().forEach(lines::add);
    return lines;
  }

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
