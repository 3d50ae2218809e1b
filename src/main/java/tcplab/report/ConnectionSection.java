package tcplab.report;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;
import tcplab.connection.CapturePoint;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Finding;
import tcplab.connection.Findings;
import tcplab.connection.Reasons;
import tcplab.connection.Side;
import tcplab.connection.StateEntry;
import tcplab.plot.Ladder;
import tcplab.plot.TimeSequence;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tcplab.table.HtmlTable;
import tcplab.tcp.Flags;

/** One connection in a report: its facts, its pictures, what happened to which packet. */
final class ConnectionSection {
  private static final int MOST_EVENTS = 40;
  private static final int MOST_ERRORS = 20;
  private static final int WORTH_A_PLOT = 8;
  private static final int LADDER_STEPS = 50;
  private static final double NS_PER_S = 1e9;

  private final Page page;
  private final Connections connections;
  private final Findings findings;

  ConnectionSection(Page page, Connections connections, Findings findings) {
    this.page = page;
    this.connections = connections;
    this.findings = findings;
  }

  /** The name by which a link leads to a connection. */
  static String anchor(int connection) {
    return "connection-" + connection;
  }

  /** The name by which a link leads to a packet that a finding names. */
  static String packetAnchor(int packet) {
    return "packet-" + packet;
  }

  /** The name by which a link leads to a packet's arrow in its connection's ladder. */
  static String arrowAnchor(int packet) {
    return "arrow-" + packet;
  }

  void write(int number) {
    Connection connection = connections.connection(number);
    Set<Integer> named = named(connection);
    Ladder.Links links =
        new Ladder.Links(ConnectionSection::arrowAnchor, ConnectionSection::packetAnchor);
    Ladder.Linked ladder = Ladder.of(connections, number, LADDER_STEPS, named, links);
    page.html("<section class=\"connection\" id=\"" + anchor(number) + "\">\n");
    page.element("h3", "Connection " + number + ": " + Findings.ends(connection));
    Set<Integer> drawn = Set.copyOf(ladder.packets());
    kinds(connection).forEach(kind -> example(kind, connection, drawn));
    facts(connection);
    page.html(ladder.picture().toHtmlOfPage());
    for (Side side : Side.values()) {
      if (connection.packets(side) >= WORTH_A_PLOT && connection.bytes(side) > 0) {
        page.html(TimeSequence.of(connection, side).toHtmlOfPage());
      }
    }
    page.html(HtmlTable.of(states(connection), Map.of()));
    page.html(packets(connection, named, drawn));
    page.html(icmpErrors(connection, drawn));
    page.html("</section>\n");
  }

  private void example(Finding.Kind kind, Connection connection, Set<Integer> drawn) {
    Finding.Example example = findings.example(kind, connection);
    page.html("<p class=\"example\"><a href=\"#finding-" + kind.label() + "\">");
    page.text(kind.title()).html("</a>: ").text(example.text());
    page.packets(
        example.packets(),
        packet -> "#" + (drawn.contains(packet) ? arrowAnchor(packet) : packetAnchor(packet)));
    page.html("</p>\n");
  }

  private void facts(Connection c) {
    page.html("<dl class=\"facts\">\n");
    page.fact("opened", c.handshakeVariant().label() + ": " + c.handshakeVariant().meaning());
    page.fact("ended", c.teardownVariant().label() + ": " + c.teardownVariant().meaning());
    page.fact("closed first", c.closedFirst().label());
    page.fact("lasted", Findings.duration(c.endNs() - c.startNs()));
    for (Side side : Side.values()) {
      String sent =
          String.format(
              Locale.ROOT,
              "%,d segments, %,d octets, %,d repeats, %,d overtaken, %,d times without room; MSS %s",
              c.packets(side),
              c.bytes(side),
              c.retransmissions(side),
              c.outOfOrder(side),
              c.zeroWindows(side),
              c.mss(side).isPresent() ? c.mss(side).getAsInt() : "unknown");
      page.fact("sent by the " + side.label(), sent);
      page.fact("answers to the " + side.label(), roundTrips(c, side));
    }
    CapturePoint point = c.capturePoint();
    page.fact(
        "captured",
        point == null
            ? "no answers tell where"
            : point == CapturePoint.MIDDLE ? "between the ends" : "at the " + point.label());
    page.fact("client and server known by", c.orientation().label().replace('_', ' '));
    page.html("</dl>\n");
  }

  private static String roundTrips(Connection c, Side side) {
    OptionalLong least = c.rttMinNs(side);
    if (least.isEmpty()) {
      return "none that can be timed";
    }
    long most = c.rttMaxNs(side).orElse(0);
    return Findings.duration(least.getAsLong())
        + (most == least.getAsLong()
            ? ""
            : " to "
                + Findings.duration(most)
                + ", "
                + Findings.duration(Math.round(c.rttAverageNs(side).orElse(0)))
                + " on average");
  }

