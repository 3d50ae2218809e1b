package tcplab.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;
import tcplab.tcp.Flags;

/**
 * The packet language of the tests: {@code new Dialogue().syn().synAck().ack().data(100)} writes
 * down the segments that two ends exchange, as a capture in between would hold them.
 *
 * <p>{@code client()} and {@code server()} say who speaks next; {@code syn()} is the client's,
 * {@code synAck()} the server's, and {@code ack()} right after it the client's. Each packet comes
 * 10 ms after the one before, unless {@code after} says otherwise. Sequence numbers,
 * acknowledgement numbers and IP identifications follow from what was said before.
 */
final class Dialogue {
  /** Numbers are relative to the ends' initial sequence numbers until {@link #build}. */
  private record Line(
      Side from,
      long time,
      int seq,
      int ack,
      int flags,
      int window,
      int length,
      Packets.Options options,
      boolean stamped,
      int tsValue,
      int tsEcho,
      int ipId,
      int clientPort,
      int serverPort) {}

  private static final class End {
    int next;
    int received;
    int ipId;
    int window = 64000;
    int lastTs;
  }

  static final String CLIENT = "10.0.0.1";
  static final String SERVER = "10.0.0.2";
  static final int SERVER_PORT = 80;
  private static final long MS = 1_000_000;

  private final List<Line> lines = new ArrayList<>();
  private End client = new End();
  private End server = new End();
  private int clientIsn = 1000;
  private int serverIsn = 5000;
  private int clientPort = 40000;
  private int serverPort = SERVER_PORT;
  private long time = 1_700_000_000_000_000_000L;
  private long gap = 10 * MS;
  private Side speaker = Side.CLIENT;
  private Packets.Options options = Packets.Options.NONE;
  private boolean stamps;
  private boolean ipIds = true;

  Dialogue() {
    client.ipId = 100;
    server.ipId = 30000;
  }

  /** Other initial sequence numbers. */
  Dialogue isns(int ofClient, int ofServer) {
    clientIsn = ofClient;
    serverIsn = ofServer;
    return this;
  }

  /** Every packet carries timestamps from now on, in ms. */
  Dialogue withTimestamps() {
    stamps = true;
    return this;
  }

  /** A new conversation on the same ports, with other initial sequence numbers. */
  Dialogue again(int newClientIsn, int newServerIsn) {
    int clientShift = newClientIsn - clientIsn;
    int serverShift = newServerIsn - serverIsn;
    End oldClient = client;
    client = new End();
    client.ipId = oldClient.ipId;
    client.next = clientShift;
    client.received = serverShift;
    End oldServer = server;
    server = new End();
    server.ipId = oldServer.ipId;
    server.next = serverShift;
    server.received = clientShift;
    return this;
  }

  Dialogue client() {
    speaker = Side.CLIENT;
    return this;
  }

  Dialogue server() {
    speaker = Side.SERVER;
    return this;
  }

  Dialogue port(int port) {
    clientPort = port;
    return this;
  }

  Dialogue serverPort(int port) {
    serverPort = port;
    return this;
  }

  /** The next packet comes so many ms after the last. */
  Dialogue after(double ms) {
    gap = (long) (ms * MS);
    return this;
  }

  Dialogue window(int window) {
    own().window = window;
    return this;
  }

  /** Both ends count their IP identifications from 0 again. */
  Dialogue fromIpIdZero() {
    client.ipId = -1;
    server.ipId = -1;
    return this;
  }

  /** No packet has an IP identification, as with Linux's SYN-ACKs. */
  Dialogue withoutIpIds() {
    ipIds = false;
    return this;
  }

  /** Options of the next packet. */
  Dialogue options(int mss, int windowScale, boolean sack) {
    options = new Packets.Options(mss, windowScale, sack, new int[0], Packets.ABSENT);
    return this;
  }

  /** SACK blocks of the next packet, in the peer's relative numbers. */
  Dialogue sack(int... edges) {
    options = new Packets.Options(Packets.ABSENT, Packets.ABSENT, false, edges, Packets.ABSENT);
    return this;
  }

  Dialogue syn() {
    return client().say(Flags.SYN, 0);
  }

  Dialogue synAck() {
    return server().say(Flags.SYN | Flags.ACK, 0);
  }

  /** A pure acknowledgement of all that came; right after {@link #synAck}, the client's. */
  Dialogue ack() {
    if (!lines.isEmpty() && (lines.get(lines.size() - 1).flags & Flags.SYN) != 0) {
      client();
    }
    return say(Flags.ACK, 0);
  }

  Dialogue data(int length) {
    return say(Flags.ACK | Flags.PSH, length);
  }

  Dialogue fin() {
    return say(Flags.FIN | Flags.ACK, 0);
  }

  Dialogue rst() {
    return say(Flags.RST | Flags.ACK, 0);
  }

  /** SYN, SYN-ACK, ACK with ordinary options. */
  Dialogue handshake() {
    return options(1460, 7, true).syn().options(1460, 7, true).synAck().ack();
  }

  /** A keep-alive: no octet, one below the next sequence number. */
  Dialogue keepAlive() {
    own().next--;
    say(Flags.ACK, 0);
    own().next++;
    (speaker == Side.CLIENT ? server : client).received = own().next;
    return this;
  }

