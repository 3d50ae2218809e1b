package tcplab.sockets;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tcplab.tcp.State;

/**
 * Goes through the lines of a text and reads every TCP row in it, whichever tool printed it.
 *
 * <p>A row is known by its shape: it begins with {@code tcp} or with a state, then come numbers,
 * then two addresses. So rows are found without a header too ({@code ss -H}, {@code | grep 3306}),
 * behind prompts and between remarks. A header, where there is one, only tells what cannot be seen
 * in the row: the names of the last columns and the width at which addresses were cut.
 */
final class TableReader {
  private static final Set<String> TCP = Set.of("tcp", "tcp4", "tcp6", "tcp46", "tcpv6");
  private static final List<String> OTHER_PROTOCOLS =
      List.of(
          "udp", "raw", "icmp", "unix", "u_str", "u_dgr", "u_seq", "nl", "p_raw", "p_dgr", "sctp",
          "dccp", "mptcp", "tipc", "v_str", "v_dgr", "xdp", "divert", "ti");
  private static final int MOST_JOINED = 3;

  private final TextRows rows = new TextRows();
  private final ProcTcp proc = new ProcTcp(rows.rows(), false);
  private final LsofRow lsof = new LsofRow(rows);
  private final Set<String> headersOfSample = new HashSet<>();
  private Header header = Header.NONE;
  private boolean anyHeader;
  private boolean tcpHeader;
  private boolean afterSs;
  private boolean afterWindows;
  private boolean unconnected;
  private int otherRows;
  private int damagedRows;
  private int firstDamaged;
  private String pending = "";
  private int pendingLines;
  private int pendingFrom;

  /** Reads one line; {@code number} is 1-based. */
  void line(String text, int number) {
    if (!pending.isEmpty() && joined(text)) {
      return;
    }
    Line line = new Line(text);
    if (line.size() == 0) {
      return;
    }
    Header found = Header.parse(line);
    if (found != null) {
      begin(found);
    } else if (!row(line)) {
      noRow(line, number);
    }
  }

  private void begin(Header found) {
    header = found;
    anyHeader = true;
    tcpHeader |= found.kind() != Header.Kind.OTHER && !found.isLocalized();
    afterSs = false;
    afterWindows = false;
    if (found.kind() != Header.Kind.OTHER && !headersOfSample.add(found.text())) {
      headersOfSample.clear();
      headersOfSample.add(found.text());
      if (rows.size() > 0) {
        rows.nextSample();
        proc.nextReading();
        lsof.nextListing();
      }
    }
  }

  private boolean row(Line line) {
    if (isProc(line)) {
      byte[] octets = line.text().getBytes(StandardCharsets.UTF_8);
      int before = rows.size();
      boolean read = proc.row(octets, 0, octets.length);
      if (rows.size() > before) {
        rows.filled();
      }
      return read;
    }
    int node = LsofRow.node(line);
    if (node > 0) {
      return lsof.read(line, node);
    }
    int protocol = protocol(line);
    return protocol >= 0 ? protocolRow(line, protocol) : stateRow(line);
  }

  private static boolean isProc(Line line) {
    String first = line.word(0);
    String local = line.word(1);
    int colon = local.indexOf(':');
    return first.endsWith(":")
        && Line.isNumber(first.substring(0, first.length() - 1))
        && (colon == 8 || colon == 32)
        && local.length() == colon + 5;
  }

  /** Which word is the protocol: the first, or the second or third behind BSD's pointers. */
  private static int protocol(Line line) {
    for (int i = 0; i < 3; i++) {
      String word = line.word(i).toLowerCase(Locale.ROOT);
      if (TCP.contains(word)) {
        return i;
      }
      if (word.length() < 1
          || word.length() > 18
          || !word.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
        return -1;
      }
    }
    return -1;
  }

  private boolean protocolRow(Line line, int protocol) {
    int next = protocol + 1;
    boolean ss = State.parse(line.word(next)).isPresent() && line.isNumber(next + 1);
    boolean read =
        (ss || header.isStatelessSs())
            ? SsRow.read(line, next, rows)
            : NetstatRow.read(line, protocol, header, rows);
    if (read) {
      afterSs = ss || header.isStatelessSs();
      afterWindows = !afterSs && !line.isNumber(next);
    }
    return read;
  }

