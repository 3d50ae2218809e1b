package tcplab;

import tcplab.dataframe.Dataframe;
import tcplab.sockets.Counters;
import tcplab.sockets.SocketReadException;
import tcplab.sockets.SocketTextException;
import tcplab.table.CounterTable;
import tech.tablesaw.api.Table;

/**
 * The kernel's counters of its network protocols.
 *
 * <pre>{@code
 * var before = Sockets.counters();
 * …
 * before.toNow()
 * }</pre>
 */
public final class KernelCounters implements Answer {
  private final Counters counters;

  private KernelCounters(Counters counters) {
    this.counters = counters;
  }

  static KernelCounters now() throws SocketReadException {
    return new KernelCounters(Counters.ofThisMachine());
  }

  /**
   * Reads the text of /proc/net/snmp, netstat or sockstat, one or several.
   *
   * @throws SocketTextException when there is no counter in it
   */
  public static KernelCounters parse(String text) throws SocketTextException {
    return new KernelCounters(Counters.parse(text));
  }

  /** All counters with their values, in words. */
  @Override
  public Table table() {
    return Dataframe.of(CounterTable.of(counters));
  }

  /** The counters that moved from these to later ones, by how much and how fast, in words. */
  public Table to(KernelCounters later) {
    return Dataframe.of(CounterTable.of(counters, later.counters));
  }

  /**
   * The counters that moved since.
   *
   * @throws SocketReadException when the system does not show them
   */
  public Table toNow() throws SocketReadException {
    return to(now());
  }

  /** In one line: how many there are. */
  @Override
  public String toString() {
    return counters.names().size() + " counters";
  }
}
