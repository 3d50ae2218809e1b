package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets.Checksum;
import tcplab.tcp.Flags;
import tcplab.tcp.ServiceNames;

/**
 * One TCP segment as tcpdump prints it, numbers as printed.
 *
 * @param source host and port
 * @param destination host and port
 * @param flags bits of {@link Flags}
 * @param seq as printed, or -1
 * @param ack as printed, or -1
 * @param window the field, or -1
 * @param urgent the pointer, or -1
 * @param length payload octets, or -1
 * @param options between the brackets
 * @param checksum what -v says
 */
record TcpdumpLine(
    Host source,
    Host destination,
    int flags,
    long seq,
    long ack,
    int window,
    int urgent,
    int length,
    List<String> options,
    Checksum checksum) {
  private static final Pattern SEGMENT =
      Pattern.compile("(\\S{1,300}) > (\\S{1,300}): Flags \\[([^\\]]{0,12})\\](.*)");
  private static final Pattern HOSTS_BEFORE =
      Pattern.compile("(\\S{1,300}) > (\\S{1,300}): (?:HBH|DSTOPT|RT6|frag)");
  private static final Pattern PORT_NUMBER = Pattern.compile("[0-9]{1,5}");
  private static final Pattern SEQ = Pattern.compile(", seq (\\d{1,10})(?::(\\d{1,10}))?");
  private static final Pattern ACK = Pattern.compile(", ack (\\d{1,10})");
  private static final Pattern WINDOW = Pattern.compile(", win (\\d{1,5})");
  private static final Pattern URGENT = Pattern.compile(", urg (\\d{1,5})");
  private static final Pattern LENGTH = Pattern.compile(", length (\\d{1,9})");
  private static final Pattern CHECKSUM = Pattern.compile(", cksum 0x\\w{1,4} \\((in)?correct");

  /** A host's address or name, and a port. */
  record Host(String name, int port) {
    /** Splits at the last point; {@code null} when what follows is no port. */
    static @Nullable Host of(String text, @Nullable String address) {
      int point = text.lastIndexOf('.');
      String name = point > 0 ? text.substring(0, point) : address;
      int port = port(text.substring(point + 1));
      return name == null || port < 0 ? null : new Host(name, port);
    }

    /** A number, or the name that tcpdump prints without -n; -1 when it is neither. */
    private static int port(String text) {
      if (PORT_NUMBER.matcher(text).matches()) {
        int port = Integer.parseInt(text);
        return port <= 0xffff ? port : -1;
      }
      return ServiceNames.port(text).orElse(-1);
    }
  }

  /** Reads a line; {@code null} when there is no TCP segment in it. */
  static @Nullable TcpdumpLine of(String line) {
    int flagsAt = line.indexOf(": Flags [");
    Matcher matcher = SEGMENT.matcher(line);
    if (flagsAt < 0 || !matcher.find()) {
      return null;
    }
    Matcher before = HOSTS_BEFORE.matcher(line.substring(0, flagsAt));
    boolean hosts = before.find();
    Host source = Host.of(matcher.group(1), hosts ? before.group(1) : null);
    Host destination = Host.of(matcher.group(2), hosts ? before.group(2) : null);
    if (source == null || destination == null) {
      return null;
    }
    return fields(source, destination, flags(matcher.group(3)), matcher.group(4));
  }

  private static TcpdumpLine fields(Host source, Host destination, int flags, String rest) {
    List<String> options = new ArrayList<>();
    String fields = cutOptions(rest, options);
    Matcher seq = SEQ.matcher(fields);
    boolean hasSeq = seq.find();
    long first = hasSeq ? Long.parseLong(seq.group(1)) : -1;
    String end = hasSeq ? seq.group(2) : null;
    long length = number(LENGTH, fields);
    if (length < 0 && end != null) {
      length = Long.parseLong(end) - first & 0xffffffffL;
    }
    return new TcpdumpLine(
        source,
        destination,
        flags,
        first,
        number(ACK, fields),
        (int) number(WINDOW, fields),
        (int) number(URGENT, fields),
        (int) Math.min(length, Integer.MAX_VALUE),
        List.copyOf(options),
        checksum(fields));
  }

  /** Letters that are no flag are left out, as a line is worth more than its rarest letter. */
  private static int flags(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length() && !letters.equals("none"); i++) {
      if ("FSRP.UEWe".indexOf(letters.charAt(i)) >= 0) {
        bits |= Flags.parse(letters.substring(i, i + 1));
      }
    }
    return bits;
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static Checksum checksum(String fields) {
    Matcher matcher = CHECKSUM.matcher(fields);
    if (!matcher.find()) {
      return Checksum.UNVERIFIED;
    }
    return matcher.group(1) == null ? Checksum.GOOD : Checksum.BAD;
  }

  /** Takes the options out of the fields: they stand in brackets, some with brackets inside. */
  private static String cutOptions(String rest, List<String> options) {
    int start = rest.indexOf("options [");
    if (start < 0) {
      return rest;
    }
    int depth = 0;
    int from = start + 9;
    int at = from;
    for (; at < rest.length() && depth >= 0; at++) {
      char c = rest.charAt(at);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth < 0 || (depth == 0 && c == ',')) {
        options.add(rest.substring(from, at).trim());
        from = at + 1;
      }
    }
    return rest.substring(0, start) + rest.substring(at);
  }
}
