package tcplab.kernel.shell;

import java.util.List;

/** A cell was interrupted, or took too long. */
final class CellStoppedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String how;
  private final List<String> stillRunning;

  CellStoppedException(List<String> stillRunning) {
    this("was interrupted", stillRunning);
  }

  /** A cell that was stopped for another reason, which goes on after the words "The cell". */
  CellStoppedException(String how, List<String> stillRunning) {
    super(
        stillRunning.isEmpty()
            ? "The cell " + how
            : "The cell "
                + how
                + ", but these threads could not be stopped: "
                + String.join(", ", stillRunning));
    this.how = how;
    this.stillRunning = List.copyOf(stillRunning);
  }

  /** What happened to the cell. */
  String how() {
    return how;
  }

  List<String> stillRunning() {
    return stillRunning;
  }
}
