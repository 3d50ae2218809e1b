package tcplab.connection;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;

/**
 * The connections of a capture, numbered from 0 in order of their first packets.
 *
 * <p>{@link #of} walks every connection once and keeps its figures in columns, and for each packet
 * its connection and its events: 12 octets a packet. What is asked for seldom (states with their
 * reasons, the handshake, an explanation) is found by walking that one connection again.
 */
public final class Connections {
  /** So many packets take longer to walk than a thread takes to start. */
  private static final int WORTH_A_THREAD = 20_000;

  private final Packets packets;
  private final int[] connectionOf;
  private final int[] events;

  private final Walker walker;
  private final Summary summary;

  /** Connection to the number it is shown with. */
  private final int[] numbers;

  private Connections(Packets packets, Splitter splitter) {
    this.packets = packets;
    numbers = new int[splitter.count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    connectionOf = splitter.connectionOf;
    events = new int[packets.size()];
    walker = new Walker(packets, connectionOf, splitter.earlierRows, splitter.count, events);
    summary = new Summary(splitter.count);
  }

  /** Connections whose packets are gone but for two rows each, the first and the last. */
  Connections(Packets ends, int[] connectionOf, int[] numbers, Summary summary) {
    packets = ends;
    this.connectionOf = connectionOf;
    this.numbers = numbers;
    this.summary = summary;
    events = new int[ends.size()];
    int[] noEarlierRows = new int[numbers.length];
    Arrays.fill(noEarlierRows, -1);
    walker = new Walker(ends, connectionOf, noEarlierRows, numbers.length, events);
  }

  /**
   * Finds and analyses the connections of a capture.
   *
   * @param packets rows in order of capture
   */
  public static Connections of(Packets packets) {
    return of(packets, new Splitter(packets));
  }

  /**
   * The same, but segments with other VLAN tags (802.1Q, QinQ) belong to other connections, though
   * addresses and ports agree. By default they do not: tags often differ between the two
   * directions, or between two places where one mirror port listens.
   *
   * @param packets rows in order of capture
   */
  public static Connections apartByVlan(Packets packets) {
    return of(packets, Splitter.apartByVlan(packets));
  }

  private static Connections of(Packets packets, Splitter splitter) {
    Connections connections = new Connections(packets, splitter);
    connections.analyse();
    return connections;
  }

  /** How many connections there are. */
  public int count() {
    return numbers.length;
  }

  /** The packets they were found in. */
  public Packets packets() {
    return packets;
  }

  /**
   * One connection.
   *
   * @param number 0-based
   * @throws NoSuchElementException when there is none of that number
   */
  public Connection connection(int number) {
    if (number < 0 || number >= count()) {
      throw new NoSuchElementException(
          "no connection " + number + "; there are " + count() + ", numbered from 0");
    }
    return new Connection(this, number);
  }

  /** All connections, as a view. */
  public List<Connection> all() {
    return new View();
  }

  /**
   * The connection that is a connection of another capture: the one between the same ends with one
   * of its initial sequence numbers, else the first between these ends, whichever of them it takes
   * for the client. When both call at once, each end's capture takes that end for it.
   */
  public Optional<Connection> sameAs(Connection other) {
    return Counterpart.of(other, all());
  }

  /** The two ends of a connection as {@code address:port}, in no order. */
  public static Set<String> ends(Connection connection) {
    return Set.of(
        connection.address(Side.CLIENT) + ":" + connection.port(Side.CLIENT),
        connection.address(Side.SERVER) + ":" + connection.port(Side.SERVER));
  }

  /** The connection of a row of {@link #packets}, 0-based. */
  public int connectionOf(int row) {
    return connectionOf[row];
  }

  /** Which end sent the segment in a row of {@link #packets}. */
  public Side sender(int row) {
    int connection = connectionOf[row];
    boolean forward = isForward(connection, row);
    return forward == summary.forwardIsClient[connection] ? Side.CLIENT : Side.SERVER;
  }

  /**
   * The events of a row of {@link #packets}: a bit set, see {@link Event#of} and {@link
   * Event#text}.
   */
  public int events(int row) {
    return events[row];
  }

  /**
   * The figures of each packet that the tables show only on request. Walks all connections again.
   */
  public Measures measures() {
    Measures measures = new Measures(packets.size());
    Track track = new Track(Ledger.discarding());
    Passage passage = walker.passage();
    for (int connection = 0; connection < count(); connection++) {
      track.clear();
      passage.begin(connection);
      while (passage.next()) {
        track.accept(passage.sighting);
        measures.note(passage.sighting, track);
      }
    }
    return measures;
  }

  Summary summary() {
    return summary;
  }

  /**
   * The ICMP errors that quote segments of a connection, in order of capture.
   *
   * @param connection 0-based
   */
  public List<IcmpError> icmpErrors(int connection) {
    return walker.errors(connection);
  }

  /**
   * The connection that an ICMP error is about, 0-based, or -1 when the capture holds no segment of
   * it before the error.
   *
   * @param n which of {@link Packets#icmpErrors}
   */
  public int connectionOfIcmpError(int n) {
    return walker.connectionOfError(n);
  }

  int number(int connection) {
    return numbers[connection];
  }

  int rowCount(int connection) {
    return walker.rowCount(connection);
  }

  /** The row of {@link #packets} of a connection's n-th packet. */
  int row(int connection, int n) {
    return walker.row(connection, n);
  }

  /** Walks one connection from its first packet to its last. */
  Track walk(int connection, Ledger ledger) {
    Track track = new Track(ledger);
    walker.walk(connection, track, walker.passage());
    return track;
  }

  /** Reads the opening of one connection, once it is known who is the client. */
  Handshake handshake(int connection) {
    HandshakeWalk walk = new HandshakeWalk();
    walker.open(connection, summary.forwardIsClient[connection], walker.passage(), walk);
    return walk.finish();
  }

  /** By row its events, each with the rows that prove it. */
  Map<Integer, Map<Event, List<Integer>>> proofs(int connection, Collection<Integer> rows) {
    Ledger ledger = Ledger.explaining(rows);
    walk(connection, ledger);
    return ledger.proofs();
  }

  /** The states of both ends of one connection, the client's before the server's. */
  List<StateEntry> states(int connection) {
    Track track = walk(connection, Ledger.discarding());
    List<StateEntry> entries = new ArrayList<>(track.stateEntries(Side.CLIENT));
    entries.addAll(track.stateEntries(Side.SERVER));
    return entries;
  }

  /** Walks one connection, and lets others watch. */
  void watch(int connection, Observer... observers) {
    Track track = new Track(Ledger.discarding());
    Passage passage = walker.passage();
    Sighting sighting = passage.sighting;
    passage.begin(connection);
    while (passage.next()) {
      track.accept(sighting);
      if (sighting.whole && (events[sighting.row] & (Event.COPIES | Event.EARLIER)) == 0) {
        Half from = sighting.forward ? track.forward : track.backward;
        Half to = sighting.forward ? track.backward : track.forward;
        for (Observer observer : observers) {
          observer.passed(sighting, from, to, events[sighting.row]);
        }
      }
    }
  }

  boolean forwardIsClient(int connection) {
    return summary.forwardIsClient[connection];
  }

  /** No walk needs another one, so two threads take about half of the packets each. */
  private void analyse() {
    boolean two =
        packets.size() >= WORTH_A_THREAD && Runtime.getRuntime().availableProcessors() > 1;
    int middle = two ? walker.middle() : count();
    Part first = new Part(0, middle);
    Part second = new Part(middle, count());
    if (middle < count()) {
      ForkJoinPool.commonPool().execute(second);
    }
    first.compute();
    if (middle < count()) {
      second.join();
    }
    endHalfOpen(first.resets);
    endHalfOpen(second.resets);
  }

  /**
   * A RST in a connection's opening ended the earlier one on its ports: that one's end is known
   * now.
   */
  private void endHalfOpen(Map<Integer, Integer> resets) {
    resets.forEach(
        (connection, reset) -> {
          int row = walker.earlierRow(connection);
          if (row >= 0) {
            walker.endsHalfOpen(connectionOf[row], reset);
            new Part(connectionOf[row], connectionOf[row] + 1).compute();
          }
        });
  }

  /** The analysis of some connections, by one thread. */
  private final class Part extends RecursiveAction {
    private static final long serialVersionUID = 1L; // which is never used

    /** Connection to the RST in it that ended an earlier one. */
    private final transient Map<Integer, Integer> resets = new HashMap<>();

    private final int from;
    private final int to;

    Part(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    protected void compute() {
      Track track = new Track(Ledger.into(events));
      Passage passage = walker.passage();
      HandshakeWalk opening = new HandshakeWalk();
      Summary.Writer writer = summary.writer();
      for (int connection = from; connection < to; connection++) {
        track.clear();
        walker.walk(connection, track, passage);
        if (track.halfOpenReset() >= 0) {
          resets.put(connection, track.halfOpenReset());
        }
        opening.clear();
        walker.open(connection, track.forwardIsClient, passage, opening);
        writer.write(connection, track, opening);
      }
    }
  }

  private boolean isForward(int connection, int row) {
    return packets.forward(row) == packets.forward(row(connection, 0));
  }

  private final class View extends AbstractList<Connection> implements RandomAccess {
    @Override
    public Connection get(int index) {
      if (index < 0 || index >= size()) {
        throw new IndexOutOfBoundsException("index " + index + ", size " + size());
      }
      return new Connection(Connections.this, index);
    }

    @Override
    public int size() {
      return count();
    }
  }
}
