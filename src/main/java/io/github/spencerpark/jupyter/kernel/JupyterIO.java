package io.github.spencerpark.jupyter.kernel;

import java.io.InputStream;
import java.io.PrintStream;

/** The streams of the running cell. */
public final class JupyterIO {
  /** Rendered data. */
  public final DisplayStream display;

  /** Standard output. */
  public final PrintStream out;

  /** Standard error. */
  public final PrintStream err;

  /** Standard input: asks the reader. */
  public final InputStream in;

  /**
   * Holds the four streams.
   *
   * @param display rendered data
   * @param out standard output
   * @param err standard error
   * @param in standard input
   */
  public JupyterIO(DisplayStream display, PrintStream out, PrintStream err, InputStream in) {
    this.display = display;
    this.out = out;
    this.err = err;
    this.in = in;
  }
}
