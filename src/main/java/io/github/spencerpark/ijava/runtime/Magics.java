package io.github.spencerpark.ijava.runtime;

import java.util.List;

/** Magics as method calls. */
public final class Magics {
  private Magics() {}

  /**
   * Runs a line magic.
   *
   * @param name its name without the percent sign
   * @param args its arguments
   * @param <T> what the magic returns
   * @return the magic's value
   */
  public static <T> T lineMagic(String name, List<String> args) {
    try {
      return Kernel.getKernelInstance().getMagics().applyLineMagic(name, args);
    } catch (RuntimeException asItIs) {
      throw asItIs;
    } catch (Exception failed) {
      throw new IllegalStateException("%" + name + ": " + failed.getMessage(), failed);
    }
  }

  /**
   * Runs a cell magic.
   *
   * @param name its name without the percent signs
   * @param args its arguments
   * @param body the rest of the cell
   * @param <T> what the magic returns
   * @return the magic's value
   */
  public static <T> T cellMagic(String name, List<String> args, String body) {
    try {
      return Kernel.getKernelInstance().getMagics().applyCellMagic(name, args, body);
    } catch (RuntimeException asItIs) {
      throw asItIs;
    } catch (Exception failed) {
      throw new IllegalStateException("%%" + name + ": " + failed.getMessage(), failed);
    }
  }
}
