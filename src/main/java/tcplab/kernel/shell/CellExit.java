package tcplab.kernel.shell;

/**
 * Stands in for {@link System#exit} in cells, see {@code CellBytes}: the cell ends, the kernel goes
 * on. Public because compiled cells call it; of no use to anyone else.
 */
public final class CellExit extends Error {
  private static final long serialVersionUID = 1L;

  private CellExit(int status) {
    super("System.exit(" + status + ") ended this cell; to stop the kernel, shut it down");
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
}
