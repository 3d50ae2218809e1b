package tcplab.tcp;

/**
 * The nine control bits of a TCP header (RFC 9293 §3.1; AE: RFC 9768), as they stand in bits 8 to 0
 * of its octets 12 and 13.
 *
 * <p>Written as tcpdump writes them: {@code F S R P . U E W}, and {@code e} for AE; no bit at all
 * is {@code none}.
 */
public final class Flags {
  /** No more data from the sender. */
  public static final int FIN = 0x001;

  /** Synchronize sequence numbers. */
  public static final int SYN = 0x002;

  /** Reset the connection. */
  public static final int RST = 0x004;

  /** Deliver what has come to the application. */
  public static final int PSH = 0x008;

  /** The acknowledgement field is valid. */
  public static final int ACK = 0x010;

  /** The urgent pointer is valid. */
  public static final int URG = 0x020;

  /** ECN echo (RFC 3168). */
  public static final int ECE = 0x040;

  /** Congestion window reduced (RFC 3168). */
  public static final int CWR = 0x080;

  /** Accurate ECN, once NS (RFC 9768). */
  public static final int AE = 0x100;

  /** All nine bits. */
  public static final int MASK = 0x1ff;

  private static final String LETTERS = "FSRP.UEWe";
  private static final String[] TEXTS = new String[MASK + 1];

  static {
    for (int bits = 0; bits <= MASK; bits++) {
      TEXTS[bits] = spell(bits);
    }
  }

  private Flags() {}

  /**
   * The flags in tcpdump's letters, such as {@code S.} for SYN and ACK.
   *
   * @param bits the nine bits; higher ones are ignored
   */
  public static String text(int bits) {
    return TEXTS[bits & MASK];
  }

  /**
   * Reads tcpdump's letters back.
   *
   * @throws IllegalArgumentException when a letter is none of {@code FSRP.UEWe}
   */
  public static int parse(String text) {
    if (text.equals("none")) {
      return 0;
    }
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      int bit = LETTERS.indexOf(text.charAt(i));
      if (bit < 0) {
        throw new IllegalArgumentException(
            "'" + text.charAt(i) + "' is no TCP flag; the letters are " + LETTERS);
      }
      bits |= 1 << bit;
    }
    return bits;
  }

  private static String spell(int bits) {
    if (bits == 0) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < LETTERS.length(); bit++) {
      if ((bits >> bit & 1) != 0) {
        text.append(LETTERS.charAt(bit));
      }
    }
    return text.toString();
  }
}
