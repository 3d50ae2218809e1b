package tcplab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.CaptureLimits;
import tcplab.capture.Fault;
import tcplab.capture.FilterException;
import tcplab.capture.LibpcapException;
import tcplab.capture.PacketFilter;
import tcplab.capture.Packets;
import tcplab.capture.SegmentLayout;
import tcplab.capture.TcpdumpText;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Conversation;
import tcplab.connection.Findings;
import tcplab.connection.OptionRewrite;
import tcplab.dataframe.Dataframe;
import tcplab.plot.ConversationBars;
import tcplab.plot.Ladder;
import tcplab.plot.Picture;
import tcplab.plot.SegmentPicture;
import tcplab.table.AnalysedPackets;
import tcplab.table.ConnectionTable;
import tcplab.table.ConversationTable;
import tcplab.table.FindingTable;
import tcplab.table.HandshakeTable;
import tcplab.table.HeaderTable;
import tcplab.table.IcmpTable;
import tcplab.table.PacketTable;
import tcplab.table.StateTable;
import tcplab.table.TeardownTable;
import tech.tablesaw.api.Table;

/**
 * A capture and what it tells: its segments, its connections, their handshakes and states, as
 * tables and as pictures.
 *
 * <pre>{@code
 * var capture = Capture.open("data/handshake_close.client.pcap");
 * capture.connections()
 * capture.ladder(0)
 * }</pre>
 */
public final class Capture {
  private final String name;
  private final Optional<Path> file;
  private final Packets packets;
  private final Connections connections;

  Capture(String name, Optional<Path> file, Packets packets) {
    this(name, file, packets, Connections.of(packets));
  }

  Capture(String name, Optional<Path> file, Packets packets, Connections connections) {
    this.name = name;
    this.file = file;
    this.packets = packets;
    this.connections = connections;
  }

  /**
   * Reads a capture file: pcap or pcapng.
   *
   * <p>What could not be read is in {@link #faults}, and said on System.err; what stood before it
   * was read.
   *
   * @throws CaptureException when nothing could be read; it says where, why, and what to do
   */
  public static Capture open(Path file) throws CaptureException {
    try (ReadingProgress progress = new ReadingProgress(file.toString())) {
      return new Capture(file.toString(), Optional.of(file), CaptureFile.read(file, progress))
          .told();
    }
  }

  /** The same under another name than the file's, for a file that only stands in for something. */
  static Capture open(Path file, String name) throws CaptureException {
    return new Capture(name, Optional.of(file), CaptureFile.read(file)).told();
  }

  /**
   * Reads a capture file by its name; see {@link #open(Path)}.
   *
   * @throws CaptureException as that does
   */
  public static Capture open(String file) throws CaptureException {
    return open(Path.of(file));
  }

  /**
   * Reads what a filter wants of a capture file; packets keep the numbers that they have in it.
   *
   * @param filter in libpcap's language (pcap-filter(7)), such as {@code tcp port 3306}
   * @throws CaptureException when nothing could be read
   * @throws FilterException when the filter is wrong; it says what libpcap says
   * @throws LibpcapException without libpcap; it says what to install
   */
  public static Capture open(String file, String filter) throws IOException {
    Path path = Path.of(file);
    try (ReadingProgress progress = new ReadingProgress(file)) {
      Packets packets = CaptureFile.read(path, PacketFilter.of(filter), progress);
      return new Capture(file, Optional.of(path), packets).told();
    }
  }

  /**
   * Reads several capture files as one, merged by time; packets are numbered in that order.
   *
   * @throws CaptureException when there is one of which nothing could be read
   */
  public static Capture merge(String... files) throws IOException {
    List<Path> paths = Arrays.stream(files).map(Path::of).toList();
    String name = String.join(" + ", files);
    try (ReadingProgress progress = new ReadingProgress(name)) {
      Packets packets = CaptureFile.merge(paths, PacketFilter.ALL, progress);
      return new Capture(name, Optional.empty(), packets).told();
    }
  }

  /** Captures for 10 seconds; see {@link #live(String, String, CaptureLimits)}. */
  public static Capture live(String name, String filter) throws IOException {
    return live(name, filter, "10s");
  }

