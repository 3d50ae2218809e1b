package tcplab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tcplab.dataframe.Dataframe;
import tcplab.plot.Picture;
import tcplab.plot.StateHistogram;
import tcplab.sockets.Changes;
import tcplab.sockets.Demonstration;
import tcplab.sockets.LiveSockets;
import tcplab.sockets.NetworkNamespace;
import tcplab.sockets.PortRange;
import tcplab.sockets.Snapshot;
import tcplab.sockets.SocketFilter;
import tcplab.sockets.SocketFilterException;
import tcplab.sockets.SocketReadException;
import tcplab.sockets.SocketText;
import tcplab.sockets.SocketTextException;
import tcplab.sockets.UdpSockets;
import tcplab.sockets.UnixSocket;
import tcplab.sockets.Warnings;
import tcplab.table.ListenerTable;
import tcplab.table.NetstatLine;
import tcplab.table.OtherSocketTables;
import tcplab.table.SocketGroups;
import tcplab.table.SocketTable;
import tcplab.table.StateCounts;
import tcplab.tcp.State;
import tech.tablesaw.api.Table;

/**
 * TCP sockets at one moment: this machine's, or those that another tool printed.
 *
 * <pre>{@code
 * Sockets.snapshot().port(443).table()
 * Sockets.everything().warnings()
 * Sockets.watch("1s")
 * Sockets.parse("… netstat's output …").histogram()
 * }</pre>
 */
