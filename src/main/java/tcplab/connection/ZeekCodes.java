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
    PARTIAL,
    ESTABLISHED,
    CLOSED,
    RESET
  }

  private static final String LETTERS = "shadfriqtwg";

  // The places of letters in it: first those that are written once.
  private static final int SYN = 0;
  private static final int SYN_ACK = 1;
  private static final int PURE_ACK = 2;
  private static final int DATA = 3;
  private static final int FIN = 4;
  private static final int RST = 5;
  private static final int INCONSISTENT = 6;
  private static final int SYN_AND_MORE = 7;

  // And those that are written when their count reaches 1, 10, 100 and so on.
  private static final int REPEATED = 8;
  private static final int ZERO_WINDOW = 9;
  private static final int GAP = 10;

  /** In a letter's octet, beside its place: it stands in upper case, for the forward direction. */
  private static final int UPPER = 16;

  private static final int LETTER_BITS = 5;

  /** So many letters fit into a number, and one bit more. */
  private static final int MOST_IN_KEY = 12;

  /** What {@link #historyKey} gives where it cannot give a number. */
  static final long NO_KEY = -1;

  private byte[] letters = new byte[MOST_IN_KEY];
  private int size;
  private long key;
  private final Stage[] stages = new Stage[2];
  private final boolean[] closedBeforeReset = new boolean[2];
  private final int[] once = new int[2];
  private final int[][] counts = new int[2][LETTERS.length()];
  private final long[][] lastPlaces = new long[2][REPEATED];
  private final long[] payload = new long[2];

  ZeekCodes() {
    clear();
  }

  void clear() {
    size = 0;
    key = 0;
    for (int way = 0; way < 2; way++) {
      stages[way] = Stage.INACTIVE;
      closedBeforeReset[way] = false;
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
      counted(way, REPEATED);
    }
    if (s.window == 0 && !s.has(Flags.RST)) {
      counted(way, ZERO_WINDOW);
    }
    write(s, way);
    if (gap) {
      counted(1 - way, GAP);
    }
    payload[way] += s.length;
    move(s, way);
  }

  private void write(Sighting s, int way) {
    if (s.controls()) {
      writeControl(s, way);
    } else if (s.length > 0) {
      once(way, DATA, 0);
    } else if (s.has(Flags.ACK)) {
      once(way, PURE_ACK, 0);
    }
  }

  private void writeControl(Sighting s, int way) {
    if (Integer.bitCount(s.flags & (Flags.SYN | Flags.FIN | Flags.RST)) > 1) {
      once(way, s.has(Flags.SYN) ? SYN_AND_MORE : INCONSISTENT, 0);
    } else if (s.has(Flags.SYN)) {
      once(way, s.has(Flags.ACK) ? SYN_ACK : SYN, s.left);
    } else if (s.has(Flags.RST)) {
      once(way, RST, s.left);
    } else {
      if (s.length > 0) {
        once(way, DATA, 0);
      }
      once(way, FIN, s.right);
    }
  }

  /** Writes a letter the first time, and again when it stands at another place. */
  private void once(int way, int letter, long place) {
    boolean first = (once[way] >> letter & 1) == 0;
    if (first || lastPlaces[way][letter] != place) {
      once[way] |= 1 << letter;
      lastPlaces[way][letter] = place;
      append(way, letter);
    }
  }

  private void counted(int way, int letter) {
    int count = ++counts[way][letter];
    int power = 1;
    while (power < count && power < 1_000_000_000) {
      power *= 10;
    }
    if (power == count) {
      append(way, letter);
    }
  }

  private void append(int way, int letter) {
    if (size == letters.length) {
      letters = Arrays.copyOf(letters, 2 * size);
    }
    int written = way == 0 ? letter | UPPER : letter;
    letters[size++] = (byte) written;
    key = key << LETTER_BITS | (written + 1); // 0 stands for no letter
  }

  private void move(Sighting s, int way) {
    Stage own = stages[way];
    Stage peer = stages[1 - way];
    if (own == Stage.RESET) {
      return;
    }
    if (s.has(Flags.RST)) {
      // A reset after both FINs undoes no orderly close.
      boolean bothClosed = own == Stage.CLOSED && peer == Stage.CLOSED;
      stages[way] = bothClosed ? Stage.CLOSED : Stage.RESET;
      closedBeforeReset[way] = own == Stage.CLOSED;
    } else if (s.has(Flags.FIN)) {
      stages[way] = Stage.CLOSED;
      boolean opened = own == Stage.ESTABLISHED || own == Stage.PARTIAL;
      if (opened && peer == Stage.RESET && closedBeforeReset[1 - way]) {
        stages[1 - way] = Stage.CLOSED; // FIN and RST, and then the peer's FIN: orderly after all
      }
    } else if (s.has(Flags.SYN)) {
      opens(s, way);
    } else if (own == Stage.INACTIVE) {
      speaks(s, way);
    }
  }

  /** A SYN: the second of the two opens the connection, with ACK or without. */
  private void opens(Sighting s, int way) {
    Stage own = stages[way];
    Stage peer = stages[1 - way];
    if (own == Stage.INACTIVE && peer == Stage.SYN_SENT) {
      stages[way] = Stage.ESTABLISHED;
      stages[1 - way] = Stage.ESTABLISHED;
    } else if (own == Stage.INACTIVE) {
      stages[way] = s.has(Flags.ACK) ? Stage.ESTABLISHED : Stage.SYN_SENT;
    } else if (own == Stage.PARTIAL && peer == Stage.INACTIVE && !s.has(Flags.ACK)) {
      stages[way] = Stage.SYN_SENT;
    }
  }

  /** The first segment of an end that sent no SYN, or whose SYN is not in the capture. */
  private void speaks(Sighting s, int way) {
    Stage peer = stages[1 - way];
    if (peer == Stage.ESTABLISHED && s.has(Flags.ACK)) {
      stages[way] = Stage.ESTABLISHED;
    } else if (peer != Stage.SYN_SENT || s.length > 0) {
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
    StringBuilder history = new StringBuilder(forwardIsClient ? "" : "^");
    for (int i = 0; i < size; i++) {
      char letter = LETTERS.charAt(letters[i] & UPPER - 1);
      boolean upper = (letters[i] & UPPER) != 0 == forwardIsClient;
      history.append(upper ? Character.toUpperCase(letter) : letter);
    }
    return history.toString();
  }

  /**
   * A number that stands for {@link #history} and for no other, or {@link #NO_KEY}: long ones have
   * none.
   */
  long historyKey(boolean forwardIsClient) {
    return size > MOST_IN_KEY ? NO_KEY : key << 1 | (forwardIsClient ? 1 : 0);
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
    if (client == Stage.SYN_SENT || (client == Stage.RESET && payload[0] + payload[1] == 0)) {
      return "REJ";
    }
    return silent(client) ? "RSTRH" : "RSTR";
  }

  private static boolean silent(Stage stage) {
    return stage == Stage.INACTIVE || stage == Stage.PARTIAL;
  }
}
