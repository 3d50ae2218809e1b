package tcplab.kernel.session;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.shell.CellSource;
import tcplab.kernel.wire.Message;

/**
 * One execution of a cell, to which output, displays and questions belong.
 *
 * @param request the execute_request
 * @param source the cell
 * @param silent true: nothing is published but its streams
 * @param allowStdin whether the front end answers questions
 */
record CellRun(Message request, CellSource source, boolean silent, boolean allowStdin) {
  /**
   * The run that the present thread works for. Threads that a cell starts inherit it, so that what
   * they print later is shown under the cell they came from.
   */
  private static final InheritableThreadLocal<@Nullable CellRun> OF_THREAD =
      new InheritableThreadLocal<>();

  private static volatile @Nullable CellRun latest;

  /** Makes this the present thread's run and the latest of all. */
  void enter() {
    OF_THREAD.set(this);
    latest = this;
  }

  /** The present thread's run, else the latest; null before the first cell. */
  static @Nullable CellRun current() {
    CellRun mine = OF_THREAD.get();
    return mine == null ? latest : mine;
  }

  JsonObject parent() {
    return request.header();
  }

  /** The header that output of the present thread answers. */
  static JsonObject currentParent() {
    CellRun run = current();
    return run == null ? new JsonObject() : run.parent();
  }
}