public final class Sockets implements Answer {
  /** What was said before about this machine as a whole; it is not said again. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private final Snapshot snapshot;

  private Sockets(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Says what the reader noted, once: a filter of these sockets does not say it again. */
  private static Sockets noted(Snapshot snapshot) {
    String fallback = snapshot.fallback().orElse("");
    for (String note : snapshot.notes()) {
      if (!note.equals(fallback) || SAID.add(note)) {
        System.err.println(note);
      }
    }
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
   * The same, read as asked for, such as {@code snapshot(Detail.INFO, Detail.VERIFY)}.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static Sockets snapshot(Detail first, Detail... more) throws SocketReadException {
    return noted(Detail.on(LiveSockets.ofThisMachine(), first, more).snapshot());
  }

  /**
   * The same with each socket's process: the reader's own, or, as root, everybody's.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static Sockets withProcesses() throws SocketReadException {
    return snapshot(Detail.PROCESSES);
  }

  /**
   * The same with all there is: processes, tcp_info, memory, and a second pass.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static Sockets everything() throws SocketReadException {
    return snapshot(Detail.PROCESSES, Detail.INFO, Detail.MEMORY, Detail.VERIFY);
  }

  /**
   * The TCP sockets of the network namespace in which a process lives, such as a container's, with
   * their processes; {@link #namespaces} lists them.
   *
   * @throws SocketReadException when there is no such process, or it may not be looked at
   */
  public static Sockets ofProcess(long pid) throws SocketReadException {
    return noted(LiveSockets.ofProcess(pid).withProcesses().snapshot());
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

  /**
   * Watches this machine's sockets until the cell is interrupted, and shows how many are in which
   * state, as a picture that grows. What was seen is kept: {@code var history =
   * Sockets.watch("1s")} has it also when it was interrupted.
   *
   * @param interval such as {@code 1s}, {@code 250ms} or {@code PT1M}; 10 ms at least
   * @throws IOException when the system does not show them
   */
  public static SocketHistory watch(String interval) throws IOException {
    return SocketHistory.watch(TimeSpan.parse(interval), OptionalLong.empty());
  }

  /**
   * Watches for some time, or until the cell is interrupted.
   *
   * @param interval such as {@code 1s}
   * @param total such as {@code 30s}
   * @throws IOException when the system does not show them
   */
  public static SocketHistory watch(String interval, String total) throws IOException {
    long ns = TimeSpan.parse(total).toNanos();
    return SocketHistory.watch(TimeSpan.parse(interval), OptionalLong.of(ns));
  }

  /**
   * Watches until the cell is interrupted.
   *
   * @param interval 10 ms at least
   * @throws IOException when the system does not show them
   */
  public static SocketHistory watch(Duration interval) throws IOException {
    return SocketHistory.watch(interval, OptionalLong.empty());
  }

  /**
   * What happened to each socket between two snapshots.
   *
   * @param before the earlier one
   * @param after the later one
   */
  public static SocketChanges diff(Sockets before, Sockets after) {
    return new SocketChanges(Changes.between(before.snapshot, after.snapshot));
  }

  /**
   * The kernel's counters, in words.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static KernelCounters counters() throws SocketReadException {
    return KernelCounters.now();
  }

  /**
   * This machine's UDP sockets with their processes.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static Table udp() throws SocketReadException {
    return Dataframe.of(OtherSocketTables.udp(UdpSockets.snapshot(true)));
  }

  /**
   * This machine's Unix domain sockets with their processes.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static Table unix() throws SocketReadException {
    return Dataframe.of(OtherSocketTables.unix(UnixSocket.all()));
  }

  /**
   * The network namespaces in which processes live, those of containers too.
   *
   * @throws SocketReadException when the system does not show them
   */
  public static Table namespaces() throws SocketReadException {
    return Dataframe.of(OtherSocketTables.namespaces(NetworkNamespace.all()));
  }

  /**
   * Holds sockets in all eleven states at once on loopback until {@link StatesHeld#close}; no
   * privilege is needed. Where a state cannot be held, it says why.
   *
   * @throws IOException when not even a connection on loopback can be made
   */
  public static StatesHeld demonstrateStates() throws IOException {
    return new StatesHeld(Demonstration.start());
  }

  /** One row per socket: the data dictionary's table <em>sockets</em>. */
  @Override
  public Table table() {
    return Dataframe.of(SocketTable.of(snapshot));
  }

  @Override
  public List<String> notes() {
    return snapshot.notes();
  }

  /** How many sockets are in each of the eleven states: one row a state, empty ones too. */
  public Table stateHistogram() {
    return Dataframe.of(StateCounts.of(snapshot));
  }

  /** The same as a picture. */
  public Picture histogram() {
    return StateHistogram.of(snapshot.stateHistogram(), "TCP sockets by state");
  }

  /** How many connections there are with each remote host, in which states. */
  public Table byRemote() {
    return Dataframe.of(SocketGroups.byRemote(snapshot));
  }

  /** How many sockets each process has, in which states. */
  public Table byProcess() {
    return Dataframe.of(SocketGroups.byProcess(snapshot));
  }

  /** The listeners, how full their accept queues are against the backlog, and whose they are. */
  public Table listeners() {
    return Dataframe.of(ListenerTable.of(snapshot));
  }

  /**
   * The signs of trouble in these sockets, each with the rows that show it and what it means.
   * {@link #everything} tells the most.
   */
  public SocketWarnings warnings() {
    return new SocketWarnings(Warnings.of(snapshot, PortRange.ofThisMachine()));
  }

  /**
   * The sockets for which a condition in ss's words holds, such as {@code state established dport =
   * :3306}; see {@link SocketFilter}.
   *
   * @throws SocketFilterException when it is none; it says where
   */
  public Sockets filter(String condition) {
    return new Sockets(SocketFilter.parse(condition).of(snapshot));
  }

  /**
   * {@code netstat -antp | grep PATTERN}: the sockets whose line, as netstat prints it, has a
   * match. Like grep it finds 33060 when asked for 3306; {@link #port} does not.
   *
   * @param pattern a regular expression
   * @throws PatternSyntaxException when it is none
   */
  public Sockets grep(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return new Sockets(snapshot.where(row -> wanted.matcher(NetstatLine.of(snapshot, row)).find()));
  }

  /**
   * Only the sockets with this port at either end; exactly this one, unlike grep.
   *
   * @param port 1 to 65535
   * @throws IllegalArgumentException when it is out of range
   */
  public Sockets port(int port) {
    return new Sockets(snapshot.port(port));
  }

  /** Only the sockets in one of these states. */
  public Sockets state(State first, State... more) {
    return new Sockets(snapshot.state(first, more));
  }

  /**
   * Only the sockets with this address at either end.
   *
   * @param address an address, or a network such as {@code 10.8.0.0/16}
   * @throws IllegalArgumentException when the network is none
   */
  public Sockets address(String address) {
    return new Sockets(snapshot.address(address));
  }

  /** Only the sockets of the processes of this name. */
  public Sockets process(String name) {
    return new Sockets(snapshot.process(name));
  }

  /** Only the sockets of one process. */
  public Sockets pid(int pid) {
    return new Sockets(snapshot.pid(pid));
  }

  /** How many sockets there are. */
  public int size() {
    return snapshot.size();
  }

  /** How many rows the source gave twice; they stand here once. */
  public int duplicates() {
    return snapshot.duplicates();
  }

  Snapshot data() {
    return snapshot;
  }

  /** In one line: how many sockets, and where they were read. */
  @Override
  public String toString() {
    return snapshot.size()
        + (snapshot.size() == 1 ? " TCP socket" : " TCP sockets")
        + " from "
        + snapshot.source().word();
  }
}