  /** Captures for a time such as {@code 2s}; see {@link #live(String, String, CaptureLimits)}. */
  public static Capture live(String name, String filter, String time) throws IOException {
    return live(name, filter, CaptureLimits.NONE.withTime(TimeSpan.parse(time)));
  }

  /**
   * Captures from a network interface until a limit or an interrupt; what came until then is kept,
   * in a temporary file. What the kernel dropped is said on System.err.
   *
   * @param name such as {@code eth0} or {@code lo}
   * @param filter in libpcap's language, or nothing for all
   * @throws FilterException when the filter is wrong
   * @throws LibpcapException without libpcap, the interface, or the right to capture; it says what
   *     to do
   */
  public static Capture live(String name, String filter, CaptureLimits limits) throws IOException {
    return LiveReading.of(name, filter, limits);
  }

  /** The same, but each VLAN has connections of its own: {@link Connections#apartByVlan}. */
  public Capture apartByVlan() {
    return new Capture(name, file, packets, Connections.apartByVlan(packets));
  }

  /** Says on System.err what could not be read. */
  Capture told() {
    for (Fault fault : faults()) {
      System.err.println(fault.message());
    }
    return this;
  }

  /**
   * Reads what tcpdump printed: its lines for TCP segments, whatever stands between them.
   *
   * @throws IOException when there is no such line
   */
  public static Capture parse(String text) throws IOException {
    return new Capture("tcpdump's text", Optional.empty(), TcpdumpText.parse(text));
  }

  /** One row per captured segment: the data dictionary's table <em>packets</em>. */
  public Table packets() {
    return Dataframe.of(PacketTable.of(packets, new AnalysedPackets(connections)));
  }

  /** The same with the columns that are left out otherwise: ttl, ip_id, window_bytes, rtt_us, … */
  public Table allPacketColumns() {
    return Dataframe.of(PacketTable.all(packets, new AnalysedPackets(connections)));
  }

  /** One row per connection: the data dictionary's table <em>connections</em>. */
  public Table connections() {
    return Dataframe.of(ConnectionTable.of(connections));
  }

  /** The same with the columns on request: srtt_us, rto_us, cwnd_max_segments, limits, … */
  public Table allConnectionColumns() {
    return Dataframe.of(ConnectionTable.all(connections));
  }

  /** One row per ICMP error about a segment: who says what, and of which connection. */
  public Table icmp() {
    return Dataframe.of(IcmpTable.of(connections));
  }

  /** One row per connection's end: its variant, who closed first, the time in each phase. */
  public Table teardowns() {
    return Dataframe.of(TeardownTable.of(connections));
  }

  /** One row per client, server and server's port: what all connections between them had. */
  public Table conversations() {
    return Dataframe.of(ConversationTable.of(Conversation.of(connections)));
  }

  /** The same as a picture: who talks to whom, and how much. */
  public Picture talkers() {
    return ConversationBars.of(Conversation.of(connections), name);
  }

  /** One row per handshake: its variant, its packets, round-trip times, and both sides' options. */
  public Table handshakes() {
    return Dataframe.of(HandshakeTable.of(connections));
  }

  /**
   * The states that both ends of one connection went through, with the packet and the reason for
   * each. Where the capture has no connection at all, the table is empty.
   *
   * @param connection 0-based
   * @throws NoSuchElementException when there are others, but not this one
   */
  public Table states(int connection) {
    return connections.count() == 0
        ? states()
        : Dataframe.of(StateTable.of(connection(connection)));
  }

  /** The states of all connections: one row per connection, end and state, with how long it was. */
  public Table states() {
    return Dataframe.of(StateTable.of(connections));
  }

  /**
   * What one connection did over time, as tables. Where the capture has no connection at all, they
   * are empty.
   *
   * @param connection 0-based
   * @throws NoSuchElementException when there are others, but not this one
   */
  public Series series(int connection) {
    boolean none = connections.count() == 0;
    return new Series(connections, none ? Optional.empty() : Optional.of(connection(connection)));
  }

  /**
   * One connection, to ask it further.
   *
   * @param number 0-based
   * @throws NoSuchElementException when there is no such connection
   */
  public Connection connection(int number) {
    return connections.connection(number);
  }