  /** The states of both ends, with times as a reader wants them. */
  private static ColumnTable states(Connection connection) {
    List<StateEntry> rows = connection.states();
    int size = rows.size();
    long start = connection.startNs();
    return new ColumnTable(
        "states",
        size,
        List.of(
            new Column.Texts("side", size, i -> rows.get(i).side().label()),
            new Column.Texts("state", size, i -> rows.get(i).state().name()),
            new Column.Ints("packet", size, i -> rows.get(i).packet(), NONE_MISSING),
            new Column.Doubles("seconds", size, i -> since(start, rows.get(i).timeNs())),
            new Column.Texts("lasted", size, i -> lasted(rows.get(i).durationNs())),
            new Column.Texts("why", size, i -> rows.get(i).why()),
            new Column.Texts("basis", size, i -> rows.get(i).basis().label())));
  }

  private static double since(long start, long ns) {
    return ns == Packets.NO_TIME || start == Packets.NO_TIME ? Double.NaN : (ns - start) / NS_PER_S;
  }

  private static @Nullable String lasted(OptionalLong ns) {
    return ns.isPresent() ? Findings.duration(ns.getAsLong()) : null;
  }

  /** What the report tells of this connection: a kind may be too rare to be a finding at all. */
  private List<Finding.Kind> kinds(Connection connection) {
    Set<Finding.Kind> told = new HashSet<>();
    findings.all().forEach(finding -> told.add(finding.kind()));
    return findings.kinds(connection).stream().filter(told::contains).toList();
  }

  /** Frame numbers of the packets that findings name. */
  private Set<Integer> named(Connection connection) {
    Set<Integer> named = new HashSet<>();
    for (Finding.Kind kind : kinds(connection)) {
      named.addAll(findings.example(kind, connection).packets());
    }
    return named;
  }

  /** The packets that the ladder draws, the first with events, and all that a finding names. */
  private String packets(Connection connection, Set<Integer> named, Set<Integer> drawn) {
    Packets packets = connections.packets();
    List<Integer> rows = new ArrayList<>();
    int events = 0;
    for (int i = 0; i < connection.size(); i++) {
      int row = connection.row(i);
      int packet = packets.packet(row);
      boolean event = connections.events(row) != 0 && ++events <= MOST_EVENTS;
      if (event || named.contains(packet) || drawn.contains(packet)) {
        rows.add(row);
      }
    }
    IntFunction<String> arrow =
        row -> {
          int packet = packets.packet(rows.get(row));
          return drawn.contains(packet) ? "#" + arrowAnchor(packet) : "";
        };
    return HtmlTable.anchored(
        table(connection, rows),
        row -> packetAnchor(packets.packet(rows.get(row))),
        Map.of("packet", arrow));
  }

  /** What ICMP said of its segments: the first of it, which ladder and findings point to. */
  private String icmpErrors(Connection connection, Set<Integer> drawn) {
    List<IcmpError> all = connections.icmpErrors(connection.number());
    if (all.isEmpty()) {
      return "";
    }
    List<IcmpError> errors = List.copyOf(all.subList(0, Math.min(all.size(), MOST_ERRORS)));
    int size = errors.size();
    long start = connection.startNs();
    ColumnTable table =
        new ColumnTable(
            size == all.size() ? "ICMP errors about them" : "the first ICMP errors about them",
            size,
            List.of(
                new Column.Ints("packet", size, i -> errors.get(i).packet(), NONE_MISSING),
                new Column.Doubles("seconds", size, i -> since(start, errors.get(i).timeNs())),
                new Column.Texts("from", size, i -> errors.get(i).reporter()),
                new Column.Texts("says", size, i -> errors.get(i).words()),
                new Column.Texts("about_a_segment_of", size, i -> errors.get(i).source())));
    return HtmlTable.anchored(
        table,
        i -> packetAnchor(errors.get(i).packet()),
        Map.of(
            "packet",
            i -> {
              int packet = errors.get(i).packet();
              return drawn.contains(packet) ? "#" + arrowAnchor(packet) : "";
            }));
  }

  private ColumnTable table(Connection connection, List<Integer> rows) {
    Packets packets = connections.packets();
    Reasons reasons = Reasons.of(connections, connection.number(), rows);
    int size = rows.size();
    long start = connection.startNs();
    return new ColumnTable(
        size == connection.size() ? "packets" : "packets drawn, with events, or named by findings",
        size,
        List.of(
            new Column.Ints("packet", size, row -> packets.packet(rows.get(row)), NONE_MISSING),
            new Column.Doubles("seconds", size, row -> since(start, packets.timeNs(rows.get(row)))),
            new Column.Texts("sender", size, row -> connections.sender(rows.get(row)).label()),
            new Column.Texts("flags", size, row -> Flags.text(packets.flags(rows.get(row)))),
            new Column.Ints("length", size, row -> packets.length(rows.get(row)), NONE_MISSING),
            new Column.Texts("events", size, row -> Event.text(connections.events(rows.get(row)))),
            new Column.Texts("why", size, row -> String.join("; ", reasons.all(rows.get(row))))));
  }
}