  private boolean stateRow(Line line) {
    boolean stateless = header.isStatelessSs() && line.isNumber(0);
    if ((!stateless && State.parse(line.word(0)).isEmpty()) || !SsRow.read(line, 0, rows)) {
      return false;
    }
    unconnected |= line.word(0).equals("UNCONN");
    afterSs = true;
    afterWindows = false;
    return true;
  }

  /** What a line that is no row may be: more of the row above, another protocol's, or a remark. */
  private void noRow(Line line, int number) {
    boolean indented = Character.isWhitespace(line.text().charAt(0));
    boolean isOther = isOtherProtocol(line);
    if (isOther) {
      otherRows++;
      afterSs = false;
      afterWindows = false;
    } else if (afterSs && (indented || line.text().startsWith("users:(("))) {
      SsInfo.read(line.text(), rows.rows(), rows.size() - 1);
    } else if (afterWindows
        && line.size() >= 1
        && line.text().strip().matches("\\[[^\\]]{1,260}\\]")) {
      String name = line.text().strip();
      rows.rows().set(rows.size() - 1, TextField.PROCESS, name.substring(1, name.length() - 1));
    } else if (isBroken(line)) {
      pending = line.text();
      pendingLines = 1;
      pendingFrom = number;
    }
  }

  private static boolean isOtherProtocol(Line line) {
    for (int i = 0; i < Math.min(3, line.size()); i++) {
      String word = line.word(i).toLowerCase(Locale.ROOT);
      for (String other : OTHER_PROTOCOLS) {
        if (word.equals(other)
            || (word.startsWith(other)
                && word.length() <= other.length() + 2
                && Character.isDigit(word.charAt(word.length() - 1)))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether a line begins as a row does: the rest may stand on the next line of a narrow terminal.
   */
  private boolean isBroken(Line line) {
    int protocol = protocol(line);
    int at = protocol + 1;
    boolean numbers = line.isNumber(at) || Endpoint.parse(line.word(at)) != null;
    boolean inTable = protocol == 0 && header.kind() != Header.Kind.OTHER;
    boolean netstat = protocol >= 0 && line.size() > protocol + 2 && (numbers || inTable);
    boolean ss =
        State.parse(line.word(at)).isPresent() && line.isNumber(at + 1) && line.isNumber(at + 2);
    return netstat || ss || isProc(line) || LsofRow.node(line) > 0;
  }

  /** Tries to read the broken row above together with this line. */
  private boolean joined(String text) {
    Line next = new Line(text);
    boolean startsAnew =
        Header.parse(next) != null
            || protocol(next) >= 0
            || isBroken(next)
            || isOtherProtocol(next);
    if (!startsAnew && next.size() > 0) {
      String whole = pending + " " + text.strip();
      if (row(new Line(whole)) || row(new Line(pending + text))) {
        pending = "";
        return true;
      }
      if (++pendingLines < MOST_JOINED) {
        pending = whole;
        return true;
      }
    }
    giveUpPending();
    return false;
  }

  private void giveUpPending() {
    if (!pending.isEmpty()) {
      damagedRows++;
      firstDamaged = firstDamaged == 0 ? pendingFrom : firstDamaged;
      pending = "";
    }
  }

  /** Settles what only the whole text tells; returns what a reader should know. */
  List<String> finish() {
    giveUpPending();
    List<String> notes = rows.finish();
    if (otherRows > 0) {
      notes.add(otherRows + " rows of other protocols were left out: this table is TCP's");
    }
    if (damagedRows > 0) {
      notes.add(damagedRows + " rows could not be read, the first in line " + firstDamaged);
    }
    if (unconnected) {
      notes.add("rows in UNCONN may be UDP sockets (ss -u); list TCP alone with ss -t");
    }
    return notes;
  }

  Rows rows() {
    return rows.rows();
  }

  int duplicates() {
    return proc.duplicates();
  }

  int firstDamaged() {
    return firstDamaged;
  }

  /** Whether a table of sockets was found at all, be it without a TCP row. */
  boolean foundTable() {
    return rows.size() > 0 || (damagedRows == 0 && (tcpHeader || (anyHeader && otherRows > 0)));
  }
}
