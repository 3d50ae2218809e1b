package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Showing values, as IJava has it; every cell can call these without an import. */
public final class Display {
  private Display() {}

  /**
   * Renders a value in the forms that suit it best.
   *
   * @param o the value
   * @return the forms by MIME type
   */
  public static DisplayData render(@Nullable Object o) {
    return Kernel.getKernelInstance().getRenderer().render(o);
  }

  /**
   * Renders a value in the forms asked for.
   *
   * @param o the value
   * @param as MIME types
   * @return the forms by MIME type
   * @throws IllegalArgumentException when no renderer of this value knows one of the types
   */
  public static DisplayData render(@Nullable Object o, String... as) {
    return Kernel.getKernelInstance().renderAs(o, as);
  }

  /**
   * Shows a value below the cell.
   *
   * @param o the value
   * @return an id that {@link #updateDisplay} takes
   */
  public static String display(@Nullable Object o) {
    return show(render(o));
  }

  /**
   * Shows a value below the cell in the forms asked for.
   *
   * @param o the value
   * @param as MIME types
   * @return an id that {@link #updateDisplay} takes
   * @throws IllegalArgumentException when no renderer of this value knows one of the types
   */
  public static String display(@Nullable Object o, String... as) {
    return show(render(o, as));
  }

  /**
   * Replaces what {@link #display} showed, wherever it stands.
   *
   * @param id the id that display gave
   * @param o the new value
   */
  public static void updateDisplay(String id, @Nullable Object o) {
    Kernel.getKernelInstance().getIO().display.updateDisplay(id, render(o));
  }

  /**
   * Replaces what {@link #display} showed, in the forms asked for.
   *
   * @param id the id that display gave
   * @param o the new value
   * @param as MIME types
   */
  public static void updateDisplay(String id, @Nullable Object o, String... as) {
    Kernel.getKernelInstance().getIO().display.updateDisplay(id, render(o, as));
  }

  /**
   * Removes the cell's output so far.
   *
   * @param wait true: only when the next output arrives, so that an animation does not flicker
   */
  public static void clearOutput(boolean wait) {
    Kernel.getKernelInstance().clearOutput(wait);
  }

  /**
   * Prints like {@link java.io.PrintStream#printf}; IJava gives every notebook this method.
   *
   * @param format a format string
   * @param args its arguments
   */
  public static void printf(String format, @Nullable Object... args) {
    Kernel.getKernelInstance().getIO().out.printf(format, args);
  }

  private static String show(DisplayData data) {
    JavaKernel kernel = Kernel.getKernelInstance();
    String id = data.getDisplayId();
    if (id == null) {
      id = UUID.randomUUID().toString();
      data.setDisplayId(id);
    }
    kernel.display(data);
    return id;
  }
}
