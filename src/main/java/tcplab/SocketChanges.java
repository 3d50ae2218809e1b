package tcplab;

import tcplab.dataframe.Dataframe;
import tcplab.sockets.Changes;
import tcplab.table.ChangeTable;
import tech.tablesaw.api.Table;

/** What happened to each socket between two snapshots. */
public final class SocketChanges implements Answer {
  private final Changes changes;

  SocketChanges(Changes changes) {
    this.changes = changes;
  }

  /**
   * One row per socket that was opened, was closed, is in another state, or carried something, with
   * the octets and retransmissions since.
   */
  @Override
  public Table table() {
    return Dataframe.of(ChangeTable.of(changes));
  }

  /** In one line: how many of each kind. */
  @Override
  public String toString() {
    return changes.toString();
  }
}