  /**
   * The ladder diagram of one connection: time downwards, a segment an arrow, both ends' states in
   * the margins. Where the capture has no connection at all, the picture says so.
   *
   * @param connection 0-based
   * @throws NoSuchElementException when there are others, but not this one
   */
  public Picture ladder(int connection) {
    return plots(connection).ladder();
  }

  /**
   * The same from both ends: what one capture has and the other has not was lost on the way, or
   * came twice. Where the other has no connection at all, this end alone.
   *
   * @param connection 0-based, in this capture, which was taken at the client
   * @param atServer a capture of the same connection, taken at the server
   * @throws NoSuchElementException when the other capture does not have the connection
   */
  public Picture ladder(int connection, Capture atServer) {
    return plots(connection).ladder(atServer, Ladder.Time.COMPRESSED);
  }

  /**
   * Sequence numbers over time of the side that sent more, with repeats and the peer's
   * acknowledgements, SACK blocks and window: {@code plots(connection).timeSequence()}.
   *
   * @param connection 0-based
   * @throws NoSuchElementException when there is no such connection
   */
  public Picture timeSequence(int connection) {
    return plots(connection).timeSequence();
  }

  /**
   * What one connection did over time, as pictures. Where the capture has no connection at all,
   * they say so.
   *
   * @param connection 0-based
   * @throws NoSuchElementException when there are others, but not this one
   */
  public Plots plots(int connection) {
    return new Plots(this, connection);
  }

  /**
   * What stands out: one row per finding and example, those that matter most first.
   *
   * @return columns {@code severity}, {@code finding}, {@code connections} (how many), {@code
   *     connection} (an example), {@code example} (what happened there), {@code packets} (frame
   *     numbers that show it), {@code reference}
   */
  public Table findings() {
    return Dataframe.of(FindingTable.of(Findings.of(connections, 0)));
  }

  /**
   * What a connection's SYNs announced where this capture was taken and what reads otherwise in
   * another: rewritten on the way, as routers do with the MSS.
   *
   * @param other a capture of the same connection, taken elsewhere
   * @throws NoSuchElementException when the other capture does not have the connection
   */
  public List<OptionRewrite> rewritten(int connection, Capture other) {
    Connection here = connection(connection);
    return here.handshake().rewritten(other.sameAs(here).handshake());
  }

  Connection sameAs(Connection other) {
    String problem = name + " has no connection between " + Connections.ends(other);
    return connections.sameAs(other).orElseThrow(() -> missing(problem));
  }

  /**
   * A packet's TCP header drawn bit by bit, from its octets in the file.
   *
   * @param packet the 1-based frame number
   * @throws CaptureException when the file has no such frame
   * @throws NoSuchElementException when the frame has no TCP header, or the capture came from text
   */
  public Picture segment(int packet) throws CaptureException {
    return SegmentPicture.of(name + ": packet " + packet, layout(packet));
  }

  /**
   * The same as a table: one row per field of the header, with its bits, its value, what it is for
   * and where that is written.
   *
   * @param packet the 1-based frame number
   * @throws CaptureException as {@link #segment} does
   */
  public Table header(int packet) throws CaptureException {
    return Dataframe.of(HeaderTable.of(layout(packet)));
  }

  private SegmentLayout layout(int packet) throws CaptureException {
    Path path = file.orElseThrow(() -> missing(name + " is no file with octets to show"));
    return SegmentLayout.of(CaptureFile.frame(path, packet))
        .orElseThrow(() -> missing(name + ": no TCP header in packet " + packet));
  }

  private static NoSuchElementException missing(String sentence) {
    return new NoSuchElementException(PlainText.of(sentence));
  }

  /** The connections, for what is asked of them elsewhere in this package. */
  Connections analysis() {
    return connections;
  }

  /** What could not be read; empty when everything was. */
  public List<Fault> faults() {
    return packets.faults();
  }

  /** The file's name, or what else the capture is called. */
  public String name() {
    return name;
  }

  /** How many TCP segments there are. */
  public int size() {
    return packets.size();
  }

  /** In one line: the name, and how much is in it. */
  @Override
  public String toString() {
    String ends = connections.count() == 1 ? " connection" : " connections";
    return "%s: %d TCP segments in %d frames, %d%s"
        .formatted(PlainText.of(name), packets.size(), packets.frames(), connections.count(), ends);
  }
}
