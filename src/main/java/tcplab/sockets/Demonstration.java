package tcplab.sockets;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tcplab.tcp.State;

/**
 * Holds sockets in all eleven states at once on loopback, without any privilege (Linux), until it
 * is closed. What makes states stand still that otherwise pass in microseconds is a peer that does
 * not read: once its window is closed, a FIN waits behind the data that found no room.
 */
public final class Demonstration implements AutoCloseable {
  private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(1200);
  private static final long MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int SMALL_BUFFER = 4096;
  private static final int CHUNK = 256 * 1024;
  private static final int SECONDS_DEFERRED = 30;

  /**
   * One of the eleven.
   *
   * @param state which
   * @param localPort the local port of the socket that is, or should be, in it
   * @param remotePort its remote port; empty for LISTEN and CLOSED
   * @param how what was done to bring it there and keep it
   * @param problem why it is not there; empty when it is
   */
  public record Held(
      State state, int localPort, OptionalInt remotePort, String how, Optional<String> problem) {}

  private final Deque<Closeable> open = new ArrayDeque<>();
  private final Map<State, Held> held = new EnumMap<>(State.class);
  private Snapshot snapshot;
  private final ServerSocketChannel listener;

  private Demonstration(Snapshot nothing) throws IOException {
    snapshot = nothing;
    listener = listen(64);
  }

  /**
   * Brings the sockets into their states, which takes less than two seconds.
   *
   * @throws IOException when not even a connection on loopback can be made, or the machine does not
   *     show its sockets
   */
  public static Demonstration start() throws IOException {
    LiveSockets machine = LiveSockets.ofThisMachine().withInfo();
    Demonstration demonstration = new Demonstration(machine.snapshot());
    try {
      demonstration.prepare();
      demonstration.await(machine);
      return demonstration;
    } catch (IOException | RuntimeException e) {
      demonstration.close();
      throw e;
    }
  }

  /** All eleven, in the order of {@link State}. */
  public List<Held> states() {
    return List.copyOf(held.values());
  }

  /** The sockets that are held, as the kernel showed them. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Whether every state is there. */
  public boolean isComplete() {
    return held.values().stream().allMatch(one -> one.problem().isEmpty());
  }

  private <T extends Closeable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  private ServerSocketChannel listen(int backlog) throws IOException {
    ServerSocketChannel server = keep(ServerSocketChannel.open());
    server.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
    return server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
  }

