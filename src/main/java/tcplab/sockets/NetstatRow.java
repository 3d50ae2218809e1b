package tcplab.sockets;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * A row of netstat: net-tools and busybox, BSD and macOS, Windows. After the protocol come the
 * queues (none on Windows, three counters with BSD's {@code -T}), two addresses, the state, and
 * then what the tool was asked for.
 */
final class NetstatRow {
  private static final Pattern TIMER =
      Pattern.compile(
          "(\\w{2,12}) \\((\\d{1,9})[.,](\\d{2})/(\\d{1,9})/(\\d{1,9})(?:/\\d{1,9})?\\)$");
  private static final Pattern PROCESS_AND_PID =
      Pattern.compile("^(\\S.{0,64}?):(\\d{1,9})(?:\\s|$)");
  private static final Set<String> BSD_LABELS = Set.of("tcp4", "tcp46");
  private static final int BSD_HOST_WIDTH = 16;
  private static final int BSD_SHORT_HOST_WIDTH = 12;
  private static final int BSD_SHORT_COLUMN = 18;
  private static final int BSD_COLUMN = 22;
  private static final int FIVE_DIGITS = 5;

  private final Line line;
  private final Header header;
  private final TextRows rows;
  private final int protocol;

  private NetstatRow(Line line, int protocol, Header header, TextRows rows) {
    this.line = line;
    this.protocol = protocol;
    this.header = header;
    this.rows = rows;
  }

  /**
   * Reads a row.
   *
   * @param protocol which word is the protocol; BSD's {@code -A} puts pointers before it
   * @return whether it is one
   */
  static boolean read(Line line, int protocol, Header header, TextRows rows) {
    return new NetstatRow(line, protocol, header, rows).read();
  }

  private boolean read() {
    int at = protocol + 1;
    while (line.isNumber(at)) {
      at++;
    }
    Endpoint local = Endpoint.parse(line.word(at));
    Endpoint remote = Endpoint.parse(line.word(at + 1));
    if (local == null || remote == null) {
      return false;
    }
    int afterState = afterState(at + 2);
    State state = afterState > at + 2 ? state(at + 2, afterState) : null;
    boolean bsd = local.dotted() || remote.dotted() || BSD_LABELS.contains(line.word(protocol));
    int row = rows.add(local, remote, line.word(protocol), state);
    counters(row, at - protocol - 1, bsd, state);
    if (at == protocol + 1) {
      windows(row, afterState, state);
    } else if (bsd) {
      cutByBsd(row, local, remote);
      bsdTail(row, afterState);
    } else {
      cutByNetTools(row, line.word(at), line.word(at + 1));
      netToolsTail(row, line.from(afterState));
    }
    return true;
  }

  /**
   * Where the state ends: two words when they make one together; its beginning when there is none.
   */
  private int afterState(int at) {
    if (at >= line.size()) {
      return at;
    }
    if (at + 1 < line.size() && State.parse(line.word(at) + " " + line.word(at + 1)).isPresent()) {
      return at + 2;
    }
    if (State.parse(line.word(at)).isPresent()) {
      return at + 1;
    }
    if (isStateLike(line.word(at))) {
      rows.unknownState(line.word(at));
      return at + 1;
    }
    return at;
  }

  /** A word of letters in the state's place, where the table has such a column. */
  private boolean isStateLike(String word) {
    boolean column =
        header.text().contains("State")
            || header.text().contains("(state)")
            || header.kind() == Header.Kind.WINDOWS;
    return column && !word.isEmpty() && Character.isLetter(word.charAt(0)) && word.indexOf('/') < 0;
  }

  private @Nullable State state(int from, int to) {
    String word = to - from == 2 ? line.word(from) + " " + line.word(from + 1) : line.word(from);
    return State.parse(word).orElse(null);
  }

  private void counters(int row, int count, boolean bsd, @Nullable State state) {
    int first = protocol + 1;
    if (header.text().contains("Rexmit")) {
      if (count >= 1) {
        rows.rows().set(row, Field.RETRANSMITS_TOTAL, line.number(first));
      }
    } else if (count >= 2 && state == State.LISTEN && !bsd) {
      rows.rows().set(row, Field.ACCEPT_QUEUE, line.number(first));
    } else if (count >= 2) {
      rows.rows().set(row, Field.RECV_QUEUE, line.number(first));
      rows.rows().set(row, Field.SEND_QUEUE, line.number(first + 1));
    }
  }

  /** The process id; 0 stands for none, as in TIME_WAIT. */
  private void windows(int row, int from, @Nullable State state) {
    boolean unreadState = state == null && !line.isNumber(from) && from < line.size();
    if (unreadState) {
      rows.unknownState(line.word(from));
    }
    for (int i = from; i < line.size(); i++) {
      if (line.isNumber(i)) {
        if (line.number(i) > 0) {
          rows.rows().set(row, Field.PID, line.number(i));
        }
        return;
      }
    }
  }

  /** {@code USER INODE PID/PROGRAM TIMER}, each only when asked for. */
  private void netToolsTail(int row, String tail) {
    String rest = timer(row, tail);
    Line words = new Line(rest);
    int at = 0;
    if (words.size() >= 2 && words.isNumber(1) && words.word(0).indexOf('/') < 0) {
      if (words.isNumber(0)) {
        rows.rows().set(row, Field.UID, words.number(0));
      }
      if (words.number(1) > 0) {
        rows.rows().set(row, Field.INODE, words.number(1));
      }
      at = 2;
    }
    String process = words.from(at);
    int slash = process.indexOf('/');
    if (slash > 0 && Line.isNumber(process.substring(0, slash))) {
      rows.rows().set(row, Field.PID, Long.parseLong(process.substring(0, slash)));
      rows.rows().set(row, TextField.PROCESS, process.substring(slash + 1));
    }
  }

  /** {@code keepalive (34.12/0/0)}: seconds, retransmits, probes; returns what stands before it. */
  private String timer(int row, String tail) {
    int open = tail.lastIndexOf(" (");
    int start = open < 0 ? -1 : tail.lastIndexOf(' ', open - 1) + 1;
    Matcher timer = TIMER.matcher(start < 0 ? "" : tail.substring(start));
    if (!timer.matches()) {
      return tail;
    }
    String kind = timer.group(1).equals("probe") ? "persist" : timer.group(1);
    rows.rows().set(row, TextField.TIMER, kind);
    if (!kind.equals("off")) {
      long hundredths = Long.parseLong(timer.group(2)) * 100 + Long.parseLong(timer.group(3));
      rows.rows().set(row, Field.TIMER_MS, hundredths * 10);
    }
    rows.rows().set(row, Field.RETRANSMITS, Long.parseLong(timer.group(4)));
    return tail.substring(0, start).strip();
  }

  private void bsdTail(int row, int from) {
    int at = from;
    for (String name : header.tail()) {
      if (name.equals("process:pid")) {
        Matcher process = PROCESS_AND_PID.matcher(line.from(at));
        if (process.find()) {
          rows.rows().set(row, TextField.PROCESS, process.group(1));
          positivePid(row, Long.parseLong(process.group(2)));
        }
        return;
      }
      if (name.equals("rxbytes") && line.isNumber(at)) {
        rows.rows().set(row, Field.BYTES_RECEIVED, line.number(at));
      } else if (name.equals("pid") && line.isNumber(at)) {
        positivePid(row, line.number(at));
      }
      at++;
    }
  }

  private void positivePid(int row, long pid) {
    if (pid > 0) {
      rows.rows().set(row, Field.PID, pid);
    }
  }

  /**
   * Without -W net-tools shortens an address so that it and its port fill the column exactly; an
   * IPv4 address never gets that long.
   */
  private void cutByNetTools(int row, String local, String remote) {
    int width = header.addressWidth();
    if (width > 0 && (local.length() == width || remote.length() == width)) {
      rows.markCut(row);
    }
  }

  /**
   * BSD cuts the host at 16 characters (12 with -A and names), and what is left at the column's
   * width, ports included ({@code inetprint} in its source). A port of five digits is whole.
   */
  private void cutByBsd(int row, Endpoint local, Endpoint remote) {
    int width = header.addressWidth();
    if (width == 0 || width > BSD_COLUMN) {
      return;
    }
    boolean names = !local.isNumeric() || !remote.isNumeric();
    int host = width <= BSD_SHORT_COLUMN && names ? BSD_SHORT_HOST_WIDTH : BSD_HOST_WIDTH;
    cutEndpoint(row, local, Field.LOCAL_PORT, width, host);
    cutEndpoint(row, remote, Field.REMOTE_PORT, width, host);
  }

  private void cutEndpoint(int row, Endpoint endpoint, Field port, int width, int host) {
    int length = endpoint.address().length() + 1 + endpoint.portText().length();
    if (length >= width) {
      rows.markCut(row);
      if (endpoint.portText().length() < FIVE_DIGITS || !endpoint.isNumeric()) {
        rows.rows().set(row, port, Rows.ABSENT);
      }
    } else if (endpoint.address().length() == host) {
      rows.markCut(row);
    }
  }
}
