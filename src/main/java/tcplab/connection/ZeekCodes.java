package tcplab.connection;

import java.util.Arrays;
import tcplab.tcp.Flags;

/**
 * Zeek's two summaries of a connection, {@code conn_state} and {@code history}, as its manual
 * defines them.
 *
 * <p>Walked without knowing who the client is: letters are kept with their direction, and {@link
 * #history} and {@link #connState} are told at the end which direction is the originator's. A
 * packet with a bad checksum counts as {@code c} and as nothing else, as Zeek has it.
 */
final class ZeekCodes {
  /** How far one end got, as far as its own segments tell. */
  private enum Stage {
    INACTIVE,
    SYN_SENT,
    SYN_ACK_SENT,
    PARTIAL,
    ESTABLISHED,
    CLOSED,
    RESET
  }

  /** Letters that are written when their count reaches 1, 10, 100 and so on. */
  private static final String COUNTED = "twg";

  private static final String ONCE = "shadfriq";

  private final StringBuilder letters = new StringBuilder();
  private final Stage[] stages = new Stage[2];
  private final int[] once = new int[2];
  private final int[][] counts = new int[2][COUNTED.length()];
  private final long[][] lastPlaces = new long[2][ONCE.length()];
  private final long[] payload = new long[2];

  ZeekCodes() {
    clear();
  }

  void clear() {
    letters.setLength(0);
    for (int way = 0; way < 2; way++) {
      stages[way] = Stage.INACTIVE;
      once[way] = 0;
      payload[way] = 0;
      Arrays.fill(counts[way], 0);
    }
  }

  /**
   * A segment passes.
   *
   * @param repeated whether it is a repeat
   * @param gap whether it acknowledges octets that were not captured
   */
  void accept(Sighting s, boolean repeated, boolean gap) {
    int way = s.forward ? 0 : 1;
    if (repeated && s.length > 0) {
      counted(way, 't');
    }
    if (s.window == 0 && !s.has(Flags.RST)) {
      counted(way, 'w');
    }
    write(s, way);
    if (gap) {
      counted(1 - way, 'g');
    }
    payload[way] += s.length;
    move(s, way);
  }

  private void write(Sighting s, int way) {
    int controls = Integer.bitCount(s.flags & (Flags.SYN | Flags.FIN | Flags.RST));
    if (controls > 1) {
      once(way, s.has(Flags.SYN) ? 'q' : 'i', 0);
    } else if (s.has(Flags.SYN)) {
      once(way, s.has(Flags.ACK) ? 'h' : 's', s.left);
    } else if (s.has(Flags.FIN)) {
      if (s.length > 0) {
        once(way, 'd', 0);
      }
      once(way, 'f', s.right);
    } else if (s.has(Flags.RST)) {
      once(way, 'r', s.left);
    } else if (s.length > 0) {
      once(way, 'd', 0);
    } else if (s.has(Flags.ACK)) {
      once(way, 'a', 0);
    }
  }

  /** Writes a letter the first time, and again when it stands at another place. */
  private void once(int way, char letter, long place) {
    int index = ONCE.indexOf(letter);
    boolean first = (once[way] >> index & 1) == 0;
    if (first || lastPlaces[way][index] != place) {
      once[way] |= 1 << index;
      lastPlaces[way][index] = place;
      append(way, letter);
    }
  }

  private void counted(int way, char letter) {
    int count = ++counts[way][COUNTED.indexOf(letter)];
    int power = 1;
    while (power < count && power < 1_000_000_000) {
      power *= 10;
    }
    if (power == count) {
      append(way, letter);
    }
  }

  /** Upper case stands for the forward direction until {@link #history} knows better. */
  private void append(int way, char letter) {
    letters.append(way == 0 ? Character.toUpperCase(letter) : letter);
  }

  private void move(Sighting s, int way) {
    Stage own = stages[way];
    Stage peer = stages[1 - way];
    if (s.has(Flags.RST)) {
      // A reset after both FINs undoes no orderly close.
      boolean bothClosed = own == Stage.CLOSED && peer == Stage.CLOSED;
      stages[way] = bothClosed ? Stage.CLOSED : Stage.RESET;
    } else if (s.has(Flags.FIN)) {
      stages[way] = Stage.CLOSED;
    } else if (s.has(Flags.SYN)) {
      if (own == Stage.INACTIVE || own == Stage.SYN_SENT) {
        stages[way] = s.has(Flags.ACK) ? Stage.SYN_ACK_SENT : Stage.SYN_SENT;
      }
    } else if (own == Stage.SYN_SENT && peer == Stage.SYN_ACK_SENT && s.has(Flags.ACK)) {
      stages[way] = Stage.ESTABLISHED;
      stages[1 - way] = Stage.ESTABLISHED;
    } else if (own == Stage.INACTIVE) {
      stages[way] = Stage.PARTIAL;
    }
  }

  /**
   * The history.
   *
   * @param forwardIsClient whether the direction of the first packet is the originator's; otherwise
   *     the history begins with {@code ^}
   */
  String history(boolean forwardIsClient) {
    if (forwardIsClient) {
      return letters.toString();
    }
    StringBuilder flipped = new StringBuilder("^");
    for (int i = 0; i < letters.length(); i++) {
      char c = letters.charAt(i);
      boolean upper = Character.isUpperCase(c);
      flipped.append(upper ? Character.toLowerCase(c) : Character.toUpperCase(c));
    }
    return flipped.toString();
  }

  /** The state; see {@link #history} for the argument. */
  String connState(boolean forwardIsClient) {
    Stage client = stages[forwardIsClient ? 0 : 1];
    Stage server = stages[forwardIsClient ? 1 : 0];
    if (server == Stage.RESET) {
      return resetByServer(client);
    }
    if (client == Stage.RESET) {
      return silent(server) ? "RSTOS0" : "RSTO";
    }
    if (client == Stage.CLOSED) {
      return server == Stage.CLOSED ? "SF" : silent(server) ? "SH" : "S2";
    }
    if (server == Stage.CLOSED) {
      return silent(client) ? "SHR" : "S3";
    }
    if (client == Stage.SYN_SENT && server == Stage.INACTIVE) {
      return "S0";
    }
    return client == Stage.ESTABLISHED && server == Stage.ESTABLISHED ? "S1" : "OTH";
  }

  private String resetByServer(Stage client) {
    boolean opening = client == Stage.SYN_SENT || client == Stage.SYN_ACK_SENT;
    if (opening || (client == Stage.RESET && payload[0] + payload[1] == 0)) {
      return "REJ";
    }
    return silent(client) ? "RSTRH" : "RSTR";
  }

  private static boolean silent(Stage stage) {
    return stage == Stage.INACTIVE || stage == Stage.PARTIAL;
  }
}
