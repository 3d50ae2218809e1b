package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads TCP segments from what tcpdump prints (tcpdump(8), "TCP Packets"): IPv4 and IPv6, addresses
 * or names, with or without -S, -v, -e, -#, and any of the -t's. Lines that are no packets, such as
 * a prompt or a comment, are passed over.
 *
 * <p>Sequence numbers come out raw; {@link TcpdumpNumbers} says how.
 */
public final class TcpdumpText {
  private static final Pattern VERBOSE =
      Pattern.compile("\\(tos 0x([0-9a-f]{1,2}).{0,40}?, ttl (\\d{1,3}), id (\\d{1,5}),");
  private static final Pattern VERBOSE6 =
      Pattern.compile("IP6 \\((?:class 0x([0-9a-f]{1,2}), )?.{0,40}?hlim (\\d{1,3}),");
  private static final int LONGEST_LINE = 4096;

  private final TcpdumpClock clock = new TcpdumpClock();
  private final List<TcpdumpLine> lines = new ArrayList<>();
  private final List<Head> heads = new ArrayList<>();
  private @Nullable Head head;
  private int frames;

  /** What stands before the segment, on its line or with -v on the line above. */
  private record Head(int frame, long timeNs, int tos, int ttl, int id) {}

  private TcpdumpText() {}

  /**
   * Reads a text.
   *
   * @return its TCP segments; {@link Packets#relative} says of which the initial sequence number is
   *     not in the text, {@link Packets#knowsSeq} of which none was printed
   * @throws CaptureException when there is no packet in it
   */
  public static Packets parse(String text) throws CaptureException {
    TcpdumpText reader = new TcpdumpText();
    text.lines().forEach(reader::line);
    if (reader.frames == 0) {
      throw new CaptureException(
          new Fault(
              "text",
              0,
              "no line of it is a packet, it begins with "
                  + Fault.quote(text.lines().findFirst().orElse("")),
              "paste what tcpdump -n prints"));
    }
    return reader.packets();
  }

  private void line(String whole) {
    String line = whole.length() > LONGEST_LINE ? whole.substring(0, LONGEST_LINE) : whole;
    if (clock.begins(line)) {
      frames++;
      head = head(line);
    }
    TcpdumpLine segment = TcpdumpLine.of(line);
    if (segment != null) {
      if (head == null) {
        head = new Head(++frames, Packets.NO_TIME, -1, -1, -1);
      }
      lines.add(segment);
      heads.add(head);
      head = null;
    }
  }

  private Head head(String line) {
    Matcher verbose = VERBOSE.matcher(line);
    if (verbose.find()) {
      return new Head(
          clock.frame(),
          clock.timeNs(),
          Integer.parseInt(verbose.group(1), 16),
          Integer.parseInt(verbose.group(2)),
          Integer.parseInt(verbose.group(3)));
    }
    Matcher verbose6 = VERBOSE6.matcher(line);
    if (verbose6.find()) {
      String tos = verbose6.group(1);
      return new Head(
          clock.frame(),
          clock.timeNs(),
          tos == null ? 0 : Integer.parseInt(tos, 16),
          Integer.parseInt(verbose6.group(2)),
          -1);
    }
    return new Head(clock.frame(), clock.timeNs(), -1, -1, -1);
  }

  private Packets packets() {
    PacketsBuilder builder = Packets.builder();
    TcpdumpNumbers numbers = new TcpdumpNumbers(lines);
    for (int i = 0; i < lines.size(); i++) {
      numbers.read(lines.get(i));
      add(builder, lines.get(i), heads.get(i), numbers);
    }
    return builder.frames(frames).build();
  }

  private static void add(
      PacketsBuilder builder, TcpdumpLine line, Head head, TcpdumpNumbers numbers) {
    builder.addHosts(
        head.timeNs,
        line.source().name(),
        line.source().port(),
        line.destination().name(),
        line.destination().port(),
        numbers.seq,
        numbers.ack,
        line.flags());
    TcpdumpOptions options = new TcpdumpOptions(line.options(), numbers.sackOrigin);
    builder
        .packet(head.frame)
        .window(Math.max(0, line.window()))
        .length(Math.max(0, line.length()), line.length() >= 0)
        .missing(line.seq() < 0 ? Rows.NO_SEQ : 0)
        .missing(line.ack() < 0 ? Rows.NO_ACK : 0)
        .missing(line.window() < 0 ? Rows.NO_WINDOW : 0)
        .options(options.options(line.urgent()))
        .checksum(line.checksum());
    if (options.stamped()) {
      builder.timestamps(options.tsValue(), options.tsEcho());
    }
    if (numbers.relative) {
      builder.relative();
    }
    network(builder, head);
  }

  private static void network(PacketsBuilder builder, Head head) {
    if (head.ttl >= 0) {
      builder.ttl(head.ttl).ecn(head.tos & 3);
    }
    if (head.id >= 0) {
      builder.ipId(head.id);
    }
  }
}
