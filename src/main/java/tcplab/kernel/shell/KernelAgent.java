package tcplab.kernel.shell;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Takes the JVM's instrumentation at start ({@code Launcher-Agent-Class} in the jar's manifest,
 * which works with {@code java -jar}), so that redeclared methods are changed in place.
 */
public final class KernelAgent {
  private static volatile @Nullable Instrumentation instrumentation;

  private KernelAgent() {}

  /**
   * Called by the JVM.
   *
   * @param arguments none
   * @param given the JVM's instrumentation
   */
  public static void agentmain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  static @Nullable Instrumentation instrumentation() {
    return instrumentation;
  }
}
