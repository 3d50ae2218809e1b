package tcplab.sockets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line above a table that names its columns.
 *
 * @param kind which tool's it is
 * @param text the line without its outer blanks
 * @param addressWidth how many characters the local address has; 0 when unknown
 * @param tail the names of the columns after the state, or after the foreign address
 */
record Header(Kind kind, String text, int addressWidth, List<String> tail) {
  /** The tools whose tables have a header. */
  enum Kind {
    /** netstat of net-tools, busybox, BSD and macOS. */
    NETSTAT,
    /** netstat of Windows. */
    WINDOWS,
    SS,
    LSOF,
    PROC,
    /** A table of something else, such as Unix sockets. */
    OTHER
  }

  /** Nothing known: rows are recognised by their shape alone. */
  static final Header NONE = new Header(Kind.OTHER, "", 0, List.of());

  /** Reads a header; null when the line is none. */
  static @Nullable Header parse(Line line) {
    if (line.has("sl") && (line.has("local_address") || line.has("rem_address"))) {
      return of(Kind.PROC, line, 0);
    }
    if (line.word(0).equals("COMMAND") && line.word(1).equals("PID") && line.has("NAME")) {
      return of(Kind.LSOF, line, 0);
    }
    if (line.has("Recv-Q") && line.has("Send-Q") && line.has("Peer")) {
      return of(Kind.SS, line, 0);
    }
    int local = line.find("Local", "Address");
    int foreign = line.find("Foreign", "Address");
    if (line.has("Proto") && local > 0 && foreign > local) {
      boolean windows =
          !line.has("Recv-Q") && !line.has("Rexmit") && foreign - local == 2 && local == 1;
      int width = Math.max(0, line.start(foreign) - line.start(local) - 1);
      return new Header(
          windows ? Kind.WINDOWS : Kind.NETSTAT, line.text().strip(), width, tail(line, foreign));
    }
    return line.has("Proto", "RefCnt") ? of(Kind.OTHER, line, 0) : localized(line);
  }

  /** Windows in other languages: four or five columns whose first is the protocol. */
  private static @Nullable Header localized(Line line) {
    boolean protocol =
        List.of("Proto", "Proto.", "协议", "協定", "通訊協定", "プロトコル").contains(line.word(0));
    return protocol && line.size() >= 3 && line.size() <= 8 ? of(Kind.WINDOWS, line, 0) : null;
  }

  private static Header of(Kind kind, Line line, int width) {
    return new Header(kind, line.text().strip(), width, List.of());
  }

  private static List<String> tail(Line line, int foreign) {
    List<String> names = new ArrayList<>();
    for (int i = foreign + 2; i < line.size(); i++) {
      boolean isState =
          i == foreign + 2
              && (line.word(i).equalsIgnoreCase("State") || line.word(i).equals("(state)"));
      if (!isState) {
        names.add(line.word(i));
      }
    }
    return names;
  }

  /** Whether the table is ss's but has no column for the state ({@code ss state X}). */
  boolean isStatelessSs() {
    return kind == Kind.SS && !text.contains("State");
  }

  /**
   * Whether it is only taken for a header: Windows in another language, known by its first word.
   */
  boolean isLocalized() {
    return kind == Kind.WINDOWS && addressWidth == 0;
  }
}
