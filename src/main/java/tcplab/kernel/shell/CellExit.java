package tcplab.kernel.shell;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link System#exit} in cells, see {@code CellBytes}: the cell ends, the kernel goes
 * on. Public because compiled cells call it; of no use to anyone else.
 */
public final class CellExit extends Error {
  /** How its message begins, up to the status. */
  static final String BEFORE_STATUS = "System.exit(";

  /** How its message ends. */
  static final String BEHIND_STATUS = ") ended this cell; to stop the kernel, shut it down";

  private static final long serialVersionUID = 1L;

  private CellExit(int status) {
    super(BEFORE_STATUS + status + BEHIND_STATUS);
  }

  /**
   * Ends the cell.
   *
   * @param status what the cell passed to System.exit
   */
  public static void exit(int status) {
    throw new CellExit(status);
  }

  /**
   * Ends the cell, in place of Runtime's exit and halt.
   *
   * @param runtime whose method was meant
   * @param status what the cell passed
   */
  public static void exit(Runtime runtime, int status) {
    throw new CellExit(status);
  }

  /** Whether an error of that class with that message is one of these, or {@link ExitGuard}'s. */
  static boolean isMeantBy(String className, @Nullable String message) {
    return className.equals(CellExit.class.getName())
        || (className.equals(Error.class.getName())
            && message != null
            && message.startsWith(BEFORE_STATUS)
            && message.endsWith(BEHIND_STATUS));
  }
}
