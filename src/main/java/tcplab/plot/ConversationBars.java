package tcplab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tcplab.connection.Conversation;

/**
 * Who talks to whom: a conversation a row, with a bar for what the client sent above a bar for what
 * the server sent, and the numbers beside them.
 *
 * <p>The longest are drawn; what the others sent together is the last row, so that the picture does
 * not hide them.
 */
public final class ConversationBars {
  private static final int MOST = 15;
  private static final int LISTED = 5;
  private static final double TOP = 74;
  private static final double ROW = 38;
  private static final double BAR = 11;
  private static final double LABEL = 270;
  private static final double NUMBERS = 96;
  private static final double LEFT = 16 + LABEL + 10;
  private static final double LONGEST = Axes.WIDTH - LEFT - NUMBERS - 16;

  private final List<Bars> rows;
  private final long most;

  /** One row: what stands left of it, and what the two sides sent. */
  private record Bars(String ends, String counts, long client, long server) {}

  private ConversationBars(List<Conversation> conversations) {
    rows = rows(conversations);
    most = rows.stream().mapToLong(row -> Math.max(row.client, row.server)).max().orElse(0);
  }

  /**
   * A picture of a capture's conversations.
   *
   * @param conversations those with most octets first
   * @param capture the capture's name
   */
  public static Picture of(List<Conversation> conversations, String capture) {
    String title = "Who talks to whom: " + capture;
    if (conversations.isEmpty()) {
      return BlankPicture.of(title, "There is no TCP connection in this capture.");
    }
    ConversationBars bars = new ConversationBars(conversations);
    double height = TOP + bars.rows.size() * ROW + 12;
    String description = bars.description(conversations.size());
    Svg svg = new Svg(Axes.WIDTH, height, title, description);
    Axes.heading(svg, title);
    legend(svg);
    bars.draw(svg);
    return Picture.of(svg.finish(), Axes.WIDTH, height, title, description);
  }

  private static List<Bars> rows(List<Conversation> conversations) {
    List<Bars> rows = new ArrayList<>();
    int drawn = conversations.size() <= MOST + 1 ? conversations.size() : MOST;
    for (Conversation c : conversations.subList(0, drawn)) {
      String counts = counts(c.connections(), c.packets());
      rows.add(new Bars(c.name(), counts, c.bytesClient(), c.bytesServer()));
    }
    List<Conversation> others = conversations.subList(drawn, conversations.size());
    if (!others.isEmpty()) {
      long connections = others.stream().mapToLong(Conversation::connections).sum();
      long packets = others.stream().mapToLong(Conversation::packets).sum();
      rows.add(
          new Bars(
              String.format(Locale.ROOT, "%,d more conversations, together", others.size()),
              counts(connections, packets),
              others.stream().mapToLong(Conversation::bytesClient).sum(),
              others.stream().mapToLong(Conversation::bytesServer).sum()));
    }
    return rows;
  }

  private static String counts(long connections, long packets) {
    return String.format(
        Locale.ROOT,
        "%,d connection%s, %,d segment%s",
        connections,
        connections == 1 ? "" : "s",
        packets,
        packets == 1 ? "" : "s");
  }

  private static void legend(Svg svg) {
    svg.element("rect", "x", LEFT, "y", 42, "width", 14, "height", BAR, "fill", Paint.BLUE);
    svg.text(LEFT + 20, 52, "above: from the client");
    double second = LEFT + 190;
    svg.element("rect", "x", second, "y", 42, "width", 14, "height", BAR, "fill", Paint.ORANGE);
    svg.text(second + 20, 52, "below: from the server");
  }

  private void draw(Svg svg) {
    double y = TOP;
    for (Bars row : rows) {
      svg.text(16, y + 10, Labels.fit(row.ends, LABEL, Svg.TEXT));
      svg.text(16, y + 25, row.counts, "fill", Paint.MUTED, "font-size", Svg.SMALL);
      bar(svg, y, row.client, Paint.BLUE, row.ends + ": from the client ");
      bar(svg, y + BAR + 3, row.server, Paint.ORANGE, row.ends + ": from the server ");
      y += ROW;
    }
    svg.line(LEFT, TOP - 6, LEFT, y - 6, Paint.MUTED);
  }

  /** A bar that is too short to be seen is drawn one pixel long; nothing is drawn for nothing. */
  private void bar(Svg svg, double y, long bytes, Paint paint, String what) {
    double length = bytes == 0 ? 0 : Math.max(1, LONGEST * bytes / most);
    String title = String.format(Locale.ROOT, "%s%,d octets", what, bytes);
    svg.titled(title, "rect", "x", LEFT, "y", y, "width", length, "height", BAR, "fill", paint);
    svg.text(LEFT + length + 5, y + 9.5, octets(bytes), "font-size", Svg.SMALL);
  }

  /** Octets as a reader wants them: three digits and a decimal prefix. */
  private static String octets(long bytes) {
    if (bytes < 1000) {
      return bytes + " octets";
    }
    double value = bytes;
    int prefix = -1;
    while (value >= 999.5) {
      value /= 1000;
      prefix++;
    }
    String digits = value < 9.995 ? "%.2f %sB" : value < 99.95 ? "%.1f %sB" : "%.0f %sB";
    return String.format(Locale.ROOT, digits, value, "kMGTPE".charAt(prefix));
  }

  private String description(int conversations) {
    String longest =
        rows.stream()
            .limit(LISTED)
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%s: %s, %,d octets from the client, %,d from the server",
                        Labels.inert(row.ends, 120),
                        row.counts,
                        row.client,
                        row.server))
            .collect(Collectors.joining("; "));
    return conversations
        + (conversations == 1 ? " conversation. " : " conversations, most octets first. ")
        + longest
        + ".";
  }
}
