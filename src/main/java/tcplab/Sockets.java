package tcplab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplab.dataframe.Dataframe;
import tcplab.plot.Picture;
import tcplab.plot.StateHistogram;
import tcplab.sockets.LiveSockets;
import tcplab.sockets.Snapshot;
import tcplab.sockets.SocketReadException;
import tcplab.sockets.SocketText;
import tcplab.sockets.SocketTextException;
import tcplab.table.SocketTable;
import tcplab.table.StateCounts;
import tcplab.tcp.State;
import tech.tablesaw.api.Table;

/**
 * TCP sockets at one moment: this machine's, or those that another tool printed.
 *
 * <pre>{@code
 * Sockets.snapshot().port(443).table()
 * Sockets.parse("… netstat's output …").histogram()
 * }</pre>
 */
public final class Sockets {
  private final Snapshot snapshot;

  private Sockets(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Says what the reader noted, once: a filter of these sockets does not say it again. */
  private static Sockets noted(Snapshot snapshot) {
    snapshot.notes().forEach(System.err::println);
    return new Sockets(snapshot);
  }

  /**
   * This machine's TCP sockets, now.
   *
   * @throws SocketReadException when the system does not show them; it says what to do
   */
  public static Sockets snapshot() throws SocketReadException {
    return noted(LiveSockets.ofThisMachine().snapshot());
  }

  /**
   * The same with each socket's process: the reader's own, or, as root, everybody's.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static Sockets withProcesses() throws SocketReadException {
    return noted(LiveSockets.ofThisMachine().withProcesses().snapshot());
  }

  /**
   * Reads what netstat, ss, lsof or /proc/net/tcp printed, on whatever system; prompts and remarks
   * around it do not disturb.
   *
   * @throws SocketTextException when there is no socket table in it
   */
  public static Sockets parse(String text) throws SocketTextException {
    return noted(SocketText.parse(text));
  }

  /**
   * Reads such a text from a file.
   *
   * @throws IOException when the file cannot be read, or there is no socket table in it
   */
  public static Sockets read(String file) throws IOException {
    return noted(SocketText.parse(Files.readAllBytes(Path.of(file)), file));
  }

  /** One row per socket: the data dictionary's table <em>sockets</em>. */
  public Table table() {
    return Dataframe.of(SocketTable.of(snapshot));
  }

  /** How many sockets are in each of the eleven states: one row a state, empty ones too. */
  public Table stateHistogram() {
    return Dataframe.of(StateCounts.of(snapshot));
  }

  /** The same as a picture. */
  public Picture histogram() {
    return StateHistogram.of(snapshot.stateHistogram(), "TCP sockets by state");
  }

  /**
   * Only the sockets with this port at either end; exactly this one, unlike grep.
   *
   * @param port 0 to 65535
   * @throws IllegalArgumentException when it is out of range
   */
  public Sockets port(int port) {
    return new Sockets(snapshot.port(port));
  }

  /** Only the sockets in one of these states. */
  public Sockets state(State first, State... more) {
    return new Sockets(snapshot.state(first, more));
  }

  /** Only the sockets with this address at either end. */
  public Sockets address(String address) {
    return new Sockets(snapshot.address(address));
  }

  /** How many sockets there are. */
  public int size() {
    return snapshot.size();
  }

  /** In one line: how many sockets, and where they were read. */
  @Override
  public String toString() {
    return snapshot.size()
        + (snapshot.size() == 1 ? " TCP socket" : " TCP sockets")
        + " from "
        + snapshot.source();
  }
}
