package tcplab.tcp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The eleven states of a TCP endpoint, named as in RFC 9293 §3.3.2.
 *
 * <p>Tools spell them differently: Linux writes {@code SYN_RECV}, ss writes {@code ESTAB} and
 * {@code FIN-WAIT-1}, BSD writes {@code SYN_RCVD}, Windows writes {@code ABHÖREN} or {@code 已建立}.
 * {@link #parse} reads them all.
 */
public enum State {
  /** Waiting for a connection request from any remote endpoint. */
  LISTEN("waiting for a connection request from any remote endpoint"),
  /** A SYN was sent; waiting for the peer's SYN. */
  SYN_SENT("a SYN was sent; waiting for the peer's SYN"),
  /** SYNs were received and sent; waiting for the acknowledgement of ours. */
  SYN_RECEIVED("SYNs were received and sent; waiting for the acknowledgement of ours"),
  /** The connection is open; data can flow both ways. */
  ESTABLISHED("the connection is open; data can flow both ways"),
  /** Our FIN was sent; waiting for its acknowledgement or the peer's FIN. */
  FIN_WAIT_1("our FIN was sent; waiting for its acknowledgement or the peer's FIN"),
  /** Our FIN was acknowledged; waiting for the peer's FIN. */
  FIN_WAIT_2("our FIN was acknowledged; waiting for the peer's FIN"),
  /** The peer's FIN came; waiting for the local application to close. */
  CLOSE_WAIT("the peer's FIN came; waiting for the local application to close"),
  /** Both FINs crossed; waiting for the acknowledgement of ours. */
  CLOSING("both FINs crossed; waiting for the acknowledgement of ours"),
  /** The peer closed first, then we did; waiting for the acknowledgement of our FIN. */
  LAST_ACK("the peer closed first, then we did; waiting for the acknowledgement of our FIN"),
  /**
   * Both sides are done; waiting 2 MSL so that a repeated FIN is answered and old segments die out.
   */
  TIME_WAIT(
      "both sides are done; waiting 2 MSL so that a repeated FIN is answered and old segments die out"),
  /** No connection. */
  CLOSED("no connection");

  private static final Map<String, State> SPELLINGS = spellings();

  private final String meaning;

  State(String meaning) {
    this.meaning = meaning;
  }

  /** One line that says what an endpoint in this state waits for (RFC 9293 §3.3.2). */
  public String meaning() {
    return meaning;
  }

  /**
   * Reads a state in any tool's spelling, upper or lower case.
   *
   * @param text a word or words as netstat, ss, lsof or Windows print them
   * @return the state, or empty when the text names none
   */
  public static Optional<State> parse(String text) {
    return Optional.ofNullable(SPELLINGS.get(key(text)));
  }

  private static String key(String text) {
    StringBuilder key = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        key.append(c);
      }
    }
    return key.toString().toUpperCase(Locale.ROOT);
  }

  private static Map<String, State> spellings() {
    Map<String, State> map = new HashMap<>();
    for (State state : values()) {
      map.put(key(state.name()), state);
    }
    name(map, LISTEN, "LISTENING", "ABHÖREN", "ÉCOUTE", "ECOUTE", "侦听", "監聽", "監聴", "正在侦听");
    name(map, SYN_SENT, "SYN_SENT1", "SYN_GESENDET");
    name(map, SYN_RECEIVED, "SYN_RECV", "SYN_RCVD", "NEW_SYN_RECV", "SYN_EMPFANGEN");
    name(
        map,
        ESTABLISHED,
        "ESTAB",
        "ESTABLISH",
        "HERGESTELLT",
        "ÉTABLIE",
        "ETABLIE",
        "已建立",
        "已建立連線");
    name(map, FIN_WAIT_1, "FINWAIT1", "FIN_WAIT", "FIN_WARTEN_1");
    name(map, FIN_WAIT_2, "FINWAIT2", "FIN_WARTEN_2");
    name(map, CLOSE_WAIT, "CLOSEWAIT", "SCHLIESSEN_WARTEN", "FERMER_ATTENTE", "ATTENTE_FERMETURE");
    name(map, LAST_ACK, "LASTACK", "LETZTES_ACK");
    name(map, TIME_WAIT, "TIMEWAIT", "WARTEND", "ATTENTE");
    name(map, CLOSED, "CLOSE", "UNCONN", "GESCHLOSSEN");
    return Map.copyOf(map);
  }

  private static void name(Map<String, State> map, State state, String... spellings) {
    for (String spelling : spellings) {
      map.put(key(spelling), state);
    }
  }
}
