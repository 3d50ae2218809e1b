package tcplab.kernel;

import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;

/**
 * What a notebook starts with. Each method is called once, as late as it can be, so that none of it
 * delays the first cell more than it must.
 */
public interface Preload {
  /** Nothing but Java. */
  Preload NONE = new Preload() {};

  /**
   * Declarations to evaluate before the first cell, imports for the most part. They are compiled
   * while the front end still shakes hands.
   *
   * @return Java declarations, each with its semicolon
   */
  default List<String> imports() {
    return List.of();
  }

  /**
   * Registers renderers. Called before the first value is rendered that is neither a number, a
   * boolean, a character nor a string; classes named here are loaded no earlier.
   *
   * @param renderer where to register
   */
  default void renderers(Renderer renderer) {}

  /**
   * Registers magics. Called before the first magic is looked up.
   *
   * @param magics where to register
   */
  default void magics(Magics magics) {}

  /**
   * What a console shows at its start.
   *
   * @return a line or more
   */
  default String banner() {
    return "Java " + Runtime.version();
  }

  /**
   * The name of what answers, for kernel_info.
   *
   * @return a short name
   */
  default String implementation() {
    return "tcplab";
  }

  /**
   * The version of what answers, for kernel_info.
   *
   * @return such as 1.0.0
   */
  default String version() {
    String version = Preload.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }
}
