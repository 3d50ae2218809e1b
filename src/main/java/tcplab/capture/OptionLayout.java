package tcplab.capture;

import java.util.HexFormat;

/**
 * The options of a TCP header as fields (RFC 9293 §3.2): kind, length, and what is in the value.
 */
final class OptionLayout {
  private static final String GENERAL = "RFC 9293 §3.2";
  private static final int OCTET = 8;
  private static final int WORD = 32;

  private final FieldReader in;
  private final int end;

  private OptionLayout(FieldReader in, int end) {
    this.in = in;
    this.end = end;
  }

  /**
   * Adds the options that begin at a bit and end before another.
   *
   * @param end the header's end, which may lie behind the captured octets
   */
  static void read(FieldReader in, int start, int end) {
    OptionLayout layout = new OptionLayout(in, end);
    int at = start;
    while (at < end && in.holds(at, OCTET)) {
      at = layout.option(at);
    }
  }

  private int option(int at) {
    int kind = (int) in.bits(at, OCTET);
    if (kind == 1) {
      in.number("NOP", at, OCTET, "fills up, so that the next option is aligned", GENERAL);
      return at + OCTET;
    }
    if (kind == 0) {
      in.number("end of options", at, OCTET, "no option follows", GENERAL);
      padding(at + OCTET, end);
      return end;
    }
    int octets = in.holds(at, 2 * OCTET) ? (int) in.bits(at + OCTET, OCTET) : 0;
    int next = at + octets * OCTET;
    if (octets < 2 || next > end) {
      bytes("malformed option", at, end, "its length cannot be", GENERAL);
      return end;
    }
    String name = name(kind);
    in.number(name + ": kind", at, OCTET, "which option it is", GENERAL);
    in.number(name + ": length", at + OCTET, OCTET, "octets, kind and length included", GENERAL);
    value(kind, name, at + 2 * OCTET, next);
    return next;
  }

  private void value(int kind, String name, int at, int next) {
    int octets = (next - at) / OCTET;
    if (kind == 2 && octets == 2) {
      in.number(
          name + ": value", at, 16, "the largest segment the sender can take", "RFC 9293 §3.7.1");
    } else if (kind == 3 && octets == 1) {
      in.field(
          name + ": shift",
          at,
          OCTET,
          shift -> shift + " (×" + (1L << Math.min(shift, 14)) + ")",
          "the sender's window field counts in units of 2 to the power of this",
          "RFC 7323 §2.2");
    } else if (kind == 8 && octets == 8) {
      in.number(name + ": TSval", at, WORD, "the sender's clock", "RFC 7323 §3.2");
      in.number(name + ": TSecr", at + WORD, WORD, "the peer's clock, sent back", "RFC 7323 §3.2");
    } else if (kind == 5 && octets % 8 == 0) {
      sack(name, at, next);
    } else {
      bytes(name + ": value", at, next, meaning(kind), reference(kind));
    }
  }

  private void sack(String name, int at, int next) {
    int block = 1;
    for (int bit = at; bit < next; bit += 2 * WORD) {
      in.number(
          name + ": left edge " + block,
          bit,
          WORD,
          "first octet of a block received",
          "RFC 2018 §3");
      in.number(
          name + ": right edge " + block++,
          bit + WORD,
          WORD,
          "the octet behind that block",
          "RFC 2018 §3");
    }
  }

  private void padding(int at, int to) {
    if (at < to) {
      bytes("padding", at, to, "fills the last word", "RFC 9293 §3.1");
    }
  }

  /** Octets without a meaning known here, in hexadecimal. */
  private void bytes(String name, int at, int to, String meaning, String reference) {
    int count = to - at;
    if (count > 0) {
      in.field(name, at, count, raw -> hex(at, to), meaning, reference);
    }
  }

  private String hex(int at, int to) {
    HexFormat format = HexFormat.of();
    StringBuilder out = new StringBuilder();
    for (int bit = at; bit < to; bit += OCTET) {
      format.toHexDigits(out, (byte) in.bits(bit, OCTET));
    }
    return out.toString();
  }

  private static String name(int kind) {
    return switch (kind) {
      case 2 -> "MSS";
      case 3 -> "window scale";
      case 4 -> "SACK permitted";
      case 5 -> "SACK";
      case 8 -> "timestamps";
      case 19 -> "MD5";
      case 28 -> "user timeout";
      case 29 -> "authentication";
      case 30 -> "MPTCP";
      case 34 -> "fast open";
      case 172, 174 -> "accurate ECN";
      case 253, 254 -> "experiment";
      default -> "option " + kind;
    };
  }

  private static String meaning(int kind) {
    return switch (kind) {
      case 19, 29 -> "a signature over the segment";
      case 30 -> "one connection over several paths";
      case 34 -> "a cookie that lets data travel in the SYN";
      default -> "what the option says";
    };
  }

  private static String reference(int kind) {
    return switch (kind) {
      case 19 -> "RFC 2385 §3";
      case 28 -> "RFC 5482 §3";
      case 29 -> "RFC 5925 §2.2";
      case 30 -> "RFC 8684 §3";
      case 34 -> "RFC 7413 §2";
      case 172, 174 -> "RFC 9768 §3.2.3";
      case 253, 254 -> "RFC 6994 §3";
      default -> GENERAL;
    };
  }
}