  Dialogue say(int flags, int length) {
    End own = own();
    End peer = speaker == Side.CLIENT ? server : client;
    own.ipId++;
    boolean acks = (flags & Flags.ACK) != 0;
    time += gap;
    own.lastTs = (int) (time / MS);
    int ack = acks ? own.received : 0;
    lines.add(
        new Line(
            speaker,
            time,
            own.next,
            ack,
            flags,
            own.window,
            length,
            options,
            stamps,
            own.lastTs,
            peer.lastTs,
            own.ipId,
            clientPort,
            serverPort));
    options = Packets.Options.NONE;
    gap = 10 * MS;
    own.next += length + Integer.bitCount(flags & (Flags.SYN | Flags.FIN));
    peer.received = own.next;
    return this;
  }

  /** The speaker's next packet begins so many octets earlier. */
  Dialogue rewind(int octets) {
    own().next -= octets;
    return this;
  }

  /** The speaker has now received so many octets more. */
  Dialogue received(int octets) {
    own().received += octets;
    return this;
  }

  /** The last packet was lost on its way after the capture: the peer knows nothing of it. */
  Dialogue lost() {
    Line last = lines.get(lines.size() - 1);
    (last.from == Side.CLIENT ? server : client).received = last.seq;
    return this;
  }

  /** The last packet is not in the capture, and arrived. */
  Dialogue unseen() {
    lines.remove(lines.size() - 1);
    return this;
  }

  /** The n-th packet (0-based, from the end) again, as a sender repeats it. */
  Dialogue repeat(int fromEnd) {
    Line line = lines.get(lines.size() - 1 - fromEnd);
    End end = line.from == Side.CLIENT ? client : server;
    time += gap;
    gap = 10 * MS;
    end.lastTs = (int) (time / MS);
    lines.add(copy(line, time, end.lastTs, ++end.ipId));
    End peer = line.from == Side.CLIENT ? server : client;
    peer.received = end.next;
    return this;
  }

  /** The last packet again as the same packet, 1 ms later. */
  Dialogue duplicate() {
    return after(1).copy(0);
  }

  /** The n-th packet (0-based, from the end) again as the same packet. */
  Dialogue copy(int fromEnd) {
    Line line = lines.get(lines.size() - 1 - fromEnd);
    time += gap;
    gap = 10 * MS;
    lines.add(copy(line, time, line.tsValue, line.ipId));
    return this;
  }

  /** The last two packets change places; times stay in order. */
  Dialogue swapped() {
    int size = lines.size();
    Line first = lines.get(size - 2);
    Line second = lines.get(size - 1);
    lines.set(size - 2, at(second, first.time));
    lines.set(size - 1, at(first, second.time));
    return this;
  }

  /** The packets in a random order. */
  Dialogue shuffled(Random random) {
    Collections.shuffle(lines, random);
    return this;
  }

  int size() {
    return lines.size();
  }

  Packets build() {
    return build(0, 0);
  }

  /** With both initial sequence numbers moved. */
  Packets build(int moveClient, int moveServer) {
    int ofClient = clientIsn + moveClient;
    int ofServer = serverIsn + moveServer;
    PacketsBuilder builder = Packets.builder();
    for (Line line : lines) {
      boolean fromClient = line.from == Side.CLIENT;
      int own = fromClient ? ofClient : ofServer;
      int other = fromClient ? ofServer : ofClient;
      builder.add(
          line.time,
          fromClient ? CLIENT : SERVER,
          fromClient ? line.clientPort : line.serverPort,
          fromClient ? SERVER : CLIENT,
          fromClient ? line.serverPort : line.clientPort,
          line.seq + own,
          (line.flags & Flags.ACK) == 0 ? 0 : line.ack + other,
          line.flags,
          line.window,
          line.length,
          moved(line.options, other));
      builder.ipId(ipIds ? line.ipId : 0).ttl(64);
      if (line.stamped) {
        builder.timestamps(line.tsValue, line.tsEcho);
      }
    }
    return builder.build();
  }

  Connections connections() {
    return Connections.of(build());
  }

  /** The only connection. */
  Connection connection() {
    Connections connections = connections();
    if (connections.count() != 1) {
      throw new AssertionError("there are " + connections.count() + " connections");
    }
    return connections.connection(0);
  }

  private static Packets.Options moved(Packets.Options options, int by) {
    if (options.sack().length == 0) {
      return options;
    }
    int[] edges = options.sack().clone();
    for (int i = 0; i < edges.length; i++) {
      edges[i] += by;
    }
    return new Packets.Options(
        options.mss(), options.windowScale(), options.sackPermitted(), edges, options.urgent());
  }

  private End own() {
    return speaker == Side.CLIENT ? client : server;
  }

  private static Line at(Line line, long time) {
    return copy(line, time, line.tsValue, line.ipId);
  }

  private static Line copy(Line l, long time, int tsValue, int ipId) {
    return new Line(
        l.from,
        time,
        l.seq,
        l.ack,
        l.flags,
        l.window,
        l.length,
        l.options,
        l.stamped,
        tsValue,
        l.tsEcho,
        ipId,
        l.clientPort,
        l.serverPort);
  }
}
