package tcplab.kernel.shell;

import java.util.List;

/** A cell was interrupted. */
final class CellStoppedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final List<String> stillRunning;

  CellStoppedException(List<String> stillRunning) {
    super(
        stillRunning.isEmpty()
            ? "The cell was interrupted"
            : "The cell was interrupted, but these threads could not be stopped: "
                + String.join(", ", stillRunning));
    this.stillRunning = List.copyOf(stillRunning);
  }

  List<String> stillRunning() {
    return stillRunning;
  }
}
