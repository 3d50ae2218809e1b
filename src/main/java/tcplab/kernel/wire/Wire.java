package tcplab.kernel.wire;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The five sockets, and the one thread that owns them.
 *
 * <p>ZeroMQ sockets belong to one thread. So one thread reads them all, never runs anything that
 * could take long, and sends what others put into an outbox. It blocks in a selector over the
 * sockets' descriptors; who fills the outbox wakes it by {@link Selector#wakeup()}. That call,
 * other than a pipe or an in-process socket, neither blocks nor breaks when the caller's thread is
 * interrupted, and a cell's thread often is.
 *
 * <p>A ZeroMQ descriptor is edge-triggered: it says that something changed, not what. Hence the
 * loop drains every socket after each wake-up and after each send, and sleeps only when a full
 * round moved nothing.
 */
public final class Wire implements AutoCloseable {
  /** A frame that claims to be longer is refused before anything is allocated for it. */
  private static final long LONGEST_FRAME = 256L << 20;

  private static final int LINGER_MILLIS = 300;

  private record Outgoing(Channel channel, Message message) {}

  private final ZContext context = new ZContext(1);
  private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
  private final ZMQ.Socket heartbeat;
  private final Selector selector;
  private final Frames frames;
  private final ConcurrentLinkedQueue<Outgoing> outbox = new ConcurrentLinkedQueue<>();
  private final BiConsumer<Channel, Message> receiver;
  private final Runnable subscribed;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Binds the sockets.
   *
   * @param connection where
   * @param receiver takes each message that arrives, on the wire's thread; must not block
   * @param subscribed runs on the wire's thread for each new subscription to what is published
   * @throws IOException when a port cannot be bound
   */
  public Wire(ConnectionFile connection, BiConsumer<Channel, Message> receiver, Runnable subscribed)
      throws IOException {
    this.receiver = receiver;
    this.subscribed = subscribed;
    frames = new Frames(new Signer(connection.scheme(), connection.key()));
    selector = Selector.open();
    try {
      heartbeat = bind(SocketType.ROUTER, connection, connection.heartbeat());
      sockets.put(Channel.CONTROL, bind(SocketType.ROUTER, connection, connection.control()));
      sockets.put(Channel.SHELL, bind(SocketType.ROUTER, connection, connection.shell()));
      sockets.put(Channel.STDIN, bind(SocketType.ROUTER, connection, connection.stdin()));
      sockets.put(Channel.IOPUB, bind(SocketType.XPUB, connection, connection.iopub()));
    } catch (org.zeromq.ZMQException | IllegalArgumentException taken) {
      context.close();
      throw new IOException("Cannot bind to " + connection.ip() + ": " + taken.getMessage(), taken);
    }
    thread = new Thread(this::run, "tcplab-wire");
    thread.setDaemon(true);
  }

  /** Starts to read and write. */
  public void start() {
    thread.start();
  }

  /**
   * Sends a message; returns at once. Any thread may call this, an interrupted one too.
   *
   * @param channel by which socket
   * @param message what to send
   */
  public void send(Channel channel, Message message) {
    outbox.add(new Outgoing(channel, message));
    selector.wakeup();
  }

  /** Sends what is left, then closes the sockets; returns when that is done. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(2L * LINGER_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private ZMQ.Socket bind(SocketType type, ConnectionFile connection, int port) throws IOException {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setMaxMsgSize(LONGEST_FRAME);
    socket.setLinger(LINGER_MILLIS);
    // Published output is bounded where it is made; here nothing may be lost.
    socket.setHWM(0);
    if (connection.ip().indexOf(':') >= 0) {
      socket.setIPv6(true);
    }
    if (type == SocketType.ROUTER) {
      socket.setRouterHandover(true);
    }
    if (type == SocketType.XPUB) {
      // Every subscriber is to be welcomed, not only the first of its topic.
      socket.setXpubVerbose(true);
    }
    socket.bind(connection.endpoint(port));
    socket.getFD().register(selector, SelectionKey.OP_READ);
    return socket;
  }

  private void run() {
    try {
      while (true) {
        moveAll();
        if (closing) {
          return;
        }
        selector.select();
        selector.selectedKeys().clear();
      }
    } catch (IOException | RuntimeException broken) {
      KernelLog.warn("The wire broke", broken);
    } finally {
      context.close();
    }
  }

  /** Moves messages until none is left. A heap that a cell has filled may be free again soon. */
  private void moveAll() {
    boolean moved = true;
    while (moved) {
      try {
        boolean received = receive();
        moved = send() || received;
      } catch (OutOfMemoryError full) {
        Thread.yield();
      }
    }
  }

  private boolean receive() {
    boolean moved = echo();
    for (Map.Entry<Channel, ZMQ.Socket> entry : sockets.entrySet()) {
      List<byte[]> parts = parts(entry.getValue());
      if (!parts.isEmpty()) {
        moved = true;
        arrived(entry.getKey(), parts);
      }
    }
    return moved;
  }

  /** A heartbeat is answered with itself, identity frames first. */
  private boolean echo() {
    List<byte[]> parts = parts(heartbeat);
    for (int i = 0; i < parts.size(); i++) {
      heartbeat.send(parts.get(i), i + 1 < parts.size() ? ZMQ.SNDMORE : 0);
    }
    return !parts.isEmpty();
  }

  private void arrived(Channel channel, List<byte[]> parts) {
    if (channel == Channel.IOPUB) {
      // XPUB: one byte, 1 for a subscription and 0 for its end, then the topic.
      if (parts.get(0).length > 0 && parts.get(0)[0] == 1) {
        subscribed.run();
      }
      return;
    }
    try {
      receiver.accept(channel, frames.decode(parts));
    } catch (BadMessageException bad) {
      KernelLog.warn("Dropped a message on " + channel + ": " + bad.getMessage());
    } catch (RuntimeException bug) {
      KernelLog.warn("A message on " + channel + " could not be handled", bug);
    }
  }

  private static List<byte[]> parts(ZMQ.Socket socket) {
    List<byte[]> parts = new ArrayList<>();
    byte[] part = socket.recv(ZMQ.DONTWAIT);
    while (part != null) {
      parts.add(part);
      part = socket.hasReceiveMore() ? socket.recv() : null;
    }
    return parts;
  }

  private boolean send() {
    Outgoing next = outbox.peek();
    if (next == null) {
      return false;
    }
    ZMQ.Socket socket = sockets.get(next.channel());
    List<byte[]> parts = frames.encode(next.message());
    outbox.remove();
    for (int i = 0; socket != null && i < parts.size(); i++) {
      socket.send(parts.get(i), i + 1 < parts.size() ? ZMQ.SNDMORE : 0);
    }
    return true;
  }
}
