package tcplab;

import java.util.List;
import tcplab.dataframe.Dataframe;
import tcplab.sockets.Warning;
import tcplab.table.SocketTable;
import tcplab.table.WarningTable;
import tech.tablesaw.api.Table;

/** The signs of trouble that were found in a snapshot. */
public final class SocketWarnings implements Answer {
  private final List<Warning> warnings;

  SocketWarnings(List<Warning> warnings) {
    this.warnings = warnings;
  }

  /** One row per sign, with what was found and what it means. */
  @Override
  public Table table() {
    return Dataframe.of(WarningTable.of(warnings));
  }

  /**
   * The sockets that show one of the signs.
   *
   * @param warning a row of {@link #table}, 0-based
   * @throws IndexOutOfBoundsException when there is none
   */
  public Table evidence(int warning) {
    if (warning < 0 || warning >= warnings.size()) {
      throw new IndexOutOfBoundsException(
          "no warning " + warning + "; there are " + warnings.size() + ", numbered from 0");
    }
    return Dataframe.of(SocketTable.of(warnings.get(warning).rows()));
  }

  /** How many signs there are. */
  public int size() {
    return warnings.size();
  }

  /** In one line. */
  @Override
  public String toString() {
    return warnings.isEmpty()
        ? "no warning signs"
        : warnings.size() + (warnings.size() == 1 ? " warning sign" : " warning signs");
  }
}
