package tcplab.sockets;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads tables of sockets as tools print them: netstat of net-tools, busybox, FreeBSD, macOS and
 * Windows; ss; {@code lsof -i}; {@code /proc/net/tcp}. The format is found by content. Prompts,
 * remarks and rows of other protocols are passed over.
 *
 * <pre>{@code
 * Snapshot sockets = SocketText.parse(Files.readString(Path.of("netstat.txt")));
 * sockets.stateHistogram();
 * }</pre>
 */
public final class SocketText {
  private static final String ADVICE =
      "give the output of 'ss -tan', 'netstat -an', 'lsof -nPi' or /proc/net/tcp";
  private static final List<String> FALLBACKS = List.of("GB18030", "IBM850", "windows-1252");

  private static final int BINARY_SAMPLE = 4096;

  private SocketText() {}

  /**
   * Reads a table of sockets.
   *
   * @throws SocketTextException when no table of sockets is in the text
   */
  public static Snapshot parse(String text) throws SocketTextException {
    return parse(text, "text");
  }

  /**
   * Reads a table of sockets.
   *
   * @param name what to call the text in messages: its file's name
   * @throws SocketTextException when no table of sockets is in the text
   */
  public static Snapshot parse(String text, String name) throws SocketTextException {
    return parse(text, name, List.of());
  }

  /**
   * Reads a table of sockets from octets. UTF-8 is tried first, and UTF-16 where the text says so;
   * then the code page, of those Windows still prints in, under which most states are understood. A
   * note tells which it was.
   *
   * @param name what to call the text in messages: its file's name
   * @throws SocketTextException when no table of sockets is in the text
   */
  public static Snapshot parse(byte[] octets, String name) throws SocketTextException {
    Optional<String> unicode = unicode(octets);
    if (unicode.isPresent()) {
      return parse(unicode.get(), name);
    }
    if (isBinary(octets)) {
      throw new SocketTextException(
          name, 1, "this is no text but binary data; a capture, perhaps", ADVICE);
    }
    Snapshot best = null;
    SocketTextException problem = null;
    for (String page : FALLBACKS) {
      if (!Charset.isSupported(page)) {
        continue;
      }
      try {
        String note = "the text is not UTF-8; it was read as " + page;
        Snapshot read = parse(new String(octets, Charset.forName(page)), name, List.of(note));
        best = best == null || known(read) > known(best) ? read : best;
      } catch (SocketTextException e) {
        problem = e;
      }
    }
    if (best != null) {
      return best;
    }
    throw problem != null
        ? problem
        : new SocketTextException(name, 1, "the text is not UTF-8", ADVICE);
  }

  /** A zero octet is in no code page's text, and in every binary format's first bytes. */
  private static boolean isBinary(byte[] octets) {
    for (int i = 0; i < Math.min(octets.length, BINARY_SAMPLE); i++) {
      if (octets[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static int known(Snapshot snapshot) {
    return snapshot.size() - snapshot.withoutState();
  }

  private static Optional<String> unicode(byte[] octets) {
    Charset charset = StandardCharsets.UTF_8;
    if (octets.length >= 2) {
      int mark = (octets[0] & 0xff) << 8 | (octets[1] & 0xff);
      charset = mark == 0xfffe || mark == 0xfeff ? StandardCharsets.UTF_16 : charset;
    }
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Snapshot parse(String text, String name, List<String> firstNotes)
      throws SocketTextException {
    TableReader reader = new TableReader();
    int start = text.startsWith("\ufeff") ? 1 : 0;
    int number = 0;
    while (start <= text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      int stop = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
      reader.line(text.substring(start, stop), ++number);
      start = end + 1;
    }
    List<String> notes = new ArrayList<>(firstNotes);
    notes.addAll(reader.finish());
    if (!reader.foundTable()) {
      throw notATable(text, name, reader.firstDamaged());
    }
    Snapshot.Origin origin =
        Snapshot.Origin.of(Source.TEXT, OptionalLong.empty(), Optional.empty(), notes)
            .withDuplicates(reader.duplicates());
    return new Snapshot(reader.rows(), origin);
  }

  private static SocketTextException notATable(String text, String name, int damagedLine) {
    if (damagedLine > 0) {
      return new SocketTextException(
          name, damagedLine, "this line begins like a socket but is no whole row", ADVICE);
    }
    int line = 1;
    String first = "";
    for (String candidate : text.lines().limit(1000).toList()) {
      if (!candidate.isBlank()) {
        first = candidate.strip();
        break;
      }
      line++;
    }
    if (first.isEmpty()) {
      return new SocketTextException(name, 1, "the text is empty", ADVICE);
    }
    return new SocketTextException(
        name,
        line,
        "no table of sockets follows '" + Printable.of(first) + "'" + kind(text),
        ADVICE);
  }

  /** What texts that are often taken for a table are instead. */
  private static String kind(String text) {
    String start = text.substring(0, Math.min(text.length(), 4000));
    if (start.contains("TcpExt:") || start.startsWith("Ip:") || start.contains("\nTcp:")) {
      return " (these are counters: netstat -s or /proc/net/snmp)";
    }
    if (start.contains("sockets: used") || start.startsWith("Total:")) {
      return " (this is a summary: ss -s or /proc/net/sockstat)";
    }
    if (start.indexOf('\0') >= 0) {
      return " (this is binary data; a capture, perhaps)";
    }
    return start.contains("\nPTCP") ? " (this is lsof -F; leave -F out)" : "";
  }
}
