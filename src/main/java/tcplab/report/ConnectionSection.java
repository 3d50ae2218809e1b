package tcplab.report;

import static tcplab.table.Column.NONE_MISSING;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import tcplab.capture.Packets;
import tcplab.connection.CapturePoint;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Finding;
import tcplab.connection.Findings;
import tcplab.connection.Side;
import tcplab.plot.Ladder;
import tcplab.plot.TimeSequence;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tcplab.table.HtmlTable;
import tcplab.table.StateTable;
import tcplab.tcp.Flags;

/** One connection in a report: its facts, its pictures, what happened to which packet. */
final class ConnectionSection {
  private static final int MOST_EVENTS = 40;
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

  void write(int number) {
    Connection connection = connections.connection(number);
    page.html("<section class=\"connection\" id=\"" + anchor(number) + "\">\n");
    page.element("h3", "Connection " + number + ": " + Findings.ends(connection));
    for (Finding.Kind kind : kinds(connection)) {
      page.html("<p class=\"example\"><a href=\"#finding-" + kind.label() + "\">");
      page.text(kind.title()).html("</a>: ");
      page.text(findings.example(kind, connection).text()).html("</p>\n");
    }
    facts(connection);
    page.html(Ladder.of(connections, number, LADDER_STEPS).toHtmlOfPage());
    for (Side side : Side.values()) {
      if (connection.packets(side) >= WORTH_A_PLOT && connection.bytes(side) > 0) {
        page.html(TimeSequence.of(connection, side).toHtmlOfPage());
      }
    }
    page.html(HtmlTable.of(StateTable.of(connection), Map.of()));
    List<Integer> rows = eventful(connection);
    if (!rows.isEmpty()) {
      Packets packets = connections.packets();
      page.html(
          HtmlTable.anchored(
              events(connection, rows), row -> packetAnchor(packets.packet(rows.get(row)))));
    }
    page.html("</section>\n");
  }

  private void facts(Connection c) {
    page.html("<dl class=\"facts\">\n");
    page.fact("opened", c.handshakeVariant().label() + ": " + c.handshakeVariant().meaning());
    page.fact("ended", c.teardownVariant().label() + ": " + c.teardownVariant().meaning());
    page.fact("closed first", c.closedFirst().label());
    page.fact("lasted", seconds(c.endNs() - c.startNs()));
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
    page.fact("captured", point == null ? "no answers tell where" : "near: " + point.label());
    page.fact("client and server known by", c.orientation().label());
    page.html("</dl>\n");
  }

  private static String roundTrips(Connection c, Side side) {
    OptionalLong least = c.rttMinNs(side);
    if (least.isEmpty()) {
      return "none that can be timed";
    }
    return seconds(least.getAsLong())
        + " to "
        + seconds(c.rttMaxNs(side).orElse(0))
        + ", "
        + seconds(Math.round(c.rttAverageNs(side).orElse(0)))
        + " on average";
  }

  /** What the report tells of this connection: a kind may be too rare to be a finding at all. */
  private List<Finding.Kind> kinds(Connection connection) {
    Set<Finding.Kind> told = new HashSet<>();
    findings.all().forEach(finding -> told.add(finding.kind()));
    return findings.kinds(connection).stream().filter(told::contains).toList();
  }

  /** The first packets with events, and all that a finding names. */
  private List<Integer> eventful(Connection connection) {
    Set<Integer> named = new HashSet<>();
    for (Finding.Kind kind : kinds(connection)) {
      named.addAll(findings.example(kind, connection).packets());
    }
    List<Integer> rows = new ArrayList<>();
    int events = 0;
    for (int i = 0; i < connection.size(); i++) {
      int row = connection.row(i);
      boolean event = connections.events(row) != 0 && ++events <= MOST_EVENTS;
      if (event || named.contains(connections.packets().packet(row))) {
        rows.add(row);
      }
    }
    return rows;
  }

  private ColumnTable events(Connection connection, List<Integer> rows) {
    Packets packets = connections.packets();
    int size = rows.size();
    long start = connection.startNs();
    return new ColumnTable(
        "packets with events" + (size >= MOST_EVENTS ? ", the first " + MOST_EVENTS : ""),
        size,
        List.of(
            new Column.Ints("packet", size, row -> packets.packet(rows.get(row)), NONE_MISSING),
            new Column.Doubles(
                "seconds", size, row -> (packets.timeNs(rows.get(row)) - start) / NS_PER_S),
            new Column.Texts("sender", size, row -> connections.sender(rows.get(row)).label()),
            new Column.Texts("flags", size, row -> Flags.text(packets.flags(rows.get(row)))),
            new Column.Ints("length", size, row -> packets.length(rows.get(row)), NONE_MISSING),
            new Column.Texts("events", size, row -> Event.text(connections.events(rows.get(row)))),
            new Column.Texts("rule", size, row -> rule(connections.events(rows.get(row))))));
  }

  /** The rule of the most particular event: a refined one stands after the general one. */
  private static String rule(int events) {
    Event last = null;
    for (Event event : Event.of(events)) {
      last = event;
    }
    return last == null ? "" : last.rule() + " (" + last.reference() + ")";
  }

  private static String seconds(long ns) {
    return ns < 1_000_000
        ? ns / 1000 + " µs"
        : ns < 1_000_000_000
            ? String.format(Locale.ROOT, "%.1f ms", ns / 1e6)
            : String.format(Locale.ROOT, "%.2f s", ns / 1e9);
  }
}
