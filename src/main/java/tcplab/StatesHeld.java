package tcplab;

import java.io.IOException;
import tcplab.dataframe.Dataframe;
import tcplab.plot.Picture;
import tcplab.plot.StateHistogram;
import tcplab.sockets.Demonstration;
import tcplab.table.OtherSocketTables;
import tcplab.table.SocketTable;
import tech.tablesaw.api.Table;

/** Sockets held in all eleven states at once, until they are let go. */
public final class StatesHeld implements Answer, AutoCloseable {
  private final Demonstration demonstration;

  StatesHeld(Demonstration demonstration) {
    this.demonstration = demonstration;
  }

  /** One row per state: its ports, how it was brought there, and what is missing and why. */
  @Override
  public Table table() {
    return Dataframe.of(OtherSocketTables.demonstration(demonstration));
  }

  /** The sockets themselves, as the kernel shows them. */
  public Table sockets() {
    return Dataframe.of(SocketTable.of(demonstration.snapshot()));
  }

  /** How many there are of each state, as a picture. */
  public Picture histogram() {
    return StateHistogram.of(
        demonstration.snapshot().stateHistogram(), "All eleven states, held at once");
  }

  /** Whether every state is there. */
  public boolean isComplete() {
    return demonstration.isComplete();
  }

  /**
   * Lets go of the sockets; the one in TIME_WAIT stays for its minute.
   *
   * @throws IOException when one of them cannot be closed
   */
  @Override
  public void close() throws IOException {
    demonstration.close();
  }

  /** In one line. */
  @Override
  public String toString() {
    long held = demonstration.states().stream().filter(state -> state.problem().isEmpty()).count();
    return held + " of 11 states are held; close() lets them go";
  }
}