  private static int port(ServerSocketChannel server) throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private static int port(SocketChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** Both ends of a connection: the one that called, the one that accepted. */
  private record Pair(SocketChannel client, SocketChannel server) {}

  private Pair connect() throws IOException {
    SocketChannel client = keep(SocketChannel.open());
    client.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
    client.connect(listener.getLocalAddress());
    return new Pair(client, keep(listener.accept()));
  }

  private void note(State state, int localPort, OptionalInt remotePort, String how) {
    held.put(state, new Held(state, localPort, remotePort, how, Optional.empty()));
  }

  private void note(State state, SocketChannel end, Pair pair, String how) throws IOException {
    SocketChannel other = end == pair.client() ? pair.server() : pair.client();
    note(state, port(end), OptionalInt.of(port(other)), how);
  }

  private void prepare() throws IOException {
    note(State.LISTEN, port(listener), OptionalInt.empty(), "bind and listen");
    synSent();
    synReceived();
    Pair established = connect();
    note(State.ESTABLISHED, established.client(), established, "connect and accept");
    finWait1();
    Pair half = connect();
    half.client().shutdownOutput();
    note(State.FIN_WAIT_2, half.client(), half, "shut down; the peer has acknowledged the FIN");
    note(State.CLOSE_WAIT, half.server(), half, "the peer has shut down, this end has not");
    closing();
    lastAck();
    timeWait();
    SocketChannel bound = keep(SocketChannel.open());
    bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    note(State.CLOSED, port(bound), OptionalInt.empty(), "bind, and nothing else");
  }

  /** With the accept queue full, a listener drops SYNs; backlog 1 takes two. */
  private void synSent() throws IOException {
    ServerSocketChannel full = listen(1);
    for (int i = 0; i < 2; i++) {
      keep(SocketChannel.open(full.getLocalAddress()));
    }
    SocketChannel unanswered = keep(SocketChannel.open());
    unanswered.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    unanswered.configureBlocking(false);
    unanswered.connect(full.getLocalAddress());
    note(
        State.SYN_SENT,
        port(unanswered),
        OptionalInt.of(port(full)),
        "connect to a listener whose accept queue is full: its SYN is dropped");
  }

  /** With TCP_DEFER_ACCEPT a listener stays in SYN_RECEIVED until data comes (tcp(7)). */
  private void synReceived() throws IOException {
    String how = "connect to a listener with TCP_DEFER_ACCEPT, which waits for data, and send none";
    try {
      DeferringListener deferring = keep(DeferringListener.open(SECONDS_DEFERRED));
      SocketChannel silent =
          keep(
              SocketChannel.open(
                  new InetSocketAddress(InetAddress.getByName("127.0.0.1"), deferring.port())));
      note(State.SYN_RECEIVED, deferring.port(), OptionalInt.of(port(silent)), how);
    } catch (IOException e) {
      Optional<String> problem = Optional.of("TCP_DEFER_ACCEPT cannot be set: " + e.getMessage());
      held.put(
          State.SYN_RECEIVED, new Held(State.SYN_RECEIVED, 0, OptionalInt.empty(), how, problem));
    }
  }

  private void finWait1() throws IOException {
    Pair pair = connect();
    fill(pair.client());
    pair.client().shutdownOutput();
    note(
        State.FIN_WAIT_1,
        pair.client(),
        pair,
        "shut down while the peer's window is closed: the FIN waits behind the data");
  }

  private void closing() throws IOException {
    Pair pair = connect();
    fill(pair.client());
    pair.client().shutdownOutput();
    pair.server().shutdownOutput();
    note(
        State.CLOSING,
        pair.client(),
        pair,
        "as FIN_WAIT_1, and the peer shuts down too: its FIN is here, ours not acknowledged");
  }

  private void lastAck() throws IOException {
    Pair pair = connect();
    fill(pair.client());
    pair.server().shutdownOutput();
    awaitEnd(pair.client());
    pair.client().shutdownOutput();
    note(
        State.LAST_ACK,
        pair.client(),
        pair,
        "the peer shuts down first, then this end, whose FIN waits behind the data");
  }

  private void timeWait() throws IOException {
    Pair pair = connect();
    note(State.TIME_WAIT, pair.client(), pair, "close first, then the peer closes; it takes 60 s");
    pair.client().shutdownOutput();
    pair.server().configureBlocking(true);
    awaitEnd(pair.server());
    pair.server().close();
    awaitEnd(pair.client());
    pair.client().close();
  }

  /** Waits until the peer's FIN is here, which a reader sees as the end of the stream. */
  private static void awaitEnd(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    long end = System.nanoTime() + PATIENCE_NS;
    while (channel.read(ByteBuffer.allocate(64)) >= 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(MOMENT_NS);
    }
  }

  /** Writes until neither this end's buffer nor the peer's has room, and it stays so. */
  private static void fill(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    long end = System.nanoTime() + PATIENCE_NS / 4;
    int refused = 0;
    while (refused < 4 && System.nanoTime() < end) {
      refused = channel.write(ByteBuffer.allocate(CHUNK)) == 0 ? refused + 1 : 0;
      if (refused > 0) {
        LockSupport.parkNanos(MOMENT_NS);
      }
    }
  }

  /** Looks until every socket is where it should be; says why when one does not get there. */
  private void await(LiveSockets machine) throws SocketReadException {
    long end = System.nanoTime() + PATIENCE_NS;
    List<Held> absent;
    do {
      snapshot = machine.snapshot();
      absent = held.values().stream().filter(one -> row(one) < 0).toList();
      boolean hopeless = absent.stream().allMatch(one -> one.state() == State.CLOSED);
      if (hopeless || Thread.currentThread().isInterrupted()) {
        break;
      }
      LockSupport.parkNanos(MOMENT_NS);
    } while (System.nanoTime() < end);
    for (Held one : absent) {
      Optional<String> problem = one.problem().or(() -> Optional.of(reason(one)));
      held.put(
          one.state(),
          new Held(one.state(), one.localPort(), one.remotePort(), one.how(), problem));
    }
    snapshot =
        snapshot.rows(held.values().stream().mapToInt(this::row).filter(row -> row >= 0).toArray());
  }

  private int row(Held one) {
    for (int row = 0; row < snapshot.size(); row++) {
      boolean here =
          snapshot.number(row, Field.LOCAL_PORT, 0) == one.localPort()
              && snapshot.number(row, Field.REMOTE_PORT, 0) == one.remotePort().orElse(0)
              && snapshot.state(row).filter(state -> state == one.state()).isPresent();
      if (here) {
        return row;
      }
    }
    return -1;
  }

  private String reason(Held one) {
    if (one.state() == State.CLOSED) {
      return "a socket that is only bound is shown by netlink alone, from Linux 6.8 on; this was read from "
          + snapshot.source().word();
    }
    return "the socket did not get there within " + PATIENCE_NS / 1_000_000 + " ms";
  }

  /** Lets go of all sockets; the one in TIME_WAIT stays for its minute. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
