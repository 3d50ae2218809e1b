package tcplab.sockets;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * A row of {@code lsof -i}: {@code python3 18700 root 4u IPv4 262950 0t0 TCP a:1->b:2
 * (ESTABLISHED)}. lsof prints a socket once for each descriptor; here it stands once, with its
 * lowest process.
 */
final class LsofRow {
  private static final int BEFORE_NODE = 6;
  private static final Pattern STATE = Pattern.compile("\\((?:ST=)?([A-Z][A-Z_0-9]{2,20})[) ]");
  private static final Pattern HEX_ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");
  private static final Endpoint ANY = new Endpoint("*", 0, "*", false);

  private final TextRows rows;
  private final Map<String, Integer> rowOfSocket = new HashMap<>();

  LsofRow(TextRows rows) {
    this.rows = rows;
  }

  /** What comes now is a later listing ({@code lsof -r}). */
  void nextListing() {
    rowOfSocket.clear();
  }

  /** Which word is {@code TCP} in a row of lsof; -1 when the line is none. */
  static int node(Line line) {
    for (int i = BEFORE_NODE; i < line.size(); i++) {
      if (line.word(i).equals("TCP")
          && (isFamily(line.word(i - 3)) || isFamily(line.word(i - 2)))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isFamily(String word) {
    return word.equals("IPv4") || word.equals("IPv6");
  }

  /** Reads the row whose {@link #node} is known; returns whether it is one. */
  boolean read(Line line, int node) {
    String name = line.word(node + 1);
    int arrow = name.indexOf("->");
    Endpoint local = Endpoint.parse(arrow < 0 ? name : name.substring(0, arrow));
    Endpoint remote = arrow < 0 ? ANY : Endpoint.parse(name.substring(arrow + 2));
    if (local == null || remote == null || !line.isNumber(1)) {
      return false;
    }
    int type = isFamily(line.word(node - 3)) ? node - 3 : node - 2;
    String device = line.word(type + 1);
    String socket = line.word(type) + " " + device + " " + name;
    Integer known = device.isEmpty() ? null : rowOfSocket.get(socket);
    if (known == null) {
      String label = line.word(type).equals("IPv6") ? "tcp6" : "tcp4";
      known = rows.add(local, remote, label, state(line.from(node + 2)));
      rowOfSocket.put(socket, known);
    }
    owner(line, type, known);
    if (Line.isNumber(device) && !device.equals("0")) {
      rows.rows().set(known, Field.INODE, Long.parseLong(device));
    }
    return true;
  }

  private static @Nullable State state(String tail) {
    Matcher state = STATE.matcher(tail);
    return state.find() ? State.parse(state.group(1)).orElse(null) : null;
  }

  private void owner(Line line, int type, int row) {
    long pid = line.number(1);
    if (rows.rows().has(row, Field.PID) && rows.rows().get(row, Field.PID) <= pid) {
      return;
    }
    rows.rows().set(row, Field.PID, pid);
    rows.rows().set(row, TextField.PROCESS, unescape(line.word(0)));
    String descriptor = line.word(type - 1).replaceAll("[^0-9].*$", "");
    rows.rows()
        .set(row, Field.FD, Line.isNumber(descriptor) ? Long.parseLong(descriptor) : Rows.ABSENT);
    if (line.isNumber(type - 2) && type >= 4) {
      rows.rows().set(row, Field.UID, line.number(type - 2));
    }
  }

  /** lsof writes a blank in a command's name as {@code \x20}. */
  private static String unescape(String name) {
    return HEX_ESCAPE
        .matcher(name)
        .replaceAll(
            hex ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(hex.group(1), 16))));
  }
}
